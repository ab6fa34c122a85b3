import { setTimeout as delay } from 'node:timers/promises';
import { dayOf, printMonth } from '../../domain/billing/calendar.ts';
import { eventually } from './eventually.ts';
import { testApiKeys, type TestHouse } from './house.ts';

interface Line {
  readonly item: string;
  readonly class: string | null;
  readonly region: string | null;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: string;
}

/** What a bill and an estimate have in common; lines in an order of their own. */
export interface Costs {
  readonly complete: boolean;
  readonly total: string;
  readonly subtotals: readonly { readonly charge: string; readonly amount: string }[];
  readonly lines: readonly Line[];
}

const costs = `complete total subtotals { charge amount } lines { item class region quantity unitPrice amount }`;
const bytesInGb = 1_000_000_000n;

interface Recorded {
  readonly state: string;
  readonly kind: string;
  readonly files: readonly { readonly state: string; readonly playbackUrl: string | null }[];
}

export async function recordingsOf(house: TestHouse): Promise<readonly Recorded[]> {
  const { recordings } = await house.ask<{ recordings: { edges: { node: Recorded }[] } }>(
    '{ recordings { edges { node { state kind files { state playbackUrl } } } } }',
  );
  return recordings.edges.map(({ node }) => node);
}

/** Where the files of so many recordings are, once every one is there. */
export async function readyUrls(house: TestHouse, count: number): Promise<readonly string[]> {
  const done = await eventually(
    'every file is there',
    async () => {
      const all = await recordingsOf(house);
      const isReady = all.every(
        ({ state, files }) => state === 'READY' && files.every((file) => file.state === 'READY'),
      );
      return isReady && all.length === count ? all : null;
    },
    150_000,
  );
  return done.flatMap(({ files }) => files.map(({ playbackUrl }) => playbackUrl!));
}

/** Bytes as decimal text of GB, every digit. */
export function printGb(bytes: bigint): string {
  return `${String(bytes / bytesInGb)}.${String(bytes % bytesInGb).padStart(9, '0')}`;
}

/** What is kept and watched over midnight of UTC+8 is two days' use. */
export async function awayFromMidnight(): Promise<void> {
  const leftMs = dayOf(Date.now()).untilMs - Date.now();
  if (leftMs < 6 * 60_000) await delay(leftMs + 1000);
}

const ordered = ({ lines, ...rest }: Costs): Costs => ({
  ...rest,
  lines: lines.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
});

/** This month's bill of an application, as it was metered. */
export async function billOf(house: TestHouse, sdkAppId?: number): Promise<Costs> {
  const answer = await house.ask<{ bill: Costs }>(
    `query ($input: BillInput!) { bill(input: $input) { ${costs} } }`,
    { input: { period: { month: printMonth(Date.now()) }, sdkAppId } },
    testApiKeys.finance,
  );
  return ordered(answer.bill);
}

/** What a plan costs, in the words of the business. */
export async function estimateOf(house: TestHouse, input: object): Promise<Costs> {
  const answer = await house.ask<{ estimateCost: Costs }>(
    `query ($input: EstimateCostInput!) { estimateCost(input: $input) { ${costs} } }`,
    { input },
    testApiKeys.finance,
  );
  return ordered(answer.estimateCost);
}

/** Fetches every file whole, and the first once more, by another viewer: what they hold, and what was taken. */
export async function watchAll(
  urls: readonly string[],
): Promise<{ readonly kept: bigint; readonly watched: bigint }> {
  const sizeOf = async (url: string): Promise<bigint> => {
    const answer = await fetch(url);
    if (answer.status !== 200) throw new Error(`${url} answered ${String(answer.status)}.`);
    return BigInt((await answer.arrayBuffer()).byteLength);
  };
  let kept = 0n;
  for (const url of urls) kept += await sizeOf(url);
  return { kept, watched: kept + (await sizeOf(urls[0]!)) };
}

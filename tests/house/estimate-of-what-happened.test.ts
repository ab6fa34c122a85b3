import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, printDay, printMonth } from '../../domain/billing/calendar.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';

const room = { number: 2001 };
const size = { width: 320, height: 180 };
const mixSize = { width: 480, height: 270 };
const finance = testApiKeys.finance;
const bytesInGb = 1_000_000_000n;

interface Line {
  readonly item: string;
  readonly class: string | null;
  readonly region: string | null;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: string;
}
interface Costs {
  readonly complete: boolean;
  readonly total: string;
  readonly subtotals: readonly { readonly charge: string; readonly amount: string }[];
  readonly lines: readonly Line[];
}
const costs = `complete total subtotals { charge amount } lines { item class region quantity unitPrice amount }`;

interface Recorded {
  readonly state: string;
  readonly kind: string;
  readonly files: readonly { readonly state: string; readonly playbackUrl: string | null }[];
}

/** Bytes as decimal text of GB, every digit. */
function printGb(bytes: bigint): string {
  return `${String(bytes / bytesInGb)}.${String(bytes % bytesInGb).padStart(9, '0')}`;
}

/** What is kept and watched over midnight of UTC+8 is two days' use. */
async function awayFromMidnight(): Promise<void> {
  const leftMs = dayOf(Date.now()).untilMs - Date.now();
  if (leftMs < 6 * 60_000) await delay(leftMs + 1000);
}

const ordered = ({ lines, ...rest }: Costs): Costs => ({
  ...rest,
  lines: lines.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
});

/**
 * The bill is what the engine counted: channels and mixes from its callbacks, sizes of files from its library, bytes served from its
 * usage calls. The estimate is of a plan in the words of the business, in which stands what this test did and saw by itself: how
 * many published and mixed, by its own watch how long, and how many bytes came when it fetched every file whole.
 *
 * Two quantities stand in the plan as they are, because no plan foretells a file's bytes: GB kept and GB watched, both with all
 * nine decimals. Minutes of mixing need no more than the watch: begun ones count whole.
 */
describe('an estimate of exactly what happened in the house', () => {
  let house: TestHouse;
  const publishers: Publisher[] = [];
  beforeAll(async () => {
    await awayFromMidnight();
    // A file a format: every byte of it comes with one request.
    house = await openTestHouse(null, ['mp4', 'flv']);
  }, 480_000);
  afterAll(async () => {
    for (const { process: child } of publishers) child.kill('SIGKILL');
    await house.close();
  });

  async function join(userId: string): Promise<Publisher> {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { room, userId } },
    );
    const publisher = startPublisher(createJoinTicket.ticket.rtmpUrl, 600);
    publishers.push(publisher);
    return publisher;
  }
  async function recordings(): Promise<readonly Recorded[]> {
    const answer = await house.ask<{ recordings: { edges: { node: Recorded }[] } }>(
      '{ recordings { edges { node { state kind files { state playbackUrl } } } } }',
    );
    return answer.recordings.edges.map(({ node }) => node);
  }
  async function bill(): Promise<Costs> {
    const month = printMonth(Date.now());
    const answer = await house.ask<{ bill: Costs }>(
      `query ($month: String!) { bill(input: { period: { month: $month } }) { ${costs} } }`,
      { month },
      finance,
    );
    return ordered(answer.bill);
  }
  async function estimate(input: object): Promise<Costs> {
    const answer = await house.ask<{ estimateCost: Costs }>(
      `query ($input: EstimateCostInput!) { estimateCost(input: $input) { ${costs} } }`,
      { input },
      finance,
    );
    return ordered(answer.estimateCost);
  }

  it('is the metered bill, line by line, to the last digit', async () => {
    await Promise.all([join('ada'), join('bob')]);
    await eventually(
      'both are recorded',
      async () => (await recordings()).filter(({ kind }) => kind === 'STREAM').length === 2,
      120_000,
    );
    const watch = performance.now();
    const { startMixedRecording } = await house.ask<{ startMixedRecording: { mix: { id: string } } }>(
      'mutation ($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { mix { id } } }',
      { input: { room: { name: room }, recordId: 'film', encode: mixSize, idempotencyKey: 'start' } },
    );
    await eventually(
      'the mix is recorded beside them',
      async () => {
        const all = await recordings();
        return all.length === 3 && all.every(({ state }) => state === 'RECORDING');
      },
      120_000,
    );
    const secondOfMinute = (): number => ((performance.now() - watch) / 1000) % 60;
    // Ten seconds of the mix, and as far from a full minute, so that two clocks count the same begun minutes.
    await delay(10_000);
    await eventually('no minute is about to be full', () => {
      const second = secondOfMinute();
      return second > 10 && second < 50;
    });
    await house.ask(
      'mutation ($input: StopMixedRecordingInput!) { stopMixedRecording(input: $input) { mix { id } } }',
      { input: { mixId: startMixedRecording.mix.id, idempotencyKey: 'stop' } },
    );
    const mixMinutes = Math.ceil((performance.now() - watch) / 60_000);
    for (const { process: child } of publishers) child.kill('SIGINT');
    const done = await eventually(
      'every file is there',
      async () => {
        const all = await recordings();
        const isReady = all.every(
          ({ state, files }) => state === 'READY' && files.every((file) => file.state === 'READY'),
        );
        return isReady && all.length === 3 ? all : null;
      },
      150_000,
    );
    const urls = done.flatMap(({ files }) => files.map(({ playbackUrl }) => playbackUrl!));
    expect(urls).toHaveLength(6);

    const sizes: bigint[] = [];
    for (const url of urls) {
      const answer = await fetch(url);
      expect(answer.status).toBe(200);
      sizes.push(BigInt((await answer.arrayBuffer()).byteLength));
    }
    const sumOf = (bytes: readonly bigint[]): bigint => bytes.reduce((sum, each) => sum + each, 0n);
    // The first file once more, by another viewer.
    const again = await fetch(urls[0]!);
    const watched = sumOf(sizes) + BigInt((await again.arrayBuffer()).byteLength);

    const plan = {
      ...{ at: printDay(Date.now()), roomsPerDay: 1, daysPerMonth: 1, cohort: 'BEFORE_2020_07' },
      ...{ anchorsPerRoom: 2, ...size, method: 'BOTH', formats: ['MP4', 'FLV'] },
      ...{ mixWidth: mixSize.width, mixHeight: mixSize.height, mixMinutesPerRoom: String(mixMinutes) },
      fileGb: '0',
      measures: [
        {
          item: 'STORAGE_VOD',
          class: 'standard',
          region: 'outside',
          quantity: printGb(sumOf(sizes)),
        },
        { item: 'TRAFFIC_VOD', region: 'ap1', quantity: printGb(watched) },
      ],
    };
    const expected = await estimate(plan);
    expect(expected.lines.map(({ item }) => item).toSorted()).toEqual([
      ...['RECORDING_CSS_CHANNEL', 'STORAGE_VOD', 'TRAFFIC_VOD', 'TRANSCODING_CSS'],
    ]);
    // Bytes served are collected from the provider after a while.
    await eventually(
      'the bill has all that was watched',
      async () => (await bill()).total === expected.total,
      90_000,
    ).catch(() => undefined);
    expect(await bill()).toEqual(expected);
  }, 480_000);

  // Of storage the provider says more: covers and scrubbing pictures are kept too, and the bill knows files of recordings alone.
  it('is what the provider’s usage calls say of channels and playback', async () => {
    const { importProviderUsage } = await house.ask<{
      importProviderUsage: { usage: { comparisons: { of: string; class: string }[] } };
    }>(
      `mutation ($input: ReconciliationMonthInput!) { importProviderUsage(input: $input) {
        usage { comparisons { of class } } } }`,
      { input: { month: printMonth(Date.now()) } },
      finance,
    );
    const { comparisons } = importProviderUsage.usage;
    for (const of of ['channels', 'played'])
      expect(comparisons.find((one) => one.of === of)).toMatchObject({ class: 'MATCHED' });
  }, 60_000);
});

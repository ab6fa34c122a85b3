import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import type { ClipTags } from '../support/content/numbered-clip.ts';
import { examineRecordings } from './examine-recordings.ts';
import { openHarnessHouse, type HarnessHouse } from './harness-house.ts';
import type { HarnessRun } from './harness-run.ts';
import { httpNoises } from './http-noise.ts';
import { rtmpNoises } from './rtmp-noise.ts';
import type { Random } from './seeded-random.ts';
import { settle } from './settle.ts';
import { takePart } from './take-part.ts';

export interface FuzzOptions {
  readonly folder: string;
  readonly clip: ClipTags;
  readonly random: Random;
  /** How long the good ones publish and the others make noise. */
  readonly seconds: number;
  readonly goodPublishers: number;
  readonly noiseMakers: number;
  readonly report: (sentence: string) => void;
}

export interface FuzzReport {
  /** How often each kind of noise was made. */
  readonly noises: Readonly<Record<string, number>>;
  readonly picturesSent: number;
  readonly picturesKept: number;
  readonly faults: readonly string[];
}

/** Makes noise at every door while good publishers are recorded: no process may end, no good picture may be lost. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { clip, random, seconds, report } = options;
  const house = await openHarnessHouse(options);
  const noises: Record<string, number> = {};
  const faults: string[] = [];
  let left: readonly string[] | null = null;
  try {
    const pids = { engine: house.pid('engine'), server: house.pid('server') };
    const untilMs = performance.now() + seconds * 1000;
    const publishing = Promise.all(
      Array.from({ length: options.goodPublishers }, (_, index) =>
        takePart(house, {
          ...{ name: `good${index}`, clip, seconds, untilMs },
          media: { video: true, audio: true },
        }),
      ),
    );
    const makers = Array.from({ length: options.noiseMakers }, async (_, index) => {
      for (let turn = 0; performance.now() < untilMs; turn += 1) {
        const { name, fault } = await makeNoise(house, clip, random, `noise${index}_${turn}`);
        noises[name] = (noises[name] ?? 0) + 1;
        if (fault !== null) faults.push(`${name}: ${fault}`);
      }
    });
    await Promise.all(makers);
    const participations = (await publishing).flat();
    if (participations.length !== options.goodPublishers || participations.some(({ whole }) => !whole))
      faults.push(`good publishers were thrown out: ${participations.length} publishings`);
    for (const name of ['engine', 'server'] as const)
      if (house.pid(name) !== pids[name]) faults.push(`the ${name} ended`);
    report(
      `${Object.values(noises).reduce((sum, count) => sum + count, 0)} noises made; waiting for the end of everything`,
    );
    faults.push(...(await settle(house, 120_000)).map((what) => `stuck: ${what}`));
    const examined = await examineRecordings(house, participations);
    left = await house.close();
    faults.push(...examined.faults, ...left);
    const { picturesSent, picturesKept } = examined;
    return { noises, picturesSent, picturesKept, faults };
  } finally {
    if (left === null) await house.close();
  }
}

async function makeNoise(
  house: HarnessHouse,
  clip: ClipTags,
  random: Random,
  userId: string,
): Promise<{ readonly name: string; readonly fault: string | null }> {
  const kinds = [...Object.keys(rtmpNoises), ...Object.keys(httpNoises)];
  const name = random.pick(kinds);
  const goodKey = (): string => house.keyFor(userId, userId);
  const { urls, adminKey, sdkAppId } = house;
  try {
    await rtmpNoises[name]?.({ port: house.rtmpPort, random, clip, goodKey });
    const answered = await httpNoises[name]?.({ ...urls, adminKey, sdkAppId, random });
    const fault =
      answered !== undefined && answered.status >= 500 ? `${answered.status} to ${answered.what}` : null;
    return { name, fault };
  } catch (error) {
    return { name, fault: error instanceof Error ? error.message : String(error) };
  } finally {
    await delay(random.whole(0, 30));
  }
}

export async function fuzzForMinutes(run: HarnessRun): Promise<string[]> {
  const { clip, random, report } = run;
  const endsAt = performance.now() + run.minutes * 60_000;
  const faults: string[] = [];
  for (let round = 1; round === 1 || performance.now() < endsAt; round += 1) {
    const folder = path.join(run.folder, `round-${round}`);
    const one = await runFuzz({
      folder,
      clip,
      random,
      report,
      seconds: 60,
      goodPublishers: 20,
      noiseMakers: 12,
    });
    report(
      `round ${round}: ${one.picturesKept}/${one.picturesSent} good pictures kept; ${JSON.stringify(one.noises)}`,
    );
    faults.push(...one.faults.map((fault) => `round ${round}: ${fault}`));
  }
  return faults;
}

import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClipMedia, ClipTags } from '../support/content/numbered-clip.ts';
import { followEvents } from './event-follower.ts';
import { examineEvents } from './examine-events.ts';
import { examineRecordings, type Examined } from './examine-recordings.ts';
import { openHarnessHouse, processNames, type ProcessName } from './harness-house.ts';
import type { HarnessRun } from './harness-run.ts';
import type { Random } from './seeded-random.ts';
import { settle } from './settle.ts';
import { takePart } from './take-part.ts';

export interface KillOptions {
  readonly folder: string;
  readonly clip: ClipTags;
  readonly random: Random;
  /** Publishers at a time. */
  readonly recordings: number;
  /** Media that each of them sends, from the first to the second. */
  readonly seconds: readonly [number, number];
  readonly kills: number;
  /** How long everything may take to come to its end when the last publisher has gone. */
  readonly settleWithinMs: number;
  readonly engineEntry?: string;
  readonly report: (sentence: string) => void;
}

export interface KillReport extends Examined {
  readonly kills: Readonly<Record<ProcessName, number>>;
  readonly events: number;
  readonly reconnects: number;
  readonly settledAfterSeconds: number;
}

/** From the last byte that a publisher sent until it is on the disk, on a busy machine. */
const onItsWayMs = 1500;

const medias: readonly ClipMedia[] = [
  ...Array.from({ length: 4 }, () => ({ video: true, audio: true })),
  { video: true, audio: false },
  { video: false, audio: true },
];

/**
 * Records many publishers while its processes are killed at random times; then nothing may be stuck, nothing lost but
 * the last fragments, every file must play, and everything must have been told.
 */
export async function runKill(options: KillOptions): Promise<KillReport> {
  const { random, report, recordings } = options;
  const house = await openHarnessHouse(options);
  const follower = followEvents(house.urls.server, house.adminKey);
  const kills = { engine: 0, server: 0, postgres: 0 };
  const engineKills: number[] = [];
  let left: readonly string[] | null = null;
  try {
    const [shortest, longest] = options.seconds;
    const startedAt = performance.now();
    const publishing = Promise.all(
      Array.from({ length: recordings }, async (_, index) => {
        const part = {
          name: `p${index}`,
          clip: options.clip,
          media: random.pick(medias),
          seconds: random.whole(shortest, longest),
          untilMs: startedAt + longest * 1000,
        };
        await delay(random.whole(0, 2000));
        return takePart(house, part);
      }),
    );
    // Each process once in any case, the others as they come; times anywhere while somebody publishes.
    const victims = Array.from(
      { length: options.kills },
      (_, index) => processNames[index] ?? random.pick(processNames),
    );
    const order = victims.map((victim) => ({ victim, at: random.whole(2500, longest * 1000) }));
    for (const { victim, at } of order.toSorted((one, other) => one.at - other.at)) {
      await delay(Math.max(0, startedAt + at - performance.now()));
      const done = house.kill(victim);
      if (done) kills[victim] += 1;
      if (done && victim === 'engine') engineKills.push(performance.now());
      report(`${(at / 1000).toFixed(1)} s: ${done ? 'killed' : 'spared (it is starting)'} ${victim}`);
    }
    // What was sent and what was taken in are not the same: the end of a stream may still be on its way into the engine.
    const participations = (await publishing).flat().map((one) => ({
      ...one,
      whole: one.whole && !engineKills.some((at) => Math.abs(at - one.endedAtMs) < onItsWayMs),
    }));
    report(`${participations.length} publishings accepted; waiting until everything has come to its end`);
    const waitedFrom = performance.now();
    const stuck = await settle(house, options.settleWithinMs);
    const settledAfterSeconds = Math.round((performance.now() - waitedFrom) / 1000);
    report(`settled after ${settledAfterSeconds} s; decoding every file`);
    const examined = await examineRecordings(house, participations);
    const eventFaults = await untilFollowed(() => examineEvents(house, follower.events));
    await follower.close();
    left = await house.close();
    const faults = [...stuck.map((what) => `stuck: ${what}`), ...examined.faults, ...eventFaults, ...left];
    const { reconnects, events } = follower;
    return { ...examined, faults, kills, events: events.length, reconnects, settledAfterSeconds };
  } finally {
    await follower.close();
    if (left === null) await house.close();
  }
}

/** The follower may be a moment behind the log. */
async function untilFollowed(examine: () => Promise<readonly string[]>): Promise<readonly string[]> {
  for (let look = 0; ; look += 1) {
    const faults = await examine();
    if (faults.length === 0 || look === 20) return faults;
    await delay(250);
  }
}

/** Rounds of fifty recordings, each in a house of its own, with the vendor's real schedule of callbacks. */
export async function killForMinutes({
  folder,
  minutes,
  clip,
  random,
  report,
}: HarnessRun): Promise<string[]> {
  const endsAt = performance.now() + minutes * 60_000;
  const faults: string[] = [];
  const totals = { rounds: 0, recordings: 0, files: 0, sent: 0, kept: 0, worst: 0, events: 0, kills: 0 };
  do {
    totals.rounds += 1;
    const one = await runKill({
      ...{ clip, random, report, recordings: 50, seconds: [15, 45], kills: 8 },
      folder: path.join(folder, `round-${totals.rounds}`),
      // The vendor's schedule repeats a callback after a minute: two of them, and time to start everything again.
      settleWithinMs: 180_000,
    });
    faults.push(...one.faults.map((fault) => `round ${totals.rounds}: ${fault}`));
    totals.recordings += one.recordings;
    totals.files += one.files;
    totals.sent += one.picturesSent;
    totals.kept += one.picturesKept;
    totals.worst = Math.max(totals.worst, one.worstLoss);
    totals.events += one.events;
    totals.kills += one.kills.engine + one.kills.server + one.kills.postgres;
    report(
      `round ${totals.rounds}: ${one.recordings} recordings, ${one.files} files decoded, ${one.picturesKept}/${one.picturesSent} pictures kept, ` +
        `${one.worstLoss} lost at most in one file, ${one.events} events, settled after ${one.settledAfterSeconds} s, ${one.faults.length} faults`,
    );
  } while (performance.now() < endsAt);
  report(
    `${totals.rounds} rounds, ${totals.kills} kills: ${totals.recordings} recordings, ${totals.files} files decoded, ` +
      `${totals.kept}/${totals.sent} pictures kept, ${totals.worst} lost at most in one file, ${totals.events} events`,
  );
  return faults;
}

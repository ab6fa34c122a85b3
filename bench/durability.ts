import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { createRecorders } from '../engine/record/recorders.ts';
import type { Bench } from './bench.ts';
import { makePackets, quietListener, quietLog, syntheticPlan } from './synthetic-session.ts';

const streams = 20;
const mediaSeconds = 120;
/** Media runs this much faster than it would: the disk is asked as by so many times the streams. */
const speed = 10;
const choices = [0, 10, 5, 1] as const;

interface Measured {
  readonly syncEverySegments: number;
  readonly cpuMsPerStreamSecond: number;
  /** How long the slowest turn of the loop that feeds all streams was late. */
  readonly longestTurnMs: number;
  readonly finishMs: number;
  readonly disksTooSlow: number;
}

/** What it costs that a power failure loses little: files synced to the disk after every n fragments. */
export const durability: Bench = {
  name: 'durability',
  question: `What do syncs cost where ${streams} streams (1 Mbps) at ${speed} times their speed are recorded into four formats?`,
  async run() {
    const measured: Measured[] = [];
    for (const syncEvery of choices) measured.push(await measure(syncEvery));
    return {
      summary: measured.map(
        (one) =>
          `every ${String(one.syncEverySegments).padStart(2)} fragments: ${one.cpuMsPerStreamSecond.toFixed(2)} ms of processor per stream and second, ` +
          `finished ${one.finishMs} ms after the end, ${one.disksTooSlow} times the disk did not keep up`,
      ),
      figures: { streams, speed, mediaSeconds, measured },
    };
  },
};

async function measure(syncEvery: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'roomtape-bench-'));
  let disksTooSlow = 0;
  try {
    const recorders = createRecorders({
      mediaFolder: join(folder, 'media'),
      journalFolder: join(folder, 'journal'),
      log: quietLog,
      syncEvery,
      listener: {
        ...quietListener,
        warned: (_plan, { phase }) => {
          if (phase === 'begin') disksTooSlow += 1;
        },
      },
    });
    const noise = randomBytes(1 << 20);
    const sessions = Array.from({ length: streams }, (_, n) =>
      recorders.record(syntheticPlan(`durability-${String(n)}`, null)),
    );
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    let longestTurnMs = 0;
    let second = 0;
    for (const packets of makePackets({ minutes: mediaSeconds / 60, bitrateKbps: 936, noise })) {
      for (const session of sessions) for (const packet of packets) session.packet(packet);
      second += 1;
      const due = startedAt + (second * 1000) / speed;
      await after(Math.max(0, due - performance.now()));
      longestTurnMs = Math.max(longestTurnMs, performance.now() - due);
    }
    const endedAt = performance.now();
    await recorders.close();
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      syncEverySegments: syncEvery,
      cpuMsPerStreamSecond: (user + system) / 1000 / (streams * mediaSeconds),
      longestTurnMs: Math.round(longestTurnMs),
      finishMs: Math.round(performance.now() - endedAt),
      disksTooSlow,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startEmbedded } from '../../cli/database/embedded.ts';
import type { HarnessRun } from './harness-run.ts';
import { compareDumps } from './replay/canonical-dump.ts';
import { planClean, planReplay } from './replay/plan-replay.ts';
import { recordDay } from './replay/record-day.ts';
import { runReplay } from './replay/run-replay.ts';
import type { Random } from './seeded-random.ts';

export interface ReplayOptions {
  readonly clusterUrl: string;
  readonly folder: string;
  readonly random: Random;
  /** Users of the day beside those of its story. */
  readonly others: number;
  /** Replays are begun until one of the two is reached, and at least one is. */
  readonly replays: number;
  readonly untilMs: number;
  /** Kills while callbacks are delivered; three more fall while the server reconciles. */
  readonly kills: number;
  readonly settleWithinMs: number;
  readonly report: (sentence: string) => void;
}

export interface ReplayReport {
  readonly callbacks: number;
  readonly replays: number;
  readonly dropped: number;
  readonly doubled: number;
  readonly delayed: number;
  readonly kills: number;
  readonly repairs: number;
  readonly tables: number;
  readonly rows: number;
  readonly faults: readonly string[];
}

/**
 * Records a day, has a server take its callbacks in as they came, and other servers with callbacks dropped, doubled, delayed past
 * their retries and shuffled while they are killed: in the end each must know the same.
 */
export async function replayDay(options: ReplayOptions): Promise<ReplayReport> {
  const { clusterUrl, folder, random, others, report, settleWithinMs } = options;
  const dayFolder = path.join(folder, 'day');
  mkdirSync(dayFolder, { recursive: true });
  const day = await recordDay({ clusterUrl, folder: dayFolder, others, random });
  report(`recorded a day of ${day.callbacks.length} callbacks`);
  const faults: string[] = [];
  const totals = { replays: 0, dropped: 0, doubled: 0, delayed: 0, kills: 0, repairs: 0 };
  try {
    const clean = await runReplay({
      ...{ day, name: 'clean', plan: planClean(day.callbacks), random: null, settleWithinMs },
    });
    faults.push(...clean.stuck.map((what) => `clean: ${what}`));
    for (const [source, count] of Object.entries(clean.repairs))
      faults.push(`clean: ${count} repairs by ${source} though nothing was missing`);
    const rows = Object.values(clean.dump).reduce((sum, table) => sum + table.length, 0);
    const tables = Object.keys(clean.dump).length;
    report(`clean: ${tables} tables, ${rows} rows`);
    do {
      totals.replays += 1;
      const plan = planReplay(day.callbacks, random, options.kills);
      const name = `replay-${totals.replays}`;
      const run = await runReplay({ day, name, plan, random, settleWithinMs });
      const differences = compareDumps(clean.dump, run.dump);
      const repairs = Object.values(run.repairs).reduce((sum, count) => sum + count, 0);
      const { dropped, doubled, delayed } = plan.counts;
      report(
        `replay ${totals.replays}: ${dropped} dropped, ${doubled} doubled, ${delayed} delayed, ${run.kills} kills; ` +
          `${repairs} repaired (${Object.entries(run.repairs)
            .map(([source, count]) => `${source} ${count}`)
            .join(', ')}); ${differences.length} differences`,
      );
      faults.push(...[...run.stuck, ...differences].map((what) => `replay ${totals.replays}: ${what}`));
      totals.dropped += dropped;
      totals.doubled += doubled;
      totals.delayed += delayed;
      totals.kills += run.kills;
      totals.repairs += repairs;
    } while (totals.replays < options.replays && performance.now() < options.untilMs);
    return { callbacks: day.callbacks.length, ...totals, tables, rows, faults };
  } finally {
    await day.close();
  }
}

const replaysOfADay = 8;

/** Days of their own, each with many users and replayed again and again. */
export async function replayForMinutes({ folder, minutes, random, report }: HarnessRun): Promise<string[]> {
  const untilMs = performance.now() + minutes * 60_000;
  const cluster = await startEmbedded(folder, randomBytes(12).toString('hex'));
  const faults: string[] = [];
  const totals = {
    days: 0,
    replays: 0,
    callbacks: 0,
    dropped: 0,
    doubled: 0,
    delayed: 0,
    kills: 0,
    repairs: 0,
    rows: 0,
  };
  try {
    do {
      totals.days += 1;
      const one = await replayDay({
        ...{
          clusterUrl: cluster.adminUrl,
          folder: path.join(folder, `day-${totals.days}`),
          random,
          report,
          untilMs,
        },
        ...{ others: random.whole(4, 10), replays: replaysOfADay, kills: 5, settleWithinMs: 120_000 },
      });
      faults.push(...one.faults.map((fault) => `day ${totals.days}: ${fault}`));
      for (const name of [
        'replays',
        'callbacks',
        'dropped',
        'doubled',
        'delayed',
        'kills',
        'repairs',
        'rows',
      ] as const)
        totals[name] += one[name];
    } while (performance.now() < untilMs);
  } finally {
    await cluster.stop();
  }
  report(
    `${totals.days} days of ${totals.callbacks} callbacks and ${totals.rows} rows, ${totals.replays} replays: ${totals.dropped} dropped, ` +
      `${totals.doubled} doubled, ${totals.delayed} delayed, ${totals.kills} kills, ${totals.repairs} repaired`,
  );
  return faults;
}

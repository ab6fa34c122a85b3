import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../seeded-random.ts';
import { dumpTables, type CanonicalDump } from './canonical-dump.ts';
import type { ReplayPlan } from './plan-replay.ts';
import type { RecordedDay } from './record-day.ts';
import { openReplayStage, type ReplayStage } from './replay-stage.ts';

export interface ReplayRun {
  readonly dump: CanonicalDump;
  readonly kills: number;
  /** How many callbacks the reconciler made up for, by the list that told them. */
  readonly repairs: Readonly<Record<string, number>>;
  readonly stuck: readonly string[];
}

export interface RunOptions {
  readonly day: RecordedDay;
  readonly name: string;
  readonly plan: ReplayPlan;
  /** Chooses when the server is killed while it reconciles, too; null leaves it alive. */
  readonly random: Random | null;
  readonly settleWithinMs: number;
}

/** What the run is through with, each with all that was before it. */
type Phase = 'day' | 'retries' | 'deletion' | 'two days later';

const minuteMs = 60_000;
/** Past the ten minutes of a signature, the vendor's twelve repetitions and the five minutes of every list. */
const pastRetriesMs = 20 * minuteMs;
const deletionMs = 40 * minuteMs;
const dayAfterNextMs = 48 * 60 * minuteMs;
const longestReconcileMs = 1500;
const stillMs = 700;

/**
 * Takes a day's callbacks in by a plan, lets the reconciler make up for the rest, has two files deleted behind the server's
 * back, lets two days pass, and answers all that the server then knows.
 */
export async function runReplay({ day, name, plan, random, settleWithinMs }: RunOptions): Promise<ReplayRun> {
  const stage = await openReplayStage(day, name);
  const after = (ms: number): Date => new Date(day.endedAt.getTime() + ms);
  const stuck: string[] = [];
  const killSometime = async (): Promise<void> => {
    if (random === null) return;
    await delay(random.whole(0, longestReconcileMs));
    await stage.kill();
  };
  const settle = async (at: Date, phase: Phase): Promise<void> => {
    stuck.push(...(await settleStage(stage, at, phase, settleWithinMs)).map((what) => `${phase}: ${what}`));
  };
  try {
    await stage.enter(after(0));
    for (const delivery of plan.early) await stage.deliver(delivery);
    // With nothing on its way, that the process ends here is no fault that it has to heal.
    if (random === null) await settle(after(0), 'day');
    await stage.enter(after(pastRetriesMs));
    for (const delivery of plan.late) await stage.deliver(delivery);
    await killSometime();
    await settle(after(pastRetriesMs), 'retries');
    await stage.enter(after(deletionMs));
    await deleteTwo(stage);
    await killSometime();
    await settle(after(deletionMs), 'deletion');
    await stage.enter(after(dayAfterNextMs));
    await killSometime();
    await settle(after(dayAfterNextMs), 'two days later');
    if (stuck.length > 0) stuck.push(stage.lastWords());
    const repairs = await stage.sql<{ source: string; n: number }[]>`
      select data->>'source' as source, count(*)::int as n from server.events
      where type = 'reconciliation.repaired' group by 1 order by 1`;
    return {
      dump: await dumpTables(stage.sql),
      kills: stage.kills,
      repairs: Object.fromEntries(repairs.map(({ source, n }) => [source, n])),
      stuck,
    };
  } finally {
    await stage.close();
  }
}

/** By somebody else who has the account's key: the same two of the library in every run. */
async function deleteTwo({ clients, sql }: ReplayStage): Promise<void> {
  const files = await sql<{ file_id: string }[]>`
    select file_id from engine.media_files where deleted_at is null and format = 'mp4' order by file_id limit 2`;
  for (const { file_id: FileId } of files) await clients.vod.DeleteMedia({ FileId });
}

/** Waits until the server has looked everywhere and nothing moves any more; answers what is not at its end by then. */
async function settleStage(
  stage: ReplayStage,
  at: Date,
  phase: Phase,
  withinMs: number,
): Promise<readonly string[]> {
  const deadline = performance.now() + withinMs;
  let former = '';
  for (;;) {
    const open = await findOpen(stage, at, phase);
    const now = open.length === 0 ? JSON.stringify(await dumpTables(stage.sql)) : '';
    if (now !== '' && now === former) return [];
    if (performance.now() > deadline) return open.length > 0 ? open : ['it never comes to rest'];
    former = now;
    await delay(stillMs);
  }
}

/** What has not come to its end that should have by a time of the run. */
async function findOpen({ sql }: ReplayStage, at: Date, phase: Phase): Promise<readonly string[]> {
  const open: string[] = [];
  const tell = (rows: readonly { readonly what: string }[]): void => {
    open.push(...rows.map(({ what }) => what));
  };
  tell(await sql`select 'not applied: ' || dedupe_key as what from server.inbox where applied_at is null`);
  tell(await sql`select 'live: room ' || room_name as what from server.rooms where state <> 'ENDED'`);
  tell(await sql`select 'live: stream ' || stream_id as what from server.streams where state <> 'ENDED'`);
  tell(
    await sql`
    select state || ': recording of ' || stream_id as what from server.recordings
    where waits <> '[]' or state in ('RECORDING', 'PAUSED', 'WAITING', 'PROCESSING')`,
  );
  if (phase === 'day') return open;
  const looks = await sql<{ source: string; looked_until: Date }[]>`
    select source, looked_until from server.reconciliations`;
  for (const [source, delayMs] of Object.entries(lookedUntilBefore)) {
    const look = looks.find((each) => each.source === source);
    if (look === undefined || look.looked_until.getTime() < at.getTime() - delayMs)
      open.push(`not asked yet: ${source}`);
  }
  // What is deleted later must have been looked at before, or nobody ever knows how it was.
  tell(
    await sql`
    select 'not described: ' || format || ' ' || file_id as what from server.recording_files
    where described_at is null`,
  );
  if (phase === 'retries') return open;
  tell(
    await sql`
    select 'not looked for: ' || format || ' ' || file_id as what from server.recording_files
    where state = 'READY' and swept_at < ${new Date(at.getTime() - sweptWithinMs)}`,
  );
  tell(
    await sql`
    select 'in the library still: ' || files.file_id as what
    from server.recording_files as files join engine.media_files as media on media.file_id = files.file_id
    where files.state = 'READY' and media.deleted_at is not null`,
  );
  if (phase === 'deletion') return open;
  tell(await sql`select 'to be metered: ' || from_ms as what from server.usage_marks`);
  tell(
    await sql`
    select 'metered until ' || measured_until as what from server.usage_ledgers where measured_until < ${at}`,
  );
  return open;
}

const sweptWithinMs = 15 * minuteMs;
/** How long before the time of asking each source is looked at until. */
const lookedUntilBefore = { media: 5 * minuteMs, pushes: 0, callbacks: 0, rooms: 0 } as const;

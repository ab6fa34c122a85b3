import type postgres from 'postgres';
import { kindOfApplication } from '../../../domain/application/kind.ts';
import { layOutCounts, type CountOfMinute } from '../../../domain/billing/counted-time.ts';
import type {
  ChannelUsage,
  FileUsage,
  MixInput,
  MixUsage,
  PlaybackBytes,
  TaskUsage,
} from '../../../domain/billing/usage.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { UsageStore } from '../../ports/usage.ts';

/** The account's own total stands under this file id. */
export const wholeAccount = '';

type Condition = postgres.PendingQuery<postgres.Row[]>;

/** `which` is a condition on `recordings`. */
export async function readChannels(sql: postgres.Sql, which: Condition): Promise<readonly ChannelUsage[]> {
  const rows = await sql<
    {
      recording_id: string;
      task_id: string | null;
      format: RecordingFormat;
      start_ms: string;
      end_ms: string | null;
      width: number | null;
      height: number | null;
    }[]
  >`
    select recordings.id as recording_id, recordings.task_id, channel.format, channel."startMs" as start_ms,
      channel."endMs" as end_ms, picture.width, picture.height
    from recordings
    cross join lateral picture_of(recordings) as picture
    cross join lateral jsonb_to_recordset(channels) as channel (format text, "startMs" bigint, "endMs" bigint)
    where ${which}
    order by channel."startMs", recordings.id, channel.format`;
  return rows.map((row) => ({
    recordingId: row.recording_id,
    taskId: row.task_id,
    format: row.format,
    startMs: Number(row.start_ms),
    endMs: row.end_ms === null ? null : Number(row.end_ms),
    width: row.width,
    height: row.height,
  }));
}

/** `which` is a condition on `recording_tasks`. */
export async function readTasks(sql: postgres.Sql, which: Condition): Promise<readonly TaskUsage[]> {
  const rows = await sql<{ task_id: string; requested_at: Date; stopped_at: Date | null }[]>`
    select task_id, requested_at, stopped_at from recording_tasks
    where task_id is not null and state <> 'REFUSED' and ${which}
    order by requested_at, task_id`;
  return rows.map((row) => ({
    taskId: row.task_id,
    startMs: row.requested_at.getTime(),
    endMs: row.stopped_at?.getTime() ?? null,
  }));
}

interface MixRow {
  readonly id: string;
  readonly recording_id: string | null;
  readonly began: Date;
  readonly over: Date | null;
  readonly width: number;
  readonly height: number;
  readonly inputs: MixInput[];
  /** Null where the provider does not count. */
  readonly counts: CountOfMinute[] | null;
}

/**
 * `which` is a condition on `mixes`, `recordings` and the mix's `began` and `over`. They are its stream's, except where its
 * provider counts it, which is known of one into a user's own stream too.
 */
export function mixesOf(sql: postgres.Sql, which: Condition) {
  return sql<MixRow[]>`
    select mixes.id, recordings.id as recording_id, began, over, mixes.width, mixes.height, (
        select coalesce(jsonb_agg(jsonb_build_object('width', input.width, 'height', input.height,
          'startMs', epoch_ms(input.started_at), 'endMs', epoch_ms(input.ended_at))), '[]')
        from streams as input
        where mixes.began_at is null and input.room_id = mixes.room_id and input.stream_type <> 'mix'
          and input.width is not null and input.height is not null
          and input.started_at < coalesce(over, 'infinity') and coalesce(input.ended_at, 'infinity') > began
      ) as inputs, case when mixes.began_at is not null then (
        select coalesce(jsonb_agg(jsonb_build_object('slotMs', epoch_ms(slot_start), 'inputs', inputs,
          'inputArea', input_pixels, 'ms', ms) order by slot_start, inputs, input_pixels), '[]')
        from mix_usage where mix_id = mixes.id
      ) end as counts
    from mixes
    left join lateral (
      select id, started_at, ended_at from streams
      where streams.sdk_app_id = mixes.sdk_app_id and streams.stream_id = mixes.stream_id
        and streams.room_id = mixes.room_id and not mixes.into_own_stream
      order by started_at limit case when mixes.began_at is not null then 1 end
    ) as own on true
    cross join lateral (
      select coalesce(mixes.began_at, own.started_at) as began,
        case when mixes.began_at is null then own.ended_at else mixes.over_at end as over
    ) as span
    left join recordings on recordings.id = own.id
    where began is not null and ${which}
    order by began, mixes.id`;
}

export function readMix(row: MixRow): MixUsage {
  return {
    mixId: row.id,
    recordingId: row.recording_id,
    startMs: row.began.getTime(),
    endMs: row.over?.getTime() ?? null,
    width: row.width,
    height: row.height,
    inputs: row.inputs,
    counted: row.counts === null ? null : layOutCounts(row.began.getTime(), row.counts),
  };
}

async function readMixes(sql: postgres.Sql, which: Condition): Promise<readonly MixUsage[]> {
  return (await mixesOf(sql, which)).map(readMix);
}

/** `which` is a condition on `files` and `recordings`. */
async function readFiles(sql: postgres.Sql, which: Condition): Promise<readonly FileUsage[]> {
  const rows = await sql<
    {
      file_id: string;
      recording_id: string;
      format: RecordingFormat;
      bytes: string;
      created_at: Date;
      deleted_at: Date | null;
    }[]
  >`
    select file_id, recording_id, files.format, files.bytes, created_at, deleted_at
    from recording_files as files join recordings on recordings.id = files.recording_id
    where files.bytes is not null and ${which}
    order by created_at, file_id`;
  return rows.map((row) => ({
    fileId: row.file_id,
    recordingId: row.recording_id,
    format: row.format,
    bytes: Number(row.bytes),
    fromMs: row.created_at.getTime(),
    untilMs: row.deleted_at?.getTime() ?? null,
  }));
}

/** `which` is a condition on `usage`, `files` and `recordings`. */
async function readPlayback(sql: postgres.Sql, which: Condition): Promise<readonly PlaybackBytes[]> {
  const rows = await sql<{ file_id: string; recording_id: string | null; slot_start: Date; bytes: string }[]>`
    select usage.file_id, files.recording_id, slot_start, usage.bytes
    from playback_usage as usage
    left join recording_files as files on files.file_id = usage.file_id
    left join recordings on recordings.id = files.recording_id
    where usage.file_id <> ${wholeAccount} and ${which}
    order by slot_start, usage.file_id`;
  return rows.map((row) => ({
    fileId: row.file_id,
    recordingId: row.recording_id,
    slotStartMs: row.slot_start.getTime(),
    bytes: Number(row.bytes),
  }));
}

/** Bytes of live streams, of all of an application's together. */
export async function readRelayed(
  sql: postgres.Sql,
  sdkAppId: number,
  fromMs: number,
  untilMs: number,
): Promise<readonly PlaybackBytes[]> {
  const rows = await sql<{ slot_start: Date; bytes: string }[]>`
    select slot_start, sum(bytes)::text as bytes from relay_usage
    where sdk_app_id = ${sdkAppId} and slot_start >= ${new Date(fromMs)} and slot_start < ${new Date(untilMs)}
    group by slot_start order by slot_start`;
  return rows.map(({ slot_start, bytes }) => ({
    ...{ fileId: null, recordingId: null, isLive: true },
    ...{ slotStartMs: slot_start.getTime(), bytes: Number(bytes) },
  }));
}

export function openUsageStore(sql: postgres.Sql): UsageStore {
  return {
    recordingChannels(sdkAppId, fromMs, untilMs) {
      const touched = sql`sdk_app_id = ${sdkAppId} and used && int8range(${fromMs}, ${untilMs})`;
      return kindOfApplication(sdkAppId) === 'legacy'
        ? readChannels(sql, sql`recordings.id in (select id from recordings where ${touched})`)
        : readChannels(
            sql,
            sql`recordings.id in (
              select id from recordings where ${touched}
              union
              select id from recordings where sdk_app_id = ${sdkAppId}
                and task_id in (select task_id from recordings where ${touched}))`,
          );
    },
    tasks: (sdkAppId, fromMs, untilMs) =>
      readTasks(
        sql,
        sql`sdk_app_id = ${sdkAppId} and requested_at < ${new Date(untilMs)}
          and coalesce(stopped_at, 'infinity') > ${new Date(fromMs)}`,
      ),
    mixes: (sdkAppId, fromMs, untilMs) =>
      readMixes(
        sql,
        sql`mixes.sdk_app_id = ${sdkAppId} and began < ${new Date(untilMs)}
          and coalesce(over, 'infinity') > ${new Date(fromMs)}`,
      ),
    storedFiles: (sdkAppId, fromMs, untilMs) =>
      readFiles(
        sql,
        sql`recordings.sdk_app_id = ${sdkAppId}
          and kept_span(created_at, deleted_at) && int8range(${fromMs}, ${untilMs})`,
      ),
    async playback(sdkAppId, fromMs, untilMs) {
      const [files, live] = await Promise.all([
        readPlayback(
          sql,
          sql`recordings.sdk_app_id = ${sdkAppId} and slot_start >= ${new Date(fromMs)}
            and slot_start < ${new Date(untilMs)}`,
        ),
        readRelayed(sql, sdkAppId, fromMs, untilMs),
      ]);
      return [...files, ...live];
    },
    async recordingsOfRoom(roomId) {
      const rows = await sql<
        { id: string }[]
      >`select id from recordings where room_id = ${roomId} order by id`;
      return rows.map(({ id }) => id);
    },
    async ofRecordings(recordingIds) {
      const ids = recordingIds as string[];
      const own = sql`recordings.id = any(${ids}::uuid[])`;
      const tasksOf = sql`(sdk_app_id, task_id) in (
        select sdk_app_id, task_id from recordings where id = any(${ids}::uuid[]) and task_id is not null)`;
      const [channels, tasks, mixes, files, playback] = await Promise.all([
        readChannels(
          sql,
          sql`recordings.id in (select id from recordings where ${own} union select id from recordings where ${tasksOf})`,
        ),
        readTasks(sql, tasksOf),
        readMixes(sql, own),
        readFiles(sql, own),
        readPlayback(sql, own),
      ]);
      return { channels, tasks, mixes, files, playback };
    },
  };
}

import type postgres from 'postgres';
import type { MixInput } from '../../../domain/billing/usage.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { PlaybackUsageStore } from '../../ports/playback-usage.ts';
import type { UsageStore } from '../../ports/usage.ts';
import type { NewEvent } from './append-event.ts';
import { appendEvents } from './append-event.ts';

/** The account's own total stands under this file id. */
const wholeAccount = '';

export function openUsageStore(sql: postgres.Sql): UsageStore {
  return {
    async recordingChannels(sdkAppId, fromMs, untilMs) {
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
        with channels as (
          select recordings.id, recordings.task_id, has_stream, duplicate_of, channel.format,
            channel."startMs" as start_ms, channel."endMs" as end_ms
          from recordings
          cross join lateral jsonb_to_recordset(channels) as channel (format text, "startMs" bigint, "endMs" bigint)
          where recordings.sdk_app_id = ${sdkAppId}
        ), touched as (
          select * from channels where start_ms < ${untilMs} and coalesce(end_ms, ${untilMs}) > ${fromMs}
        )
        select used.id as recording_id, used.task_id, used.format, start_ms, end_ms, streams.width, streams.height
        from (
          select * from touched
          union
          select * from channels where task_id in (select task_id from touched)
        ) as used
        left join streams on streams.id = case when has_stream then used.id else duplicate_of end
        order by start_ms, used.id, used.format`;
      return rows.map((row) => ({
        recordingId: row.recording_id,
        taskId: row.task_id,
        format: row.format,
        startMs: Number(row.start_ms),
        endMs: row.end_ms === null ? null : Number(row.end_ms),
        width: row.width,
        height: row.height,
      }));
    },

    async tasks(sdkAppId, fromMs, untilMs) {
      const rows = await sql<{ task_id: string; requested_at: Date; stopped_at: Date | null }[]>`
        select task_id, requested_at, stopped_at from recording_tasks
        where sdk_app_id = ${sdkAppId} and task_id is not null and state <> 'REFUSED'
          and requested_at < ${new Date(untilMs)}
          and coalesce(stopped_at, ${new Date(untilMs)}) > ${new Date(fromMs)}
        order by requested_at, task_id`;
      return rows.map((row) => ({
        taskId: row.task_id,
        startMs: row.requested_at.getTime(),
        endMs: row.stopped_at?.getTime() ?? null,
      }));
    },

    async mixes(sdkAppId, fromMs, untilMs) {
      const rows = await sql<
        {
          id: string;
          recording_id: string | null;
          started_at: Date;
          ended_at: Date | null;
          width: number;
          height: number;
          inputs: MixInput[];
        }[]
      >`
        select mixes.id, recordings.id as recording_id, streams.started_at, streams.ended_at,
          mixes.width, mixes.height, (
            select coalesce(jsonb_agg(jsonb_build_object(
              'width', input.width, 'height', input.height,
              'startMs', floor(extract(epoch from input.started_at) * 1000)::bigint,
              'endMs', floor(extract(epoch from input.ended_at) * 1000)::bigint)), '[]')
            from streams as input
            where input.room_id = mixes.room_id and input.stream_type <> 'mix' and input.width is not null
              and input.height is not null and input.started_at < coalesce(streams.ended_at, 'infinity')
              and coalesce(input.ended_at, 'infinity') > streams.started_at
          ) as inputs
        from mixes
        join streams on streams.sdk_app_id = mixes.sdk_app_id and streams.stream_id = mixes.stream_id
          and streams.room_id = mixes.room_id
        left join recordings on recordings.id = streams.id
        where mixes.sdk_app_id = ${sdkAppId}
          and streams.started_at < ${new Date(untilMs)}
          and coalesce(streams.ended_at, ${new Date(untilMs)}) > ${new Date(fromMs)}
        order by streams.started_at, mixes.id`;
      return rows.map((row) => ({
        mixId: row.id,
        recordingId: row.recording_id,
        startMs: row.started_at.getTime(),
        endMs: row.ended_at?.getTime() ?? null,
        width: row.width,
        height: row.height,
        inputs: row.inputs,
      }));
    },

    async storedFiles(sdkAppId, fromMs, untilMs) {
      const rows = await sql<
        { file_id: string; recording_id: string; bytes: string; created_at: Date; deleted_at: Date | null }[]
      >`
        select file_id, recording_id, files.bytes, created_at, deleted_at
        from recording_files as files join recordings on recordings.id = files.recording_id
        where recordings.sdk_app_id = ${sdkAppId}
          and files.bytes is not null and created_at < ${new Date(untilMs)}
          and coalesce(deleted_at, ${new Date(untilMs)}) > ${new Date(fromMs)}
        order by created_at, file_id`;
      return rows.map((row) => ({
        fileId: row.file_id,
        recordingId: row.recording_id,
        bytes: Number(row.bytes),
        fromMs: row.created_at.getTime(),
        untilMs: row.deleted_at?.getTime() ?? null,
      }));
    },

    async playback(sdkAppId, fromMs, untilMs) {
      const rows = await sql<
        { file_id: string; recording_id: string | null; slot_start: Date; bytes: string }[]
      >`
        select usage.file_id, files.recording_id, slot_start, usage.bytes
        from playback_usage as usage
        left join recording_files as files on files.file_id = usage.file_id
        left join recordings on recordings.id = files.recording_id
        where usage.file_id <> ${wholeAccount}
          and recordings.sdk_app_id = ${sdkAppId}
          and slot_start >= ${new Date(fromMs)} and slot_start < ${new Date(untilMs)}
        order by slot_start, usage.file_id`;
      return rows.map((row) => ({
        fileId: row.file_id,
        recordingId: row.recording_id,
        slotStartMs: row.slot_start.getTime(),
        bytes: Number(row.bytes),
      }));
    },
  };
}

interface ChangedUsage {
  readonly file_id: string;
  readonly slot_start: Date;
  readonly slot_seconds: number;
  readonly bytes: string;
  readonly plays: string;
}

/** Tells how often and how much each file was played; the account's total belongs to no recording. */
async function tellUsage(sql: postgres.TransactionSql, changed: readonly ChangedUsage[]): Promise<void> {
  const ids = changed.map(({ file_id }) => file_id).filter((id) => id !== wholeAccount);
  if (ids.length === 0) return;
  const owners = await sql<
    { file_id: string; id: string; sdk_app_id: string; room_id: string | null; user_id: string | null }[]
  >`
    select file_id, recordings.id, sdk_app_id, room_id, user_id
    from recording_files as files join recordings on recordings.id = files.recording_id
    where file_id = any(${ids})`;
  const byFile = new Map(owners.map((owner) => [owner.file_id, owner]));
  await appendEvents(
    sql,
    changed.flatMap((usage): NewEvent[] => {
      const owner = byFile.get(usage.file_id);
      if (owner === undefined) return [];
      return [
        {
          type: 'usage.playback',
          occurredAt: new Date(),
          sdkAppId: Number(owner.sdk_app_id),
          roomId: owner.room_id,
          recordingId: owner.id,
          userId: owner.user_id,
          data: {
            fileId: usage.file_id,
            slotStart: usage.slot_start.toISOString(),
            slotSeconds: usage.slot_seconds,
            bytes: Number(usage.bytes),
            plays: Number(usage.plays),
          },
        },
      ];
    }),
  );
}

export function openPlaybackUsageStore(sql: postgres.Sql): PlaybackUsageStore {
  return {
    async playableFiles(since, limit) {
      const rows = await sql<{ file_id: string }[]>`
        select file_id from recording_files
        where state <> 'PENDING' and (deleted_at is null or deleted_at >= ${since})
        order by created_at desc limit ${limit}`;
      return rows.map(({ file_id }) => file_id);
    },
    async keep(usage) {
      if (usage.length === 0) return false;
      const rows = usage.map((item) => ({
        file_id: item.fileId ?? wholeAccount,
        slot_start: item.slotStart,
        slot_seconds: item.slotSeconds,
        bytes: item.bytes,
        plays: item.plays,
      }));
      return sql.begin(async (transaction) => {
        const changed = await transaction<ChangedUsage[]>`
          insert into playback_usage ${transaction(rows)}
          on conflict (file_id, slot_start) do update set bytes = excluded.bytes, plays = excluded.plays,
            slot_seconds = excluded.slot_seconds, updated_at = now()
          where playback_usage.bytes <> excluded.bytes or playback_usage.plays <> excluded.plays
          returning file_id, slot_start, slot_seconds, bytes, plays`;
        await tellUsage(transaction, changed);
        return changed.length > 0;
      });
    },
  };
}

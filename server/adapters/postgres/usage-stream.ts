import type postgres from 'postgres';
import type { UsageStream } from '../../ports/usage-stream.ts';
import { copyNumbers } from './copy-numbers.ts';
import { readRelayed, mixesOf, readChannels, readMix, readTasks, wholeAccount } from './usage-store.ts';

/** Tasks that are read together with all that they recorded, and mixes with all that went into them. */
const partLength = 1000;

/** Numbers alone go into the text of a COPY. */
const whole = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${String(value)} is no whole number`);
  return String(value);
};
const instant = (ms: number): string => `to_timestamp(${whole(ms)} / 1000.0)`;

/** What stands for the end of a channel that runs. */
const stillRunning = -1;

/** COPY sends a `timestamptz` as microseconds since 2000; asking PostgreSQL for milliseconds takes it ten times as long. */
const copyZeroMs = Date.UTC(2000, 0, 1);
const msOfInstants = (instants: Float64Array): Float64Array =>
  instants.map((micros) => copyZeroMs + Math.floor(micros / 1000));

export function openUsageStream(sql: postgres.Sql): UsageStream {
  return {
    async *channels(sdkAppId, { fromMs, untilMs }) {
      const query = `
        select channel_numbers, width::bigint, height::bigint
        from recordings
        left join streams on streams.id = case when has_stream then recordings.id else duplicate_of end
        where recordings.sdk_app_id = ${whole(sdkAppId)}
          and used && int8range(${whole(fromMs)}, ${whole(untilMs)})`;
      for await (const [startMs, endMs, isSound, width, height] of copyNumbers(sql, query, 5, 3)) {
        for (let row = 0; row < startMs!.length; row++) {
          if (endMs![row] === stillRunning) endMs![row] = NaN;
          if (isSound![row] === 1) width![row] = NaN;
        }
        yield { startMs: startMs!, endMs: endMs!, width: width!, height: height! };
      }
    },
    async *tasks(sdkAppId, { fromMs, untilMs }) {
      const rows = await sql<{ task_id: string }[]>`
        select task_id from recordings where sdk_app_id = ${sdkAppId} and task_id is not null
          and used && int8range(${fromMs}, ${untilMs})
        union
        select task_id from recording_tasks where sdk_app_id = ${sdkAppId} and task_id is not null
          and requested_at < ${new Date(untilMs)} and coalesce(stopped_at, 'infinity') > ${new Date(fromMs)}`;
      for (let from = 0; from < rows.length; from += partLength) {
        const ids = rows.slice(from, from + partLength).map(({ task_id }) => task_id);
        const which = sql`sdk_app_id = ${sdkAppId} and task_id = any(${ids})`;
        const own = sql`recordings.id in (select id from recordings where ${which})`;
        const [channels, tasks] = await Promise.all([readChannels(sql, own), readTasks(sql, which)]);
        yield { channels, tasks };
      }
    },
    async *mixes(sdkAppId, { fromMs, untilMs }) {
      const rows = mixesOf(
        sql,
        sql`mixes.sdk_app_id = ${sdkAppId} and began < ${new Date(untilMs)}
          and coalesce(over, 'infinity') > ${new Date(fromMs)}`,
      );
      for await (const part of rows.cursor(partLength)) yield part.map(readMix);
    },
    async *changedFiles(sdkAppId, { fromMs, untilMs }) {
      const [from, until] = [instant(fromMs), instant(untilMs)];
      // What goes in the very instant of an end is not kept after it.
      const [goneFrom, goneUntil] = [instant(fromMs + 1), instant(untilMs + 1)];
      const query = `
        select files.bytes, created_at, deleted_at
        from recording_files as files join recordings on recordings.id = files.recording_id
        where recordings.sdk_app_id = ${whole(sdkAppId)} and files.bytes is not null
          and (created_at >= ${from} and created_at < ${until} 
            or deleted_at >= ${goneFrom} and deleted_at < ${goneUntil})`;
      for await (const [bytes, put, gone] of copyNumbers(sql, query, 3))
        yield { bytes: bytes!, fromMs: msOfInstants(put!), untilMs: msOfInstants(gone!) };
    },
    async keptBytes(sdkAppId, atMs) {
      const [at, next] = [new Date(atMs), new Date(atMs + 1)];
      const [row] = await sql<{ bytes: string | null }[]>`
        select sum(files.bytes)::text as bytes
        from recording_files as files join recordings on recordings.id = files.recording_id
        where recordings.sdk_app_id = ${sdkAppId} and created_at < ${at}
          and (deleted_at is null or deleted_at >= ${next})`;
      return BigInt(row?.bytes ?? 0);
    },
    async playback(sdkAppId, { fromMs, untilMs }) {
      const rows = await sql<{ slot_start: Date; bytes: string }[]>`
        select slot_start, sum(usage.bytes)::text as bytes
        from playback_usage as usage
        join recording_files as files on files.file_id = usage.file_id
        join recordings on recordings.id = files.recording_id
        where usage.file_id <> ${wholeAccount} and recordings.sdk_app_id = ${sdkAppId}
          and slot_start >= ${new Date(fromMs)} and slot_start < ${new Date(untilMs)}
        group by slot_start`;
      const files = rows.map(({ slot_start, bytes }) => ({
        ...{ fileId: null, recordingId: null, slotStartMs: slot_start.getTime(), bytes: Number(bytes) },
      }));
      return [...files, ...(await readRelayed(sql, sdkAppId, fromMs, untilMs))];
    },
  };
}

import type postgres from 'postgres';
import type { UsageStream } from '../../ports/usage-stream.ts';
import { copyBlocks } from './copy-blocks.ts';
import { readRelayed, mixesOf, readChannels, readMix, readTasks, wholeAccount } from './usage-store.ts';

/** Tasks that are read together with all that they recorded, and mixes with all that went into them. */
const partLength = 1000;

/** Numbers alone go into the text of a COPY. */
const whole = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${String(value)} is no whole number`);
  return String(value);
};
/** What stands for the end of a channel that runs, and for the sides of a picture that there is not. */
const none = -1;
function orNaN(numbers: Float64Array): Float64Array {
  for (let row = 0; row < numbers.length; row++) if (numbers[row] === none) numbers[row] = NaN;
  return numbers;
}

/** Rows go out in blocks of what began, or was put in, or went, within an hour: as many as an index finds in one go. */
const hourMs = 3_600_000;
const hours = (fromMs: number, untilMs: number): string =>
  `generate_series(${whole(fromMs)}::bigint, ${whole(untilMs - 1)}::bigint, ${whole(hourMs)}::bigint) as hour`;
const hourEnd = (untilMs: number): string => `least(hour + ${whole(hourMs)}, ${whole(untilMs)})`;

/** `timestamptz_send` gives microseconds since 2000; asking PostgreSQL for milliseconds takes it ten times as long. */
const copyZeroMs = Date.UTC(2000, 0, 1);
/** What stands for the time when a file goes that is kept: PostgreSQL's own infinity. */
const never = 2 ** 63;
function msOfInstants(micros: Float64Array): Float64Array {
  for (let row = 0; row < micros.length; row++)
    micros[row] = micros[row] === never ? NaN : copyZeroMs + Math.floor(micros[row]! / 1000);
  return micros;
}

export function openUsageStream(sql: postgres.Sql): UsageStream {
  return {
    async *channels(sdkAppId, { fromMs, untilMs }) {
      const query = `
        select packed from ${hours(fromMs, untilMs)} cross join lateral (
          select string_agg(numbers, '') as packed from channel_usage
          where sdk_app_id = ${whole(sdkAppId)} and from_ms >= hour and from_ms < ${hourEnd(untilMs)}) as begun
        where packed is not null
        union all
        select numbers from recordings join channel_usage on recording_id = recordings.id
        where recordings.sdk_app_id = ${whole(sdkAppId)} and used @> ${whole(fromMs)}::bigint and from_ms < ${whole(fromMs)}`;
      for await (const [startMs, endMs, width, height] of copyBlocks(sql, query, 4))
        yield { startMs: startMs!, endMs: orNaN(endMs!), width: orNaN(width!), height: height! };
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
      const packed = `string_agg(
        int8send(bytes) || timestamptz_send(created_at) || timestamptz_send(coalesce(deleted_at, 'infinity')), '') as packed`;
      const own = `recording_files where sdk_app_id = ${whole(sdkAppId)} and bytes is not null`;
      const at = (ms: string): string => `to_timestamp((${ms}) / 1000.0)`;
      // What goes in the very instant of an end is not kept after it.
      const query = `
        select packed from ${hours(fromMs, untilMs)} cross join lateral (
          select ${packed} from ${own}
            and created_at >= ${at('hour')} and created_at < ${at(hourEnd(untilMs))}) as put
        where packed is not null
        union all
        select packed from ${hours(fromMs, untilMs)} cross join lateral (
          select ${packed} from ${own} and created_at < ${at(whole(fromMs))}
            and deleted_at >= ${at('hour + 1')} and deleted_at < ${at(`${hourEnd(untilMs)} + 1`)}) as gone
        where packed is not null`;
      for await (const [bytes, put, gone] of copyBlocks(sql, query, 3))
        yield { bytes: bytes!, fromMs: msOfInstants(put!), untilMs: msOfInstants(gone!) };
    },
    async keptBytes(sdkAppId, atMs) {
      const [at, next] = [new Date(atMs), new Date(atMs + 1)];
      const [row] = await sql<{ bytes: string | null }[]>`
        select sum(bytes)::text as bytes from recording_files
        where sdk_app_id = ${sdkAppId} and created_at < ${at}
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

import type postgres from 'postgres';

/** The month: June 2026 of UTC+8, thirty days. Epoch milliseconds. */
export const month = {
  name: '2026-06',
  fromMs: Date.parse('2026-06-01T00:00:00+08:00'),
  untilMs: Date.parse('2026-07-01T00:00:00+08:00'),
};
export const sdkAppId = 1_400_000_123;
const seed = 20_260_601;

/** The same number below `most` for the same session and purpose, on every machine. */
const draw = (purpose: number, most: number): string =>
  `abs(hashint8extended(number * 16 + ${purpose}, ${seed}) % ${most})`;

/** More in the middle of a day than at its ends; a minute to an hour long; one in ten is sound alone, one in ten deleted. */
const sessions = (count: number): string => `
  select number, lpad(to_hex(number), 32, '0')::uuid as id, start_ms, start_ms + length_ms as end_ms,
    sizes.width, sizes.height, length_ms * sizes.kbps / 8 as bytes,
    case when ${draw(5, 10)} = 0 then start_ms + length_ms + ${draw(6, 864_000_000)} end as deleted_ms
  from (
    select number, ${month.fromMs} + ${draw(1, 30)} * 86400000 + (${draw(2, 86_400_000)} + ${draw(3, 86_400_000)}) / 2 as start_ms,
      60000 + ${draw(4, 3_540_000)} as length_ms, ${draw(7, 10)} as kind
    from generate_series(1::bigint, ${count}) as number) as times
  join (values (0, null, null, 64), (1, 320, 240, 300), (2, 640, 480, 600), (3, 640, 480, 600), (4, 1280, 720, 1000),
    (5, 1280, 720, 1000), (6, 1280, 720, 1000), (7, 1280, 720, 1000), (8, 1920, 1080, 2000), (9, 1920, 1080, 2000))
    as sizes (kind, width, height, kbps) using (kind)
  order by start_ms`;

const at = (ms: string): string => `to_timestamp(${ms} / 1000.0)`;

/** What metering reads by. */
const indexesOfUsage = [
  'channel_usage_by_start',
  'recordings_by_use',
  'recording_files_by_application',
  'recording_files_by_deleted',
];

/**
 * Puts sessions into the server's own tables in the order of time, as they come there: each a stream, a recording in MP4, what is
 * metered of it, and its file. Triggers and the indexes that metering does not read are off, or half an hour would go by: the
 * month is marked by hand.
 */
export async function loadSessions(admin: postgres.Sql, count: number): Promise<void> {
  await admin`alter system set max_wal_size = '32GB'`;
  await admin`select pg_reload_conf()`;
  await admin.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`set local search_path = server`;
    const indexes = await sql<{ name: string; definition: string }[]>`
      select relname as name, pg_get_indexdef(oid) as definition from pg_index join pg_class on oid = indexrelid
      where indrelid in ('recordings'::regclass, 'streams'::regclass, 'recording_files'::regclass, 'channel_usage'::regclass)
        and not indisprimary and not indisunique`;
    for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
    await sql`alter table recording_files drop constraint recording_files_file_id_key`;
    await sql.unsafe(`create temporary table made on commit drop as ${sessions(count)}`);
    await sql.unsafe(`
      insert into streams (id, sdk_app_id, stream_id, stream_type, state, width, height, started_at, ended_at)
      select id, ${sdkAppId}, 's' || number, 'main', 'ENDED', width, height, ${at('start_ms')}, ${at('end_ms')} from made`);
    await sql.unsafe(`
      insert into recordings (id, sdk_app_id, has_stream, kind, stream_id, stream_type, state, started_at, ended_at, channels)
      select id, ${sdkAppId}, true, 'STREAM', 's' || number, 'main', 'READY', ${at('start_ms')}, ${at('end_ms')},
        jsonb_build_array(jsonb_build_object('format', 'mp4', 'startMs', start_ms, 'endMs', end_ms)) from made`);
    await sql.unsafe(`
      insert into channel_usage (recording_id, sdk_app_id, from_ms, numbers)
      select id, sdk_app_id, lower(used), channel_numbers(channels, width, height) from recordings join made using (id)
      order by start_ms`);
    await sql.unsafe(`
      insert into recording_files (id, recording_id, sdk_app_id, file_id, format, state, bytes, started_at, ended_at, created_at, deleted_at)
      select id, id, ${sdkAppId}, 'f' || number, 'mp4', 'READY', bytes, ${at('start_ms')}, ${at('end_ms')}, ${at('end_ms')},
        ${at('deleted_ms')} from made order by end_ms`);
    for (const { name, definition } of indexes)
      if (indexesOfUsage.includes(name)) await sql.unsafe(definition);
    await sql`insert into usage_ledgers values (${sdkAppId}, ${new Date(month.untilMs)})`;
    await sql`
      insert into usage_marks (sdk_app_id, from_ms, until_ms) values (${sdkAppId}, ${month.fromMs}, ${month.untilMs})`;
  });
  await admin`analyze server.streams, server.recordings, server.recording_files, server.channel_usage`;
}

import type postgres from 'postgres';
import { month, sdkAppId } from './month-sessions.ts';

const dayOf = (ms: string): string => `(${ms} - ${month.fromMs}) / 86400000`;

/**
 * The same month by one statement over the same tables: what somebody would write who has SQL and the price page. Prices of
 * tencent-intl-2025-10-23 stand in it.
 */
const statement = `
  with channels as (
    select (channel ->> 'startMs')::bigint as start_ms, (channel ->> 'endMs')::bigint as end_ms,
      case when width is null then 0.499 when width * height <= 307200 then 0.99 when width * height <= 921600 then 1.99
        else 7.499 end as per_thousand
    from server.recordings cross join lateral jsonb_array_elements(channels) as channel
    join server.streams on streams.id = recordings.id
    where recordings.sdk_app_id = ${sdkAppId}),
  parts as (
    select day, per_thousand, greatest(start_ms, ${month.fromMs} + day * 86400000) as from_ms,
      least(end_ms, ${month.fromMs} + (day + 1) * 86400000) as until_ms
    from channels cross join lateral generate_series(${dayOf('start_ms')}, least(29, ${dayOf('(end_ms - 1)')})) as day),
  minutes as (
    select sum(ceil(ms / 60000.0) * per_thousand / 1000) as amount
    from (select sum(until_ms - from_ms) as ms, per_thousand from parts group by day, per_thousand) as sums),
  peak as (
    select max(open) as channels from (
      select sum(step) over (order by at_ms, step rows unbounded preceding) as open
      from (select start_ms as at_ms, 1 as step from channels where start_ms < ${month.untilMs}
        union all select end_ms, -1 from channels where end_ms < ${month.untilMs}) as edges) as levels),
  edges as (
    select floor(extract(epoch from created_at) * 1000)::bigint as at_ms, bytes,
      floor(extract(epoch from created_at) * 1000)::bigint as in_ms from server.recording_files
    union all
    select floor(extract(epoch from deleted_at) * 1000)::bigint, -bytes,
      floor(extract(epoch from deleted_at) * 1000)::bigint - 1 from server.recording_files where deleted_at is not null),
  levels as (
    select ${dayOf('in_ms')} as day, sum(bytes) over (order by at_ms, bytes rows unbounded preceding) as level
    from edges where in_ms < ${month.untilMs}),
  ends as (select ${dayOf('in_ms')} as day, sum(bytes) as change from edges where in_ms < ${month.untilMs} group by 1),
  days as (
    select day, sum(change) over (order by day) - change as opening from ends),
  storage as (
    select sum(greatest(opening, highest) / 1e9 * 0.0009) as amount
    from days join (select day, max(level) as highest from levels group by day) as found using (day))
  select (minutes.amount + storage.amount)::text as by_minutes,
    (peak.channels * 5.2941 + storage.amount)::text as by_channels
  from minutes, peak, storage`;

export async function rateBySql(sql: postgres.Sql): Promise<{ byMinutes: string; byChannels: string }> {
  const [row] = await sql.unsafe<{ by_minutes: string; by_channels: string }[]>(statement);
  return { byMinutes: row!.by_minutes, byChannels: row!.by_channels };
}

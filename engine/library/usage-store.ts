import type postgres from 'postgres';

/** Of one application or, where it is null, of all; whatever touches the time between `from` and `until`. */
export interface UsageQuery {
  readonly sdkAppId: number | null;
  readonly from: Date;
  readonly until: Date;
}

/** A time in which something was used. `until` is null while it goes on. */
export interface UsageSpan {
  readonly from: Date;
  readonly until: Date | null;
}

/** `pixels` is the area of the picture: 0 where there is none. */
export interface PicturedSpan extends UsageSpan {
  readonly pixels: number;
}

/** A recorded file: `seconds` of media between its beginning and its end, which is longer where something was left out. */
export interface FileSpan extends PicturedSpan {
  readonly until: Date;
  readonly seconds: number;
}

interface Row {
  readonly from: Date;
  readonly until: Date | null;
}

const ofApplication = (sql: postgres.Sql, sdkAppId: number | null) =>
  sdkAppId === null ? sql`` : sql`and sdk_app_id = ${sdkAppId}`;

/** Users in rooms, each stay by itself. */
export function staysBetween(sql: postgres.Sql, { sdkAppId, from, until }: UsageQuery) {
  return sql<Row[]>`
    select joined_at as from, left_at as until from room_users join rooms using (comm_id)
    where joined_at < ${until} and (left_at is null or left_at > ${from}) ${ofApplication(sql, sdkAppId)}`;
}

/** Channels: every recording in every format, but those of tasks. */
export function channelsBetween(sql: postgres.Sql, { sdkAppId, from, until }: UsageQuery) {
  return sql<Row[]>`
    select started_at as from, ended_at as until from recording_spans
    where task_id is null and started_at < ${until} and (ended_at is null or ended_at > ${from})
      ${ofApplication(sql, sdkAppId)}`;
}

/** Files that were closed, but those of tasks; deleted ones too. */
export async function filesBetween(
  sql: postgres.Sql,
  { sdkAppId, from, until }: UsageQuery,
): Promise<readonly FileSpan[]> {
  const rows = await sql<{ from: Date; until: Date; seconds: number; pixels: number }[]>`
    select started_at as from, ended_at as until, duration_ms / 1000.0::float8 as seconds,
      coalesce(width, 0) * coalesce(height, 0) as pixels
    from media_files as files
    where started_at < ${until} and ended_at > ${from} ${ofApplication(sql, sdkAppId)}
      and not exists (select from recording_spans as spans
        where spans.session_id = files.session_id and spans.task_id is not null)`;
  return rows.map((row) => ({ ...row }));
}

export interface TaskSpans extends UsageSpan {
  /** What the task recorded: each stream once, in however many formats. */
  readonly streams: readonly PicturedSpan[];
}

/** Recording tasks with the streams that they recorded. The size of a picture is known once its first file is closed. */
export async function tasksBetween(
  sql: postgres.Sql,
  { sdkAppId, from, until }: UsageQuery,
): Promise<readonly TaskSpans[]> {
  const tasks = await sql<{ task_id: string; from: Date; until: Date | null }[]>`
    select task_id, started_at as from, ended_at as until from task_spans
    where started_at < ${until} and (ended_at is null or ended_at > ${from}) ${ofApplication(sql, sdkAppId)}`;
  const streams = await sql<{ task_id: string; from: Date; until: Date | null; pixels: number }[]>`
    select task_id, min(spans.started_at) as from,
      case when bool_and(spans.ended_at is not null) then max(spans.ended_at) end as until,
      coalesce((select max(coalesce(width, 0) * coalesce(height, 0)) from media_files
        where media_files.session_id = spans.session_id), 0) as pixels
    from recording_spans as spans where task_id = any(${tasks.map((task) => task.task_id)})
    group by task_id, spans.session_id`;
  const ofTask = Map.groupBy(streams, (stream) => stream.task_id);
  return tasks.map((task) => ({
    from: task.from,
    until: task.until,
    streams: ofTask.get(task.task_id) ?? [],
  }));
}

import type postgres from 'postgres';

export interface OnlineStream {
  readonly streamId: string;
  readonly path: string;
  readonly startedAt: Date;
}

export interface OnlineQuery {
  readonly run: string;
  readonly path: string | null;
  readonly streamId: string | null;
  readonly offset: number;
  readonly limit: number;
}

/** Streams that this process has, oldest first. */
export async function onlineStreams(
  sql: postgres.Sql,
  { run, path, streamId, offset, limit }: OnlineQuery,
): Promise<{ readonly total: number; readonly streams: readonly OnlineStream[] }> {
  const found = sql`
    from pushes where ended_at is null and run = ${run}
      ${path === null ? sql`` : sql`and event->>'path' = ${path}`}
      ${streamId === null ? sql`` : sql`and stream_id = ${streamId}`}`;
  const [[counted], rows] = await Promise.all([
    sql<{ total: number }[]>`select count(*)::int as total ${found}`,
    sql<{ stream_id: string; path: string; started_at: Date }[]>`
      select stream_id, event->>'path' as path, started_at ${found}
      order by started_at, sequence limit ${limit} offset ${offset}`,
  ]);
  return {
    total: counted?.total ?? 0,
    streams: rows.map((row) => ({ streamId: row.stream_id, path: row.path, startedAt: row.started_at })),
  };
}

export interface PublishedStream extends OnlineStream {
  readonly endedAt: Date;
  readonly width: number;
  readonly height: number;
}

export interface PublishedQuery {
  readonly path: string;
  /** A part of its name; null any. */
  readonly streamId: string | null;
  readonly from: Date;
  readonly until: Date;
  readonly offset: number;
  readonly limit: number;
}

/** Pushes that are over and touch the time between `from` and `until`, youngest first. */
export async function publishedStreams(
  sql: postgres.Sql,
  { path, streamId, from, until, offset, limit }: PublishedQuery,
): Promise<{ readonly total: number; readonly streams: readonly PublishedStream[] }> {
  const found = sql`
    from pushes where ended_at >= ${from} and started_at <= ${until} and event->>'path' = ${path}
      ${streamId === null ? sql`` : sql`and position(${streamId} in stream_id) > 0`}`;
  const [[counted], rows] = await Promise.all([
    sql<{ total: number }[]>`select count(*)::int as total ${found}`,
    sql<
      {
        stream_id: string;
        path: string;
        started_at: Date;
        ended_at: Date;
        width: number;
        height: number;
      }[]
    >`
      select stream_id, event->>'path' as path, started_at, ended_at, (event->>'width')::int as width,
        (event->>'height')::int as height ${found}
      order by started_at desc, sequence limit ${limit} offset ${offset}`,
  ]);
  return {
    total: counted?.total ?? 0,
    streams: rows.map((row) => ({
      ...{ streamId: row.stream_id, path: row.path, startedAt: row.started_at, endedAt: row.ended_at },
      ...{ width: row.width, height: row.height },
    })),
  };
}

/** A callback of the live service of which at least one attempt was made. */
export interface ToldCallback {
  readonly at: Date;
  readonly attemptedAt: Date;
  readonly request: string;
  readonly response: string;
  readonly resultCode: number;
}

export interface ToldQuery {
  readonly streamId: string;
  readonly from: Date;
  readonly until: Date;
  /** The vendor's number of a kind of event; null asks for all. */
  readonly eventType: number | null;
  readonly succeeded: boolean | null;
  readonly offset: number;
  readonly limit: number;
}

export async function toldCallbacks(
  sql: postgres.Sql,
  { streamId, from, until, eventType, succeeded, offset, limit }: ToldQuery,
): Promise<{ readonly total: number; readonly callbacks: readonly ToldCallback[] }> {
  const found = sql`
    from callbacks where kind = 'css' and request is not null and event->>'streamId' = ${streamId}
      and created_at >= ${from} and created_at <= ${until}
      ${eventType === null ? sql`` : sql`and (request::json->>'event_type')::integer = ${eventType}`}
      ${succeeded === null ? sql`` : sql`and (result_code = 0) = ${succeeded}`}`;
  const [[counted], rows] = await Promise.all([
    sql<{ total: number }[]>`select count(*)::int as total ${found}`,
    sql<{ created_at: Date; attempted_at: Date; request: string; response: string; result_code: number }[]>`
      select created_at, attempted_at, request, response, result_code ${found}
      order by created_at, id limit ${limit} offset ${offset}`,
  ]);
  return {
    total: counted?.total ?? 0,
    callbacks: rows.map((row) => ({
      at: row.created_at,
      attemptedAt: row.attempted_at,
      request: row.request,
      response: row.response,
      resultCode: row.result_code,
    })),
  };
}

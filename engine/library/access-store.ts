import type postgres from 'postgres';

/** One request for media, served or refused. */
export interface Access {
  readonly at: Date;
  /** APPID for the main application. */
  readonly subAppId: number;
  readonly fileId: string;
  /** The grant that the address carried. */
  readonly us: string | null;
  readonly client: string;
  readonly method: string;
  /** Path and query without the signature. */
  readonly address: string;
  readonly status: number;
  /** Of the body, as far as it was sent. */
  readonly bytes: number;
  readonly tookMs: number;
  readonly byteRange: string | null;
  readonly referer: string | null;
  readonly userAgent: string | null;
  /** The opening of a playlist or of a file's beginning. */
  readonly isPlay: boolean;
}

/** As long as the vendor gives its logs out. */
export const logDays = 30;

export async function addAccesses(sql: postgres.Sql, accesses: readonly Access[]): Promise<void> {
  await sql`
    insert into access_log ${sql(
      accesses.map((access) => ({
        at: access.at,
        sub_app_id: access.subAppId,
        file_id: access.fileId,
        us: access.us,
        client: access.client,
        method: access.method,
        address: access.address,
        status: access.status,
        bytes: access.bytes,
        took_ms: access.tookMs,
        byte_range: access.byteRange,
        referer: access.referer,
        user_agent: access.userAgent,
        is_play: access.isPlay,
      })),
    )}`;
}

export async function forgetOldAccesses(sql: postgres.Sql): Promise<void> {
  await sql`delete from access_log where at < now() - ${`${String(logDays)} days`}::interval`;
}

/** The hours in which something was asked for, oldest first. */
export async function hoursWithAccesses(
  sql: postgres.Sql,
  subAppId: number,
  from: Date,
  until: Date,
): Promise<readonly Date[]> {
  const rows = await sql<{ hour: Date }[]>`
    select distinct date_trunc('hour', at) as hour from access_log
    where sub_app_id = ${subAppId} and at >= ${from} and at < ${until}
      and at >= now() - ${`${String(logDays)} days`}::interval
    order by 1`;
  return rows.map(({ hour }) => hour);
}

interface AccessRow {
  readonly at: Date;
  readonly sub_app_id: string;
  readonly file_id: string;
  readonly us: string | null;
  readonly client: string;
  readonly method: string;
  readonly address: string;
  readonly status: number;
  readonly bytes: string;
  readonly took_ms: number;
  readonly byte_range: string | null;
  readonly referer: string | null;
  readonly user_agent: string | null;
  readonly is_play: boolean;
}

const batchSize = 1000;

/** The requests of one hour in the order they began, some at a time. */
export async function* accessesOfHour(
  sql: postgres.Sql,
  subAppId: number,
  hour: Date,
): AsyncGenerator<readonly Access[]> {
  const until = new Date(hour.getTime() + 3_600_000);
  const rows = sql<AccessRow[]>`
    select * from access_log where sub_app_id = ${subAppId} and at >= ${hour} and at < ${until} order by at, id`;
  for await (const batch of rows.cursor(batchSize))
    yield batch.map((row) => ({
      at: row.at,
      subAppId: Number(row.sub_app_id),
      fileId: row.file_id,
      us: row.us,
      client: row.client,
      method: row.method,
      address: row.address,
      status: row.status,
      bytes: Number(row.bytes),
      tookMs: row.took_ms,
      byteRange: row.byte_range,
      referer: row.referer,
      userAgent: row.user_agent,
      isPlay: row.is_play,
    }));
}

/** What was watched of one file by one grant. */
export interface GrantUsage {
  readonly us: string;
  readonly fileId: string;
  readonly bytes: number;
  readonly requests: number;
  readonly refused: number;
  readonly plays: number;
  readonly clients: readonly string[];
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** By grant and file, the last watched first; `grants` undefined asks for all. */
export async function usageByGrant(
  sql: postgres.Sql,
  query: {
    readonly subAppId: number;
    readonly grants: readonly string[] | undefined;
    readonly from: Date;
    readonly until: Date;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<readonly GrantUsage[]> {
  const rows = await sql<
    {
      us: string;
      file_id: string;
      bytes: string;
      requests: number;
      refused: number;
      plays: number;
      clients: string[];
      first_at: Date;
      last_at: Date;
    }[]
  >`
    select us, file_id, sum(bytes)::bigint as bytes, count(*)::int as requests,
      (count(*) filter (where status >= 400))::int as refused, (count(*) filter (where is_play))::int as plays,
      array_agg(distinct client order by client) as clients, min(at) as first_at, max(at) as last_at
    from access_log
    where sub_app_id = ${query.subAppId} and us is not null and at >= ${query.from} and at < ${query.until}
      ${query.grants === undefined ? sql`` : sql`and us = any(${query.grants as string[]})`}
    group by us, file_id order by last_at desc, us, file_id limit ${query.limit} offset ${query.offset}`;
  return rows.map((row) => ({
    us: row.us,
    fileId: row.file_id,
    bytes: Number(row.bytes),
    requests: row.requests,
    refused: row.refused,
    plays: row.plays,
    clients: row.clients,
    firstAt: row.first_at,
    lastAt: row.last_at,
  }));
}

import type postgres from 'postgres';

export const trafficSlotSeconds = 300;

export interface Traffic {
  readonly fileId: string;
  /** Unix seconds of the slot's beginning, a multiple of 300. */
  readonly slot: number;
  readonly bytes: number;
  readonly requests: number;
  /** Openings of a playlist or of a file's beginning. */
  readonly plays: number;
}

export async function addTraffic(sql: postgres.Sql, rows: readonly Traffic[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    file_id: row.fileId,
    slot: new Date(row.slot * 1000),
    bytes: row.bytes,
    requests: row.requests,
    plays: row.plays,
  }));
  await sql`
    insert into traffic ${sql(values)}
    on conflict (file_id, slot) do update set bytes = traffic.bytes + excluded.bytes,
      requests = traffic.requests + excluded.requests, plays = traffic.plays + excluded.plays`;
}

export interface TrafficPoint {
  readonly at: Date;
  readonly bytes: number;
  readonly plays: number;
}

/**
 * Bytes by interval between two times, of one file or of all. Intervals are counted from midnight UTC+8, the vendor's day.
 * Empty ones are left out.
 */
export async function trafficBetween(
  sql: postgres.Sql,
  query: {
    readonly fileId: string | null;
    readonly from: Date;
    readonly until: Date;
    readonly intervalSeconds: number;
  },
): Promise<readonly TrafficPoint[]> {
  const { fileId, from, until, intervalSeconds } = query;
  const rows = await sql<{ at: Date; bytes: string; plays: string }[]>`
    select date_bin(${`${String(intervalSeconds)} seconds`}::interval, slot, '2020-01-01T00:00:00+08:00') as at,
      sum(bytes)::bigint as bytes, sum(plays)::bigint as plays
    from traffic where slot >= ${from} and slot <= ${until}
      ${fileId === null ? sql`` : sql`and file_id = ${fileId}`}
    group by 1 order by 1`;
  return rows.map(({ at, bytes, plays }) => ({ at, bytes: Number(bytes), plays: Number(plays) }));
}

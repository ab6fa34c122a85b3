import type postgres from 'postgres';

/** The live service counts by the minute. */
export const relaySlotSeconds = 60;

/** Bytes of one live stream in a minute. */
export interface RelayTraffic {
  readonly sdkAppId: number;
  readonly streamId: string;
  /** To viewers, or to an address that the stream is pushed to. */
  readonly way: 'play' | 'push';
  /** Unix seconds of the slot's beginning, a multiple of 60. */
  readonly slot: number;
  readonly bytes: number;
  readonly requests: number;
}

export async function addRelayTraffic(sql: postgres.Sql, rows: readonly RelayTraffic[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    sdk_app_id: row.sdkAppId,
    stream_id: row.streamId,
    way: row.way,
    slot: new Date(row.slot * 1000),
    bytes: row.bytes,
    requests: row.requests,
  }));
  await sql`
    insert into relay_traffic ${sql(values)}
    on conflict (sdk_app_id, stream_id, way, slot) do update set
      bytes = relay_traffic.bytes + excluded.bytes, requests = relay_traffic.requests + excluded.requests`;
}

export interface RelayTrafficPoint {
  readonly at: Date;
  readonly bytes: number;
  readonly requests: number;
}

/** Slots with traffic between two times, of one stream or of all (null), of one application or of all (null). */
export async function relayTrafficBetween(
  sql: postgres.Sql,
  query: {
    readonly sdkAppId: number | null;
    readonly streamId: string | null;
    readonly way: RelayTraffic['way'];
    readonly from: Date;
    readonly until: Date;
  },
): Promise<readonly RelayTrafficPoint[]> {
  const { sdkAppId, streamId, way, from, until } = query;
  const rows = await sql<{ at: Date; bytes: string; requests: string }[]>`
    select slot as at, sum(bytes)::bigint as bytes, sum(requests)::bigint as requests
    from relay_traffic where way = ${way} and slot >= ${from} and slot <= ${until}
      ${sdkAppId === null ? sql`` : sql`and sdk_app_id = ${sdkAppId}`}
      ${streamId === null ? sql`` : sql`and stream_id = ${streamId}`}
    group by slot order by slot`;
  return rows.map(({ at, bytes, requests }) => ({ at, bytes: Number(bytes), requests: Number(requests) }));
}

import type postgres from 'postgres';

export interface RoomUserRecord {
  readonly room: string;
  readonly userId: string;
  readonly joinedAt: Date;
  /** Null while the user is there. */
  readonly leftAt: Date | null;
}

export interface RoomUserQuery {
  readonly commId: string;
  readonly sdkAppId: number;
  /** Null asks for everybody. */
  readonly userIds: readonly string[] | null;
  readonly from: Date;
  readonly until: Date;
  readonly offset: number;
  readonly limit: number;
}

/** Stays in one room session that touch the time between `from` and `until`, in the order of entry. */
export async function usersBetween(
  sql: postgres.Sql,
  { commId, sdkAppId, userIds, from, until, offset, limit }: RoomUserQuery,
): Promise<{ readonly total: number; readonly users: readonly RoomUserRecord[] }> {
  const found = sql`
    from room_users join rooms using (comm_id)
    where comm_id = ${commId} and sdk_app_id = ${sdkAppId}
      and joined_at <= ${until} and (left_at is null or left_at >= ${from})
      ${userIds === null ? sql`` : sql`and user_id = any(${userIds as string[]})`}`;
  const [[counted], rows] = await Promise.all([
    sql<{ total: number }[]>`select count(*)::int as total ${found}`,
    sql<{ room: string; user_id: string; joined_at: Date; left_at: Date | null }[]>`
      select room, user_id, joined_at, left_at ${found}
      order by joined_at, user_id limit ${limit} offset ${offset}`,
  ]);
  return {
    total: counted?.total ?? 0,
    users: rows.map((row) => ({
      room: row.room,
      userId: row.user_id,
      joinedAt: row.joined_at,
      leftAt: row.left_at,
    })),
  };
}

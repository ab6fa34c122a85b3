import type postgres from 'postgres';
import type { RoomName } from '../../domain/room/room-key.ts';

export interface RoomRecord {
  readonly commId: string;
  readonly kind: RoomName['kind'];
  readonly room: string;
  readonly creator: string;
  readonly createdAt: Date;
  readonly destroyedAt: Date | null;
}

export interface RoomQuery {
  readonly sdkAppId: number;
  readonly room: string | null;
  readonly from: Date;
  readonly until: Date;
  readonly offset: number;
  readonly limit: number;
}

/** Room sessions that existed at any time between `from` and `until`, youngest first. */
export async function roomsBetween(
  sql: postgres.Sql,
  query: RoomQuery,
): Promise<{ readonly total: number; readonly rooms: readonly RoomRecord[] }> {
  const condition = sql`
    sdk_app_id = ${query.sdkAppId} and created_at <= ${query.until}
    and (destroyed_at is null or destroyed_at >= ${query.from})
    ${query.room === null ? sql`` : sql`and room = ${query.room}`}`;
  const [[counted], rows] = await Promise.all([
    sql<{ total: number }[]>`select count(*)::int as total from rooms where ${condition}`,
    sql<
      {
        comm_id: string;
        room_kind: RoomName['kind'];
        room: string;
        creator: string;
        created_at: Date;
        destroyed_at: Date | null;
      }[]
    >`
      select comm_id, room_kind, room, creator, created_at, destroyed_at from rooms where ${condition}
      order by created_at desc, comm_id limit ${query.limit} offset ${query.offset}`,
  ]);
  return {
    total: counted?.total ?? 0,
    rooms: rows.map((row) => ({
      commId: row.comm_id,
      kind: row.room_kind,
      room: row.room,
      creator: row.creator,
      createdAt: row.created_at,
      destroyedAt: row.destroyed_at,
    })),
  };
}

export interface InterruptedRoom {
  readonly sdkAppId: number;
  readonly commId: string;
  readonly room: RoomName;
  readonly creator: string;
  readonly createdAt: Date;
  /** Who was there, in the order of entry. */
  readonly users: readonly { readonly userId: string; readonly joinedAt: Date }[];
}

export interface InterruptedPush {
  readonly sequence: string;
  readonly startedAt: Date;
  readonly event: unknown;
}

/** What processes before this one left open. */
export async function interruptedBefore(
  sql: postgres.Sql,
  run: string,
): Promise<{ readonly rooms: readonly InterruptedRoom[]; readonly pushes: readonly InterruptedPush[] }> {
  const rooms = await sql<
    {
      comm_id: string;
      sdk_app_id: string;
      room_kind: 'int' | 'string';
      room: string;
      creator: string;
      created_at: Date;
      user_ids: string[];
      joined: Date[];
    }[]
  >`
    select comm_id, sdk_app_id, room_kind, room, creator, created_at, user_ids, joined
    from rooms, lateral (
      select coalesce(array_agg(user_id order by joined_at), '{}') as user_ids,
        coalesce(array_agg(joined_at order by joined_at), '{}') as joined
      from room_users as users where users.comm_id = rooms.comm_id and left_at is null) as present
    where destroyed_at is null and run <> ${run} order by created_at`;
  const pushes = await sql<{ sequence: string; started_at: Date; event: unknown }[]>`
    select sequence, started_at, event from pushes where ended_at is null and run <> ${run} order by started_at`;
  return {
    rooms: rooms.map((row) => ({
      commId: row.comm_id,
      sdkAppId: Number(row.sdk_app_id),
      room:
        row.room_kind === 'int'
          ? { kind: 'int', value: Number(row.room) }
          : { kind: 'string', value: row.room },
      creator: row.creator,
      createdAt: row.created_at,
      users: row.user_ids.map((userId, index) => ({ userId, joinedAt: row.joined[index]! })),
    })),
    pushes: pushes.map((row) => ({ sequence: row.sequence, startedAt: row.started_at, event: row.event })),
  };
}

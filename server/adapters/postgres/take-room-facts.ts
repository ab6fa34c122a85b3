import type postgres from 'postgres';
import type { RoomName } from '../../../domain/room/room-key.ts';
import { printRoomKey, roomText } from '../../../domain/room/room-key.ts';
import type { RoomFact } from '../../../domain/room/sessions.ts';
import { deriveRooms, isSameWithinSecond, roomFactKey } from '../../../domain/room/sessions.ts';
import type { NewEvent } from './append-event.ts';
import { addFacts, factsAround, setOwner } from './facts-of-subject.ts';
import { chooseOwners } from './owners.ts';
import type { RoomRow } from './rows.ts';
import { readRoom } from './rows.ts';

type Transaction = postgres.TransactionSql;

function roomData(row: RoomRow): Readonly<Record<string, unknown>> {
  const { id, name, number, commId, state, startedAt, endedAt } = readRoom(row);
  return {
    id,
    name: String(name.value),
    nameKind: name.kind,
    number,
    commId,
    state,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** Derives a room's sessions anew from all that is known of its name. */
export async function takeRoomFacts(
  sql: Transaction,
  sdkAppId: number,
  name: RoomName,
  facts: readonly RoomFact[],
): Promise<readonly NewEvent[]> {
  const subject = `room/${printRoomKey({ sdkAppId, name })}`;
  const added = await addFacts(
    sql,
    sdkAppId,
    subject,
    facts.map((fact) => ({ key: roomFactKey(fact), at: new Date(fact.atMs), fact })),
  );
  if (added.size === 0) return [];
  const times = facts.map(({ atMs }) => new Date(atMs));
  const known = await factsAround<RoomFact>(sql, sdkAppId, subject, times);
  const sessions = deriveRooms(known.map(({ fact }) => fact));
  const owners = chooseOwners(
    sessions.map(({ factKeys }) => factKeys),
    new Map(known.map((fact) => [fact.key, fact])),
  );
  const events: NewEvent[] = [];
  for (const [index, session] of sessions.entries()) {
    const id = owners[index]!;
    await setOwner(sql, sdkAppId, subject, session.factKeys, id);
    const startedAt = new Date(session.startedAtMs);
    const endedAt = session.endedAtMs === null ? null : new Date(session.endedAtMs);
    const [former] = await sql<RoomRow[]>`select * from rooms where id = ${id}`;
    const [row] = await sql<RoomRow[]>`
      insert into rooms ${sql({
        id,
        sdk_app_id: sdkAppId,
        room_kind: name.kind,
        room_name: String(name.value),
        number: former?.number ?? (await nextNumber(sql, sdkAppId, name)),
        comm_id: session.beginningKnown
          ? `${sdkAppId}_${roomText(name)}_${Math.floor(session.startedAtMs / 1000)}`
          : null,
        state: endedAt === null ? 'ACTIVE' : 'ENDED',
        started_at: startedAt,
        ended_at: endedAt,
      })}
      on conflict (id) do update set comm_id = excluded.comm_id, state = excluded.state,
        started_at = excluded.started_at, ended_at = excluded.ended_at
      returning *`;
    const about = { sdkAppId, roomId: id, recordingId: null, userId: null, data: roomData(row!) };
    if (former === undefined) events.push({ ...about, type: 'room.started', occurredAt: startedAt });
    for (const { key, fact } of known) {
      if (!added.has(key) || !session.factKeys.includes(key)) continue;
      if (fact.type !== 'user-entered' && fact.type !== 'user-left') continue;
      // A list of the provider's told it before its own callback did.
      if (known.some((other) => isSameWithinSecond(other.fact, fact) && other.fact.toTheSecond === true))
        continue;
      events.push({
        ...about,
        type: fact.type === 'user-entered' ? 'room.user_joined' : 'room.user_left',
        occurredAt: new Date(fact.atMs),
        userId: fact.userId,
        data: { userId: fact.userId, reason: fact.reason },
      });
    }
    if (endedAt !== null && (former?.ended_at ?? null) === null)
      events.push({ ...about, type: 'room.ended', occurredAt: endedAt });
  }
  await numberInOrder(sql, sdkAppId, name, Math.min(...sessions.map(({ startedAtMs }) => startedAtMs)));
  await linkToRooms(sql, sdkAppId, name);
  return events;
}

async function nextNumber(sql: Transaction, sdkAppId: number, name: RoomName): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select coalesce(max(number), 0)::int + 1 as n from rooms
    where sdk_app_id = ${sdkAppId} and room_kind = ${name.kind} and room_name = ${String(name.value)}`;
  return row!.n;
}

/** What became known late takes its place among the sessions of its name: they are numbered as they began. */
async function numberInOrder(
  sql: Transaction,
  sdkAppId: number,
  name: RoomName,
  firstMs: number,
): Promise<void> {
  const first = new Date(firstMs);
  const ofName = sql`
    sdk_app_id = ${sdkAppId} and room_kind = ${name.kind} and room_name = ${String(name.value)}`;
  await sql`
    update rooms set number = placed.number
    from (
      select id, row_number() over (order by started_at, id)::int + coalesce((
        select number from rooms where ${ofName} and started_at < ${first} order by started_at desc limit 1
      ), 0) as number
      from rooms where ${ofName} and started_at >= ${first}
    ) as placed
    where rooms.id = placed.id and rooms.number <> placed.number`;
}

/**
 * Gives streams and recordings of a room name the session that they were in: the last that began before them, with some
 * seconds for clocks. Callbacks of streams name the room and not its session.
 */
export async function linkToRooms(sql: Transaction, sdkAppId: number, name: RoomName): Promise<void> {
  for (const table of ['streams', 'recordings']) {
    await sql`
      update ${sql(table)} as item set room_id = found.id
      from (
        select item.id as item_id, room.id from ${sql(table)} as item
        join lateral (
          select id from rooms
          where sdk_app_id = ${sdkAppId} and room_kind = ${name.kind} and room_name = ${String(name.value)}
            and started_at <= item.started_at + interval '3 seconds'
          order by started_at desc limit 1
        ) as room on true
        where item.sdk_app_id = ${sdkAppId} and item.room_kind = ${name.kind}
          and item.room_name = ${String(name.value)}
          and item.started_at > now() - interval '7 days'
      ) as found
      where item.id = found.item_id and item.room_id is distinct from found.id`;
  }
}

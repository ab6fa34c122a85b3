import type { RoomName } from '../../../domain/room/room-key.ts';
import { roomText } from '../../../domain/room/room-key.ts';
import type { RoomFact } from '../../../domain/room/sessions.ts';
import { roomFactKey } from '../../../domain/room/sessions.ts';
import type { InboundCallback } from '../../ports/inbox.ts';
import type { ListedRoom } from '../../ports/reconciliation.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { sources, spansOf } from './sources.ts';

/** The last moment of a second: what is known to the second only ends after everything else in it. */
const lastOfSecondMs = 999;

interface OpenRoom {
  readonly sdkAppId: number;
  readonly name: RoomName;
  readonly startedAt: Date;
}

function callbackOf({ sdkAppId, name }: OpenRoom, commId: string | null, fact: RoomFact): InboundCallback {
  return {
    ...{ sdkAppId, kind: 'trtc', trusted: true, body: JSON.stringify({ commId, ...fact }) },
    dedupeKey: `room/${name.kind}/${name.value}/${roomFactKey(fact)}`,
    facts: [{ about: 'room', sdkAppId, room: name, fact }],
  };
}

/**
 * A lost end leaves a room live: DescribeRoomInfo says which are over, and DescribeUserInfo who left them, to the second.
 */
export function findRooms({ repairs, records, clock }: ReconcileDeps): () => Promise<number> {
  const end = async (room: OpenRoom, commId: string | null, destroyedMs: number): Promise<number> => {
    const { sdkAppId, startedAt } = room;
    let repaired = 0;
    const take = async (source: string, missing: string, fact: RoomFact): Promise<void> => {
      if (await repairs.repair({ callback: callbackOf(room, commId, fact), source, missing })) repaired += 1;
    };
    const rough = (type: RoomFact['type'], atMs: number, userId: string | null): RoomFact => ({
      ...{ type, userId, reason: null, toTheSecond: true },
      atMs: Math.floor(atMs / 1000) * 1000 + lastOfSecondMs,
    });
    const reachMs = Math.max(startedAt.getTime() - 2000, clock().getTime() - sources.users.windowMs);
    if (commId !== null)
      for (const [from, until] of spansOf(sources.users, reachMs, destroyedMs + 1000))
        for (const { userId, leftMs } of await records.exitsOf(sdkAppId, commId, from, until))
          await take('DescribeUserInfo', 'the exit of a user', rough('user-left', leftMs, userId));
    await take('DescribeRoomInfo', 'the end of a room', rough('room-dismissed', destroyedMs, null));
    return repaired;
  };

  const isOf = (room: OpenRoom, listed: ListedRoom): boolean =>
    listed.text === roomText(room.name) && Math.abs(listed.createdMs - room.startedAt.getTime()) < 2000;

  return async () => {
    const nowMs = clock().getTime();
    const open = await repairs.openRooms(new Date(nowMs - sources.rooms.delayMs));
    let repaired = 0;
    for (const [sdkAppId, rooms] of Map.groupBy(open, (room) => room.sdkAppId)) {
      const wantedMs = Math.min(...rooms.map(({ startedAt }) => startedAt.getTime())) - 2000;
      const reachMs = nowMs - sources.rooms.windowMs;
      const fromMs = Math.max(wantedMs, reachMs);
      const listed: ListedRoom[] = [];
      for (const [from, until] of spansOf(sources.rooms, fromMs, nowMs))
        listed.push(...(await records.roomsBetween(sdkAppId, from, until)));
      for (const room of rooms) {
        const found = listed.find((each) => isOf(room, each));
        // What the list does not reach back to ended before that; when, nobody can say.
        const isBeyond = found === undefined && room.startedAt.getTime() < reachMs;
        const destroyedMs = isBeyond ? reachMs : (found?.destroyedMs ?? null);
        if (destroyedMs === null || destroyedMs > nowMs - sources.rooms.delayMs) continue;
        repaired += await end(room, found?.commId ?? null, destroyedMs);
      }
    }
    return repaired;
  };
}

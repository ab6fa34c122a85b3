import type { RoomName } from '../../../domain/room/room-key.ts';
import { roomText } from '../../../domain/room/room-key.ts';
import type { RoomFact } from '../../../domain/room/sessions.ts';
import { roomFactKey } from '../../../domain/room/sessions.ts';
import type { InboundCallback } from '../../ports/inbox.ts';
import type { ListedRoom, ListedTime } from '../../ports/reconciliation.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { firstLookMs, overlapMs, sources, spansOf } from './sources.ts';

/** The last moment of a second: what is known to the second only ends after everything else in it. */
const lastOfSecondMs = 999;
const secondMs = 1000;
/** Beyond this they are asked about once more than they need be. */
const mostAsked = 10_000;

const words: Readonly<Partial<Record<RoomFact['type'], string>>> = {
  'room-created': 'the beginning of a room',
  'user-entered': 'the entry of a user',
  'user-left': 'the exit of a user',
  'room-dismissed': 'the end of a room',
};

interface OpenRoom {
  readonly sdkAppId: number;
  readonly name: RoomName;
  readonly startedAt: Date;
}

function begin(type: RoomFact['type'], { ms }: ListedTime, userId: string | null): RoomFact {
  return { type, atMs: ms, userId, reason: null, toTheSecond: true };
}

function end(type: RoomFact['type'], { ms, exact }: ListedTime, userId: string | null): RoomFact {
  return { type, atMs: exact ? ms : ms + lastOfSecondMs, userId, reason: null, toTheSecond: true };
}

function callbackOf(
  sdkAppId: number,
  name: RoomName,
  commId: string | null,
  fact: RoomFact,
): InboundCallback {
  return {
    ...{ sdkAppId, kind: 'trtc', trusted: true, body: JSON.stringify({ commId, ...fact }) },
    dedupeKey: `room/${name.kind}/${name.value}/${roomFactKey(fact)}`,
    facts: [{ about: 'room', sdkAppId, room: name, fact }],
  };
}

/** Whether an open room of ours is in a listed session. */
function isOf({ name, startedAt }: OpenRoom, { text, kind, created, destroyed }: ListedRoom): boolean {
  const atMs = startedAt.getTime();
  return (
    text === roomText(name) &&
    (kind === null || kind === name.kind) &&
    created.ms - 2 * secondMs < atMs &&
    (destroyed === null || atMs < destroyed.ms + 2 * secondMs)
  );
}

/**
 * DescribeRoomInfo says which rooms there were, and DescribeUserInfo who was in them: each session is asked about once, when it
 * is over, and what nothing told of is made up for. So is a room that is live here and is not listed as live.
 */
export function findRooms({ repairs, records, applications, clock }: ReconcileDeps): () => Promise<number> {
  const take = async (
    sdkAppId: number,
    name: RoomName,
    commId: string | null,
    facts: readonly RoomFact[],
  ): Promise<number> => {
    let repaired = 0;
    for (const fact of await repairs.unknownRoomFacts(sdkAppId, name, facts)) {
      const callback = callbackOf(sdkAppId, name, commId, fact);
      const source = fact.type.startsWith('user-') ? 'DescribeUserInfo' : 'DescribeRoomInfo';
      if (await repairs.repair({ callback, source, missing: words[fact.type] ?? fact.type })) repaired += 1;
    }
    return repaired;
  };

  /** The session ids of rooms that were asked about: the same look twice tells nothing new. */
  const asked = new Set<string>();

  /** A text that is a number and a name alike, and of which nothing else told which, is nobody's: null. */
  const nameOf = async (sdkAppId: number, { text, kind, created }: ListedRoom): Promise<RoomName | null> => {
    if (kind === 'string' || !/^[1-9]\d{0,9}$/.test(text)) return { kind: 'string', value: text };
    if (kind === 'int') return { kind: 'int', value: Number(text) };
    const told = await repairs.roomsNamed(sdkAppId, text, new Date(created.ms));
    return told.length === 1 ? told[0]! : null;
  };

  const staysOf = async (sdkAppId: number, room: ListedRoom, nowMs: number): Promise<RoomFact[]> => {
    const { commId, created, destroyed } = room;
    const reachMs = Math.max(created.ms - 2 * secondMs, nowMs - sources.users.windowMs);
    const facts = new Map<string, RoomFact>();
    for (const [from, until] of spansOf(sources.users, reachMs, (destroyed?.ms ?? nowMs) + secondMs))
      for (const { userId, joined, left } of await records.staysOf(sdkAppId, commId, from, until))
        for (const fact of [
          begin('user-entered', joined, userId),
          ...(left === null ? [] : [end('user-left', left, userId)]),
        ])
          facts.set(roomFactKey(fact), fact);
    return [...facts.values()];
  };

  const lookAt = async (sdkAppId: number, room: ListedRoom, name: RoomName, nowMs: number) => {
    const facts: RoomFact[] = [begin('room-created', room.created, room.creator)];
    // Of one that goes on only whether it is known at all.
    const isLive = room.destroyed === null;
    if (isLive && (await repairs.unknownRoomFacts(sdkAppId, name, facts)).length === 0) return 0;
    facts.push(...(await staysOf(sdkAppId, room, nowMs)));
    if (room.destroyed !== null) facts.push(end('room-dismissed', room.destroyed, null));
    return take(sdkAppId, name, room.commId, facts);
  };

  const passOf = async (sdkAppId: number, open: readonly OpenRoom[], nowMs: number): Promise<number> => {
    const dueMs = nowMs - sources.rooms.delayMs;
    const reachMs = nowMs - sources.rooms.windowMs;
    const last = await repairs.lookedUntil(sdkAppId, 'rooms');
    const seenMs = (last?.getTime() ?? nowMs - firstLookMs) - sources.rooms.delayMs - overlapMs;
    const oldestMs = Math.min(...open.map(({ startedAt }) => startedAt.getTime() - 2 * secondMs));
    const listed = new Map<string, ListedRoom>();
    for (const [from, until] of spansOf(sources.rooms, Math.max(reachMs, Math.min(seenMs, oldestMs)), nowMs))
      for (const room of await records.roomsBetween(sdkAppId, from, until)) listed.set(room.commId, room);
    let repaired = 0;
    for (const room of [...listed.values()].toSorted((one, other) => one.created.ms - other.created.ms)) {
      const endMs = room.destroyed?.ms ?? Infinity;
      if (room.created.ms > dueMs || (endMs > dueMs && endMs !== Infinity)) continue;
      const isSeen = endMs <= seenMs || asked.has(room.commId);
      if (isSeen && !open.some((each) => isOf(each, room))) continue;
      const name = await nameOf(sdkAppId, room);
      if (name !== null) repaired += await lookAt(sdkAppId, room, name, nowMs);
      if (room.destroyed !== null) asked.add(room.commId);
    }
    for (const room of open) {
      // What the list does not reach back to ended before that; when, nobody can say.
      const isBeyond =
        room.startedAt.getTime() < reachMs && ![...listed.values()].some((each) => isOf(room, each));
      if (!isBeyond) continue;
      const destroyed = end('room-dismissed', { ms: Math.floor(reachMs / 1000) * 1000, exact: false }, null);
      repaired += await take(sdkAppId, room.name, null, [destroyed]);
    }
    return repaired;
  };

  return async () => {
    const nowMs = clock().getTime();
    if (asked.size > mostAsked) asked.clear();
    const open = await repairs.openRooms(new Date(nowMs - sources.rooms.delayMs));
    const known = new Set([...applications(), ...open.map(({ sdkAppId }) => sdkAppId)]);
    let repaired = 0;
    for (const sdkAppId of known)
      repaired += await passOf(
        sdkAppId,
        open.filter((room) => room.sdkAppId === sdkAppId),
        nowMs,
      );
    return repaired;
  };
}

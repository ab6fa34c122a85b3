import type { RoomName } from '../room/room-key.ts';

/**
 * Whether somebody may be recorded. Without a user it is the application's answer for all of whom nothing is known; without
 * a room it holds in every room.
 */
export interface ConsentRule {
  readonly sdkAppId: number;
  readonly room: RoomName | null;
  readonly userId: string | null;
  readonly allowed: boolean;
}

export interface ConsentTarget {
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly userId: string;
}

function sameRoom(one: RoomName | null, other: RoomName | null): boolean {
  return one === null || other === null
    ? one === other
    : one.kind === other.kind && one.value === other.value;
}

export function sameTarget(one: ConsentRule, other: ConsentRule): boolean {
  return one.sdkAppId === other.sdkAppId && one.userId === other.userId && sameRoom(one.room, other.room);
}

/** The most particular rule counts: this user in this room, this user, the application. Without any, recording is allowed. */
export function consentOf(rules: readonly ConsentRule[], { sdkAppId, room, userId }: ConsentTarget): boolean {
  const own = rules.filter((rule) => rule.sdkAppId === sdkAppId);
  const found =
    own.find((rule) => rule.userId === userId && rule.room !== null && sameRoom(rule.room, room)) ??
    own.find((rule) => rule.userId === userId && rule.room === null) ??
    own.find((rule) => rule.userId === null && rule.room === null);
  return found?.allowed ?? true;
}

import type { RoomName } from '../domain/room/room-key.ts';
import type { UserSigClaims, UserSigVerdict } from './user-sig.ts';
import { makeUserSig, openUserSig } from './user-sig.ts';

/**
 * PrivateMapKey, the proof of what a user may do in one room: a user signature that carries the room and the privileges
 * (https://www.tencentcloud.com/document/product/647/35157; `tls-sig-api-v2` is the vendor's own implementation).
 */
export const privilegeBits = {
  'create the room': 1,
  'enter the room': 2,
  'send audio': 4,
  'receive audio': 8,
  'send video': 16,
  'receive video': 32,
  'send sub-stream': 64,
  'receive sub-stream': 128,
} as const;
export type Privilege = keyof typeof privilegeBits;

export const everyPrivilege = 255;
/** Entering and receiving: 42 of the vendor's page, and sub-streams. */
export const viewerPrivileges = 170;

export interface RoomGrant {
  readonly userId: string;
  readonly sdkAppId: number;
  readonly room: RoomName;
  /** Unix seconds, 32 bits. */
  readonly expiresAt: number;
  /** A sum of `privilegeBits`. */
  readonly privileges: number;
}

export function hasPrivilege(privileges: number, privilege: Privilege): boolean {
  return (privileges & privilegeBits[privilege]) !== 0;
}

function lengthAndText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The bytes that the signature carries: version, account, five numbers of 32 bits, and the name of a string room. */
export function printGrant({ userId, sdkAppId, room, expiresAt, privileges }: RoomGrant): Buffer {
  const isText = room.kind === 'string';
  const accountType = 0;
  const numbers = Buffer.alloc(20);
  [sdkAppId, isText ? 0 : room.value, expiresAt, privileges, accountType].forEach((number, index) => {
    numbers.writeUInt32BE(number, index * 4);
  });
  return Buffer.concat([
    Buffer.from([isText ? 1 : 0]),
    lengthAndText(userId),
    numbers,
    ...(isText ? [lengthAndText(room.value)] : []),
  ]);
}

/** Null when the bytes are anything else; what is left over is something else. */
export function parseGrant(bytes: Buffer): RoomGrant | null {
  const version = bytes[0];
  if (bytes.length < 3 || (version !== 0 && version !== 1)) return null;
  const at = 3 + bytes.readUInt16BE(1);
  const end = at + 20;
  if (bytes.length < end + version * 2) return null;
  const number = (index: number): number => bytes.readUInt32BE(at + index * 4);
  const whole = version === 0 ? end : end + 2 + bytes.readUInt16BE(end);
  if (bytes.length !== whole) return null;
  return {
    userId: bytes.toString('utf8', 3, at),
    sdkAppId: number(0),
    room:
      version === 0
        ? { kind: 'int', value: number(1) }
        : { kind: 'string', value: bytes.toString('utf8', end + 2) },
    expiresAt: number(2),
    privileges: number(3),
  };
}

export function makePrivateMapKey(
  claims: UserSigClaims,
  { room, privileges }: Pick<RoomGrant, 'room' | 'privileges'>,
  secretKey: string,
): string {
  const { userId, sdkAppId, issuedAt, lifetimeSeconds } = claims;
  const grant = { userId, sdkAppId, room, expiresAt: issuedAt + lifetimeSeconds, privileges };
  return makeUserSig(claims, secretKey, printGrant(grant));
}

export type PrivateMapKeyVerdict = Exclude<UserSigVerdict, 'ok'> | 'wrong-room';

/** The privileges that a key gives one user in one room at one time, or why it gives none. */
export function verifyPrivateMapKey(
  key: string,
  expected: Pick<RoomGrant, 'userId' | 'sdkAppId' | 'room'>,
  secretKey: string,
  nowSeconds: number,
): { readonly privileges: number } | PrivateMapKeyVerdict {
  const opened = openUserSig(key, expected, secretKey, nowSeconds);
  if (typeof opened === 'string') return opened;
  const grant = opened.userbuf === null ? null : parseGrant(opened.userbuf);
  if (grant === null) return 'malformed';
  if (grant.sdkAppId !== expected.sdkAppId) return 'wrong-application';
  if (grant.userId !== expected.userId) return 'wrong-user';
  const { kind, value } = expected.room;
  if (grant.room.kind !== kind || grant.room.value !== value) return 'wrong-room';
  return nowSeconds > grant.expiresAt ? 'expired' : { privileges: grant.privileges };
}

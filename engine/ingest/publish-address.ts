import type { RoomName } from '../../domain/room/room-key.ts';
import { stringRoomPattern, userIdPattern } from '../../domain/room/room-key.ts';
import type { PublishRequest } from './publisher.ts';

/** The parts of an address that every protocol has, not yet believed. */
export interface PublishAddress {
  readonly protocol: PublishRequest['protocol'];
  /** Percent-encoded, as it stood in the path. */
  readonly room: string;
  readonly query: URLSearchParams;
  readonly userSig: string;
  readonly remoteAddress: string;
}

/**
 * Reads what the vendor's publish address says (trtc.io, "publish by RTMP": `sdkappid`, `userid`) and our extras
 * `userdefinerecordid`, `streamid`, `streamtype=main|aux`, `roomidtype=string|int`, `privatemapkey`; a sentence where it cannot be read.
 */
export function readPublishAddress(address: PublishAddress): PublishRequest | string {
  const { protocol, query, userSig, remoteAddress } = address;
  const room = readRoom(address.room, query.get('roomidtype') ?? 'string');
  if (typeof room === 'string') return room;
  const sdkAppId = Number(query.get('sdkappid'));
  if (!Number.isSafeInteger(sdkAppId) || sdkAppId <= 0)
    return `sdkappid is ${quote(query.get('sdkappid') ?? '')}; allowed: a positive number`;
  const userId = query.get('userid') ?? '';
  if (!userIdPattern.test(userId))
    return `userid is ${quote(userId)}; allowed: 1 to 32 letters, digits, "_" and "-"`;
  const streamType = query.get('streamtype') ?? 'main';
  if (streamType !== 'main' && streamType !== 'aux')
    return `streamtype is ${quote(streamType)}; allowed: main, aux`;
  const userDefineRecordId = readId(query, 'userdefinerecordid');
  if (userDefineRecordId instanceof Error) return userDefineRecordId.message;
  const streamId = readId(query, 'streamid');
  if (streamId instanceof Error) return streamId.message;
  return {
    protocol,
    sdkAppId,
    room,
    userId,
    userSig,
    privateMapKey: query.get('privatemapkey') ?? '',
    streamType,
    userDefineRecordId,
    streamId,
    remoteAddress,
  };
}

/** What came, as a log and a terminal may show it: never more than a line. */
export function quote(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80).toWellFormed()}…` : text;
  return `"${shown.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')}"`;
}

function readRoom(text: string, type: string): RoomName | string {
  if (type === 'int') {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
    return value >= 1 && value <= 0xffffffff
      ? { kind: 'int', value }
      : `the room is ${quote(text)}; allowed for roomidtype=int: 1 to 4294967295`;
  }
  if (type !== 'string') return `roomidtype is ${quote(type)}; allowed: string, int`;
  const value = decode(text);
  return stringRoomPattern.test(value)
    ? { kind: 'string', value }
    : `the room is ${quote(value)}; allowed: 1 to 64 letters, digits and punctuation`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign belongs to the name; the pattern then decides.
    return text;
  }
}

/** 64 bytes of letters, digits, `_` and `-`: both end up in file names and stream addresses. */
function readId(query: URLSearchParams, name: string): string | null | Error {
  const value = query.get(name) ?? '';
  if (value === '') return null;
  return /^[A-Za-z0-9_-]{1,64}$/.test(value)
    ? value
    : new Error(`${name} is ${quote(value)}; allowed: 1 to 64 letters, digits, "_" and "-"`);
}

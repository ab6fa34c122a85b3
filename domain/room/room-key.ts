/**
 * A room's name inside an application. The vendor's number 123 and string "123" are two different rooms
 * (TRTCParams: roomId and strRoomId exclude each other), so the kind is part of the name.
 */
export type RoomName =
  { readonly kind: 'int'; readonly value: number } | { readonly kind: 'string'; readonly value: string };

/** A room across time. One session of it (the vendor's CommId) is what the schema calls `Room`. */
export interface RoomKey {
  readonly sdkAppId: number;
  readonly name: RoomName;
}

export type StreamType = 'main' | 'aux';

/** `1400000123/int/1001` or `1400000123/string/1001`: a stable, unambiguous text form (parsed by {@link parseRoomKey}). */
export function printRoomKey(key: RoomKey): string {
  return `${String(key.sdkAppId)}/${key.name.kind}/${String(key.name.value)}`;
}

export function parseRoomKey(text: string): RoomKey | null {
  const match = /^(\d{1,10})\/(int|string)\/(.+)$/.exec(text);
  if (match === null) return null;
  const [, app, kind, value] = match as unknown as [string, string, string, string];
  const sdkAppId = Number(app);
  if (kind === 'string') return { sdkAppId, name: { kind, value } };
  const number = Number(value);
  return Number.isInteger(number) && number > 0 && number <= 0xffffffff
    ? { sdkAppId, name: { kind: 'int', value: number } }
    : null;
}

/** The name as the vendor prints it in stream ids, file names and CommIds, where the kind is lost. */
export function roomText(name: RoomName): string {
  return String(name.value);
}

/** User ids: at most 32 of letters, digits, `_` and `-` (UserSig documentation). */
export const userIdPattern = /^[A-Za-z0-9_-]{1,32}$/;

/** String rooms: at most 64 bytes of letters, digits and the vendor's punctuation; RTMP itself allows letters, digits, `_`. */
export const stringRoomPattern = /^[A-Za-z0-9 !#$%&()+\-:;<=.>?@[\]^_{}|~,]{1,64}$/;

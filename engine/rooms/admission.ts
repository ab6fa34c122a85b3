import { roomText, stringRoomPattern, userIdPattern } from '../../domain/room/room-key.ts';
import type { PublishRequest } from '../ingest/publisher.ts';

/** Letters, digits and what an URL-encoded default id holds; 64 bytes at most (OutputParams.StreamId). */
export const streamIdPattern = /^[A-Za-z0-9_.%~-]{1,64}$/;
/** A default id of the longest names, each of its signs percent-encoded, has 243 characters. */
export const maxStreamIdLength = 256;
const recordIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** What is wrong with the names in a publisher's address, as the publisher should read it; null when nothing is. */
export function findAddressFault(request: PublishRequest): string | null {
  if (!userIdPattern.test(request.userId)) return 'userid must be 1 to 32 letters, digits, _ or -';
  if (request.room.kind === 'string' && !stringRoomPattern.test(request.room.value))
    return 'the room must be 1 to 64 of the letters, digits and signs that the vendor allows';
  if (request.streamId !== null && !streamIdPattern.test(request.streamId))
    return 'streamid must be 1 to 64 letters, digits or _ - . % ~';
  if (request.userDefineRecordId !== null && !recordIdPattern.test(request.userDefineRecordId))
    return 'userdefinerecordid must be 1 to 64 letters, digits, _ or -';
  return null;
}

/** The id that a stream has when its publisher chose none (https://www.tencentcloud.com/document/product/647/35242). */
export function defaultStreamId({
  sdkAppId,
  room,
  userId,
  streamType,
}: Pick<PublishRequest, 'sdkAppId' | 'room' | 'userId' | 'streamType'>): string {
  return encodeURIComponent(`${String(sdkAppId)}_${roomText(room)}_${userId}_${streamType}`);
}

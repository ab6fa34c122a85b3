import { createHash } from 'node:crypto';
import type { StreamType } from '../domain/room/room-key.ts';

/** Whose stream a default id is made of. */
export interface StreamOwner {
  readonly room: string;
  readonly userId: string;
  readonly streamType: StreamType;
}

/**
 * The default stream id of applications made before 2020-01-09: `<bizid>_<MD5 of room_user_type, upper case>`
 * (https://www.tencentcloud.com/document/product/647/35242). Newer ones write room, user and type out.
 */
export function printLegacyStreamId(bizId: number, { room, userId, streamType }: StreamOwner): string {
  const digest = createHash('md5').update(`${room}_${userId}_${streamType}`, 'utf8').digest('hex');
  return `${String(bizId)}_${digest.toUpperCase()}`;
}

/** Which of a user's two streams has this id by default; null where it is no such id, or another's. */
export function typeOfLegacyStreamId(
  streamId: string,
  owner: Omit<StreamOwner, 'streamType'>,
): StreamType | null {
  const match = /^(\d{1,10})_[\dA-F]{32}$/.exec(streamId);
  if (match === null) return null;
  return (
    (['main', 'aux'] as const).find(
      (streamType) => printLegacyStreamId(Number(match[1]), { ...owner, streamType }) === streamId,
    ) ?? null
  );
}

import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../../domain/errors.ts';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { roomText } from '../../domain/room/room-key.ts';
import type { PushAddress } from '../relay/push-address.ts';

export interface MixRequest {
  readonly room: RoomName;
  /** The user in the room whose own call asks for it; null where a server's does. */
  readonly by: string | null;
  /**
   * Null means, for a server, the default, `<sdkappid>_<room>_mix`, percent-encoded as the default ids of users are; for a user that
   * the mix goes out as the user's own main stream.
   */
  readonly streamId: string | null;
  /** The head of the recorded file's name; without one the mix is not recorded. */
  readonly recordId: string | null;
  /** Only the sound of the mix is recorded, into AAC. */
  readonly recordsSoundOnly: boolean;
  /** An address elsewhere that the mix is pushed to as well. */
  readonly pushTo: PushAddress | null;
  readonly form: MixForm;
}

export function isIntoOwnStream({ by, streamId }: MixRequest): boolean {
  return by !== null && streamId === null;
}

export function streamIdOf(sdkAppId: number, { streamId, room }: MixRequest): string {
  return streamId ?? encodeURIComponent(`${String(sdkAppId)}_${roomText(room)}_mix`);
}

/** The same but for what can change in a running mix. */
export function isSameOutput(one: MixRequest, other: MixRequest): boolean {
  const fixed = ({ form, recordsSoundOnly, pushTo }: MixRequest): unknown => {
    const encode = { ...form.encode, backgroundColor: 0, backgroundImageUrl: null };
    return { encode, recordsSoundOnly, pushTo };
  };
  return isDeepStrictEqual(fixed(one), fixed(other));
}

/**
 * A room's mix belongs to who began it: mixing by a server and by a user exclude each other, and so do two users
 * (https://www.tencentcloud.com/document/product/647/35426). Throws CONFLICT.
 */
export function requireSameOwner(running: MixRequest, by: string | null): void {
  if (running.by === by) return;
  const room = roomText(running.room);
  const owner =
    running.by === null
      ? `the room ${room} is mixed by a server (StartMCUMixTranscode)`
      : `the room ${room} is mixed by its user ${running.by} (setMixTranscodingConfig)`;
  const rule =
    running.by === null || by === null ? 'the two ways exclude each other' : 'one user mixes at a time';
  throw new DomainError('CONFLICT', 'caller', `${owner}; ${rule}`);
}

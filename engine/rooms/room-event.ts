import type { RoomName } from '../../domain/room/room-key.ts';

/** Why a user left, in the vendor's numbers (https://trtc.io/document/39558). */
export const leaveReasons = { normal: 1, timeout: 2, kicked: 3 } as const;

interface InRoom {
  readonly sdkAppId: number;
  /** The session of the room: `<sdkappid>_<room>_<seconds of its creation>`. */
  readonly commId: string;
  readonly room: RoomName;
  readonly userId: string;
  readonly atMs: number;
}

/** What happens in rooms. A user who leaves takes the streams along: no stop is told of each. */
export type RoomEvent =
  | (InRoom & { readonly name: 'room-created' | 'room-dismissed' | 'user-entered' })
  | (InRoom & { readonly name: 'user-left'; readonly reason: number })
  | (InRoom & {
      readonly name:
        'video-started' | 'video-stopped' | 'audio-started' | 'audio-stopped' | 'aux-started' | 'aux-stopped';
    });

/** A stream from its acceptance to its end, as the events of pushing tell it. */
export interface Push {
  readonly sdkAppId: number;
  /** The same in the events of beginning and end. */
  readonly sequence: string;
  readonly streamId: string;
  /** Null for a mix. */
  readonly streamParam: string | null;
  readonly remoteAddress: string;
  readonly startedAtMs: number;
}

/** A mix from its beginning to its end. */
export interface StartedMix {
  readonly mixId: string;
  readonly sdkAppId: number;
  /** The session of the room that it mixes. */
  readonly commId: string;
  /** Of its own stream, or of its user's in whose place it goes out. */
  readonly streamId: string;
  /** The user whose own call asked for it; null for a server's. */
  readonly userId: string | null;
  readonly intoOwnStream: boolean;
  /** 0 × 0 for sound alone. */
  readonly width: number;
  readonly height: number;
  readonly atMs: number;
}

/** Told of everything live, at once and in order. Must not throw. */
export interface RoomListener {
  room(event: RoomEvent): void;
  /** Comes when the size of the picture is known, or when it is clear that there is none. */
  pushStarted(push: Push, size: { readonly width: number; readonly height: number }): void;
  pushEnded(push: Push, size: { readonly width: number; readonly height: number }, atMs: number): void;
  mixStarted(mix: StartedMix): void;
  mixEnded(mixId: string, atMs: number): void;
}

import type { RoomName, StreamType } from '../../domain/room/room-key.ts';
import type { PushAddress } from '../relay/push-address.ts';
import type { PushState } from '../relay/rtmp-push.ts';

/** Where a relay goes: onto the air here under a name, or to an address elsewhere. `url` is what asked for it. */
export type RelayTarget = { readonly url: string } & (
  { readonly kind: 'air'; readonly name: string } | { readonly kind: 'push'; readonly address: PushAddress }
);

export interface RelayedStream {
  readonly userId: string;
  readonly streamType: StreamType;
}

export interface RelayRequest {
  readonly room: RoomName;
  /** The robot that relays; one of its name in an application at a time. */
  readonly robotUserId: string;
  readonly from: RelayedStream;
  readonly targets: readonly RelayTarget[];
  /** Without its stream for so long a relay ends by itself. */
  readonly maxIdleSeconds: number;
}

export interface RelayChange {
  /** Higher than that of every change before. */
  readonly sequence: number;
  readonly from: RelayedStream | null;
  readonly targets: readonly RelayTarget[] | null;
}

/** One target of a relay has come into another state. */
export interface RelayEvent {
  readonly sdkAppId: number;
  readonly taskId: string;
  readonly room: RoomName;
  readonly robotUserId: string;
  readonly url: string;
  readonly state: PushState;
  readonly reason: string | null;
  readonly atMs: number;
}

/** Told at once and in order. Must not throw. */
export type RelayListener = (event: RelayEvent) => void;

/** A relay as the next process must know it to go on with it: what it was asked for last. */
export interface NotedRelay {
  readonly sdkAppId: number;
  readonly taskId: string;
  readonly request: RelayRequest;
  readonly sequence: number;
}

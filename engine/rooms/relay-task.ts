import type { RoomName, StreamType } from '../../domain/room/room-key.ts';
import type { OnAir } from '../relay/on-air.ts';
import type { PushAddress } from '../relay/push-address.ts';
import type { PushState } from '../relay/rtmp-push.ts';
import type { RelayedMix, RelayMixOptions } from './relay-mix.ts';
import type { Rooms } from './rooms.ts';
import type { Notes } from './task-notes.ts';

/** Where a relay goes: onto the air here under a name, or to an address elsewhere. `url` is what asked for it. */
export type RelayTarget = { readonly url: string } & (
  { readonly kind: 'air'; readonly name: string } | { readonly kind: 'push'; readonly address: PushAddress }
);

export interface RelayedStream {
  readonly userId: string;
  readonly streamType: StreamType;
}

/** One user's stream as it comes, or all of a room's made into one. */
export type RelayFrom =
  ({ readonly kind: 'stream' } & RelayedStream) | ({ readonly kind: 'mix' } & RelayedMix);

export interface RelayRequest {
  readonly room: RoomName;
  /** The robot that relays; one of its name in an application at a time. */
  readonly robotUserId: string;
  readonly from: RelayFrom;
  readonly targets: readonly RelayTarget[];
  /** Without its stream for so long a relay ends by itself. */
  readonly maxIdleSeconds: number;
}

export interface RelayChange {
  /** Higher than that of every change before. */
  readonly sequence: number;
  /** Of the kind that it is. */
  readonly from: RelayFrom | null;
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

/** The relays of one application, from their start to their end and over the ends of processes. */
export interface RoomRelays {
  /**
   * Answers the task's id once the next process would go on with it. Throws CONFLICT for a robot or a name in use, LIMIT_EXCEEDED
   * beyond 100 relays of an application; of a mix, BAD_INPUT for a picture that cannot be had and UNSUPPORTED without ffmpeg.
   */
  start(request: RelayRequest): Promise<string>;
  /** What a task relays. Throws NOT_FOUND. */
  fromOf(taskId: string): RelayFrom;
  /** Throws NOT_FOUND, CONFLICT for a sequence that is not higher or a name in use. Targets that stay go on. */
  update(taskId: string, change: RelayChange): Promise<void>;
  /** Throws NOT_FOUND. */
  stop(taskId: string): Promise<void>;
  /** Goes on with a relay of an earlier process: it waits for its stream as for one that has just left. */
  restore(noted: NotedRelay): void;
  /** Leaves every relay to the next process. */
  close(): Promise<void>;
}

export interface RoomRelaysOptions extends RelayMixOptions {
  readonly rooms: Rooms;
  readonly onAir: Pick<OnAir, 'isFree' | 'put' | 'take'>;
  /** Hosts that streams may be pushed to although they are not public. */
  readonly pushHosts: readonly string[];
  readonly onRelay: RelayListener;
  readonly onPushed: (streamId: string, bytes: number) => void;
  readonly notes: Pick<Notes<NotedRelay>, 'write' | 'forget'>;
}

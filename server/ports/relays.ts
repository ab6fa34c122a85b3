import type { CommandedRelay, RelayState, RelayTargetStatus } from '../../domain/relay/relay-lifecycle.ts';
import type { RoomName, StreamType } from '../../domain/room/room-key.ts';
import type { VisibleScope } from './records.ts';

/** One relay asked for. The intent is stored before the vendor is called. */
export interface RelayRecord {
  readonly id: string;
  readonly sdkAppId: number;
  /** The room session in which it was asked for. */
  readonly roomId: string;
  /** The robot that relays: what the cloud tells is found by it. */
  readonly robotUserId: string;
  readonly userId: string;
  readonly streamType: StreamType;
  /** Its name on the live network, under which it is watched. */
  readonly streamId: string;
  /** Every target as the vendor was asked for it, the live network's first. They may hold secrets. */
  readonly urls: readonly string[];
  /** The vendor's id; null until it is known. */
  readonly taskId: string | null;
  /** Derived from what our commands came to and what the provider told. */
  readonly state: RelayState;
  readonly failure: string | null;
  readonly targets: readonly RelayTargetStatus[];
  readonly requestedAt: Date;
  readonly stoppedAt: Date | null;
}

export interface StartRelay {
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly robotUserId: string;
  readonly userId: string;
  readonly streamType: StreamType;
  readonly urls: readonly string[];
  readonly maxIdleSeconds: number;
}

export interface LiveUrls {
  readonly flv: string;
  readonly hls: string;
  /** Who watches FLV then goes on; HLS ends. */
  readonly expiresAt: Date;
}

/** The cloud's side of relays. Every error is a DomainError. */
export interface RelayProvider {
  /** The address on the live network that makes a stream be watched under a name. Throws UNSUPPORTED where none is known. */
  liveAddress(streamId: string, now: Date): string;
  start(relay: StartRelay, now: Date): Promise<string>;
  stop(sdkAppId: number, taskId: string): Promise<void>;
  /** What viewers of a stream, or of all (null), took in at most a day, by the minute. */
  traffic(
    streamId: string | null,
    from: Date,
    until: Date,
  ): Promise<readonly { readonly slotStart: Date; readonly bytes: number }[]>;
  /** Pure: play addresses with txSecret and txTime; null where no play domain is known. */
  playUrls(streamId: string, expiresAt: Date): LiveUrls | null;
}

export type RequestedRelay = Pick<
  RelayRecord,
  'id' | 'sdkAppId' | 'roomId' | 'robotUserId' | 'userId' | 'streamType' | 'streamId' | 'urls' | 'requestedAt'
> & { readonly maxIdleSeconds: number };

/** Each change of what is known appends its event in its transaction. */
export interface RelayStore {
  request(relay: RequestedRelay): Promise<void>;
  /** What a command came to. Where the provider told of the relay, that counts. */
  settle(
    id: string,
    came: { readonly to: CommandedRelay; readonly failure: string | null; readonly taskId?: string },
  ): Promise<void>;
  /** Null for one that is not there or not visible. */
  find(id: string, scope: VisibleScope): Promise<RelayRecord | null>;
  /** Newest first. */
  byRoomIds(roomIds: readonly string[], scope: VisibleScope): Promise<readonly RelayRecord[]>;
  /**
   * Decides relays whose command is open since before `openBefore`: a start that nothing shows was refused, a stop that nothing shows
   * was not taken; one whose room was over so long that it ended by itself is stopped. Answers how many.
   */
  lapse(openBefore: Date): Promise<number>;
}

import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import type { RoomFact } from '../../domain/room/sessions.ts';
import type { InboundCallback } from './inbox.ts';

/** A file as the media library lists it. */
export interface ListedFile {
  readonly fileId: string;
  readonly sdkAppId: number;
  readonly streamId: string;
  readonly format: RecordingFormat;
  readonly startMs: number;
  readonly endMs: number;
  readonly durationMs: number;
  readonly bytes: number;
  /** When the library had it, which is later than its end by as long as its recording waited for its stream. */
  readonly createdMs: number;
}

/** A time as a list tells it: the beginning of its second, unless the list says more. */
export interface ListedTime {
  readonly ms: number;
  readonly exact: boolean;
}

/** One session of a room as the provider lists it. */
export interface ListedRoom {
  readonly commId: string;
  readonly text: string;
  /** Null where the list does not tell a number from a name. */
  readonly kind: RoomName['kind'] | null;
  readonly creator: string | null;
  readonly created: ListedTime;
  /** Null while it goes on. */
  readonly destroyed: ListedTime | null;
}

/** One stay of a user in one session of a room. */
export interface ListedStay {
  readonly userId: string;
  readonly joined: ListedTime;
  /** Null while the user is there. */
  readonly left: ListedTime | null;
}

/** One push to the live service that is over, to the second. */
export interface ListedPush {
  readonly streamId: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** What the provider still knows of what it has told, or tried to tell. Each throws where it cannot be asked. */
export interface ProviderRecords {
  /** The bodies of all callbacks about a stream, as they were sent. */
  callbacksOf(streamId: string, from: Date, until: Date): Promise<readonly string[]>;
  /** Files made between two times in the main library or a sub-application; of one stream where it is named. */
  filesMade(
    from: Date,
    until: Date,
    subAppId: number | null,
    streamId?: string,
  ): Promise<readonly ListedFile[]>;
  roomsBetween(sdkAppId: number, from: Date, until: Date): Promise<readonly ListedRoom[]>;
  /** Who was in one session of a room. */
  staysOf(sdkAppId: number, commId: string, from: Date, until: Date): Promise<readonly ListedStay[]>;
  /** Pushes that are over and ended between two times; none where the domain of the pushes is not known. */
  pushesEnded(sdkAppId: number, from: Date, until: Date): Promise<readonly ListedPush[]>;
  /** The ids of the streams that are on. */
  liveStreams(sdkAppId: number): Promise<ReadonlySet<string>>;
  /** False once the provider knows no such task any more. */
  isTaskRunning(sdkAppId: number, taskId: string): Promise<boolean>;
}

/** A stream of which something that should have come has not. */
export interface DoubtfulStream {
  readonly sdkAppId: number;
  readonly streamId: string;
  /** From when on its callbacks are asked for. */
  readonly from: Date;
}

export interface Repair {
  /** A callback that is known already is none. */
  readonly callback: InboundCallback;
  /** The list that told it. */
  readonly source: string;
  /** What had not come, in words: `a file`. */
  readonly missing: string;
}

export interface RepairStore {
  /** Takes what had not come and tells so in the event log; false where it had come. */
  repair(repair: Repair): Promise<boolean>;
  /** Until when everything in a source was looked at; null before the first look. */
  lookedUntil(sdkAppId: number, source: string): Promise<Date | null>;
  keepLook(sdkAppId: number, source: string, until: Date): Promise<void>;
  /** Tells that a source does not reach back to where it was last looked at. */
  tellUnrecoverable(sdkAppId: number, source: string, from: Date, until: Date): Promise<void>;
  unknownFiles(fileIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Streams of callbacks that came after their time and were not applied. */
  lateStreams(): Promise<readonly DoubtfulStream[]>;
  /** Rooms that began before a time and are not over. */
  openRooms(
    startedBefore: Date,
  ): Promise<readonly { readonly sdkAppId: number; readonly name: RoomName; readonly startedAt: Date }[]>;
  /** Room names of an application that read as a text and that something told of around a time. */
  roomsNamed(sdkAppId: number, text: string, around: Date): Promise<readonly RoomName[]>;
  /** Those of some facts of a list that nothing told of yet, to the second. */
  unknownRoomFacts(
    sdkAppId: number,
    name: RoomName,
    facts: readonly RoomFact[],
  ): Promise<readonly RoomFact[]>;
  /** Tasks that run, as far as we know, since before a time. */
  openTasks(
    requestedBefore: Date,
  ): Promise<readonly { readonly sdkAppId: number; readonly robotUserId: string; readonly taskId: string }[]>;
}

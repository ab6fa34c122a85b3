import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
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
}

/** One session of a room as the provider lists it, to the second. A room is told by its text: a number and a name look alike. */
export interface ListedRoom {
  readonly commId: string;
  readonly text: string;
  readonly createdMs: number;
  /** Null while it goes on. */
  readonly destroyedMs: number | null;
}

export interface ListedExit {
  readonly userId: string;
  readonly leftMs: number;
}

/** What the provider still knows of what it has told, or tried to tell. Each throws where it cannot be asked. */
export interface ProviderRecords {
  /** The bodies of all callbacks about a stream, as they were sent. */
  callbacksOf(streamId: string, from: Date, until: Date): Promise<readonly string[]>;
  /** Files made between two times in the main library or a sub-application. */
  filesMade(from: Date, until: Date, subAppId: number | null): Promise<readonly ListedFile[]>;
  roomsBetween(sdkAppId: number, from: Date, until: Date): Promise<readonly ListedRoom[]>;
  /** Users who left one session of a room. */
  exitsOf(sdkAppId: number, commId: string, from: Date, until: Date): Promise<readonly ListedExit[]>;
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
  /** Tasks that run, as far as we know, since before a time. */
  openTasks(
    requestedBefore: Date,
  ): Promise<readonly { readonly sdkAppId: number; readonly robotUserId: string; readonly taskId: string }[]>;
}

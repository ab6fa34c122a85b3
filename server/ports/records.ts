import type { MixLayout } from '../../domain/mixing/layout.ts';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import type { MarkLevel } from '../../domain/recording/facts.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RecordingGap } from '../../domain/recording/gaps.ts';
import type { DerivedRecordingState } from '../../domain/recording/lifecycle.ts';
import type { RecordedMethod } from '../../domain/recording/method.ts';
import type { Interruption } from '../../domain/recording/pushes.ts';
import type { DerivedFileState, GoneBecause } from '../../domain/recording/shelf.ts';
import type { RoomName } from '../../domain/room/room-key.ts';

/** One session of a room (the vendor's CommId). The same name tomorrow is another record. */
export interface RoomRecord {
  readonly id: string;
  readonly sdkAppId: number;
  readonly name: RoomName;
  /** How many sessions of this name came before, plus one. */
  readonly number: number;
  /** `<sdkappid>_<room>_<createts>`; null while only later facts of the session are known. */
  readonly commId: string | null;
  readonly state: 'ACTIVE' | 'ENDED';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface StreamRecord {
  readonly id: string;
  readonly sdkAppId: number;
  readonly roomId: string | null;
  /** The vendor's stream id on its live network. */
  readonly streamId: string;
  readonly userId: string | null;
  readonly streamType: 'main' | 'aux' | 'mix';
  readonly state: 'LIVE' | 'ENDED';
  readonly width: number | null;
  readonly height: number | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Times in which it was away and its recording waited for it, oldest first. */
  readonly interruptions: readonly Interruption[];
}

/** Where a recording stands; `domain/recording/commands.ts` says what may follow and what may be asked. */
export type RecordingState = DerivedRecordingState;

export interface RecordingRecord {
  readonly id: string;
  readonly sdkAppId: number;
  readonly roomId: string | null;
  /** The `StreamRecord.id` recorded; null when only files are known. */
  readonly streamRecordId: string | null;
  readonly kind: 'STREAM' | 'MIX';
  readonly userId: string | null;
  readonly streamId: string;
  readonly streamType: 'main' | 'aux' | 'mix';
  readonly userDefineRecordId: string | null;
  readonly state: RecordingState;
  readonly failure: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Longest file of any format; null until a file is announced. */
  readonly durationMs: number | null;
  readonly description: string;
  readonly tags: readonly string[];
  /** Of its first file in the media library; empty until one is confirmed. */
  readonly name: string;
  /** Of the files that the media library has: what storage is charged for. */
  readonly bytes: number;
  /** Days after its end, of its own; 0 = for ever, null = by the application's policy. */
  readonly retentionDays: number | null;
  /** Time that was left out of it, oldest first. */
  readonly gaps: readonly RecordingGap[];
  /** The provider's recording sessions, oldest first; empty where it told of files alone. */
  readonly sessionIds: readonly string[];
  /** The earlier recording of the same stream at the same time; both are charged. */
  readonly duplicateOf: string | null;
  /** Null until the facts tell. */
  readonly method: RecordedMethod | null;
  /** What is missing at the beginning of what a task records; null otherwise, and until a file is announced. */
  readonly startGapMs: number | null;
}

/** PENDING: announced by a callback. READY: confirmed by DescribeMediaInfos. FAILED: not confirmed in time. */
export type RecordingFileState = DerivedFileState;

export interface RecordingFileRecord {
  readonly id: string;
  readonly recordingId: string;
  /** The media library's FileId. */
  readonly fileId: string;
  readonly format: RecordingFormat;
  /** 1 for the format's first file, 2 where the recording was split and went on … */
  readonly part: number;
  readonly name: string | null;
  readonly state: RecordingFileState;
  readonly bytes: number | null;
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** The unsigned address, from DescribeMediaInfos only. */
  readonly mediaUrl: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly createdAt: Date;
  /** When it was gone from the media library, for whatever reason. */
  readonly deletedAt: Date | null;
  readonly goneBecause: GoneBecause | null;
  /** The vendor's sub-application that it lies in; null = the account's main one, or not looked up yet. */
  readonly subAppId: number | null;
  /** The media library's own ExpireTime; null = never, or not looked up yet. */
  readonly expiresAt: Date | null;
  readonly md5: string | null;
  readonly coverUrl: string | null;
  readonly spriteVttUrl: string | null;
  readonly trashedAt: Date | null;
  /** When the trash is emptied of it; its bytes are charged until then. */
  readonly purgeAt: Date | null;
  readonly formerExpiresAt: Date | null;
  /** Where a delivery policy put it, below the folder of the configuration. */
  readonly deliveredPath: string | null;
}

/** One mix. The intent of one that is asked for here is stored before the vendor is called. */
export interface MixRecord {
  readonly id: string;
  readonly sdkAppId: number;
  readonly roomId: string;
  readonly streamId: string;
  /** Null where it is not recorded, and of one that was asked for elsewhere. */
  readonly recordId: string | null;
  /** The user whose own call asked for it, by the vendor's SDK; null for a server's. */
  readonly askedBy: string | null;
  /** It goes out in place of that user's stream. */
  readonly intoOwnStream: boolean;
  readonly state: 'REQUESTED' | 'RUNNING' | 'UNCONFIRMED' | 'STOPPED' | 'REFUSED';
  /** 0 × 0 for sound alone. */
  readonly width: number;
  readonly height: number;
  /** With the layout in effect. Null for a mix from before layouts were kept, and for one that was asked for elsewhere. */
  readonly form: MixForm | null;
  /** The layout that was asked for and is not known to be in effect; null for none. */
  readonly nextLayout: MixLayout | null;
  readonly layoutState: 'APPLIED' | 'REQUESTED' | 'UNCONFIRMED';
  readonly requestedAt: Date;
  readonly stoppedAt: Date | null;
  readonly failure: string | null;
}

/** What a caller may see. `null` in a list means no restriction by it; restrictions are joined by AND. */
export interface VisibleScope {
  readonly sdkAppIds: readonly number[] | null;
  readonly roomIds: readonly string[] | null;
  readonly recordingIds: readonly string[] | null;
  readonly userId: string | null;
}

export interface PageRequest {
  /** 1 to 100. */
  readonly first: number;
  /** Opaque cursor of the last row seen. */
  readonly after: string | null;
}

export interface Page<T> {
  readonly rows: readonly { readonly cursor: string; readonly row: T }[];
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}

export interface RoomFilter {
  readonly sdkAppId?: number;
  readonly name?: RoomName;
  /** The vendor's id of the session; at most one matches. */
  readonly commId?: string;
  readonly state?: RoomRecord['state'];
  readonly startedAfter?: Date;
  readonly startedBefore?: Date;
}

export interface RecordingFilter {
  readonly sdkAppId?: number;
  readonly roomId?: string;
  readonly userId?: string;
  readonly streamId?: string;
  readonly kind?: RecordingRecord['kind'];
  readonly method?: RecordedMethod;
  readonly states?: readonly RecordingState[];
  readonly format?: RecordingFormat;
  /** Matches the beginning of any of its files' names. */
  readonly namePrefix?: string;
  /** Having a quality mark of any of these levels, and codes. */
  readonly markLevels?: readonly MarkLevel[];
  readonly markCodes?: readonly string[];
  /** Anywhere in its files' names, user, room, stream, record id, tags or description, whatever the case. */
  readonly text?: string;
  readonly roomName?: RoomName;
  /** It carries all of them. */
  readonly tags?: readonly string[];
  readonly held?: boolean;
  readonly subAppId?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  readonly startedAfter?: Date;
  readonly startedBefore?: Date;
}

/** Lists come newest first by start, then id. The `…ByIds` calls answer in one statement, for loaders. */
export interface RecordStore {
  rooms(filter: RoomFilter, scope: VisibleScope, page: PageRequest): Promise<Page<RoomRecord>>;
  roomsByIds(ids: readonly string[], scope: VisibleScope): Promise<readonly RoomRecord[]>;
  recordingsByIds(ids: readonly string[], scope: VisibleScope): Promise<readonly RecordingRecord[]>;
  recordingsByRoomIds(roomIds: readonly string[], scope: VisibleScope): Promise<readonly RecordingRecord[]>;
  streamsByRoomIds(roomIds: readonly string[], scope: VisibleScope): Promise<readonly StreamRecord[]>;
  streamsByIds(ids: readonly string[], scope: VisibleScope): Promise<readonly StreamRecord[]>;
  filesByRecordingIds(recordingIds: readonly string[]): Promise<readonly RecordingFileRecord[]>;
  filesByIds(ids: readonly string[]): Promise<readonly RecordingFileRecord[]>;
  mixesByRoomIds(roomIds: readonly string[], scope: VisibleScope): Promise<readonly MixRecord[]>;
  mixById(id: string, scope: VisibleScope): Promise<MixRecord | null>;
  /** The running session of a name, or null. */
  activeRoom(sdkAppId: number, name: RoomName): Promise<RoomRecord | null>;
}

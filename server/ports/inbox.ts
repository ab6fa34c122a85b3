import type { StreamFact } from '../../domain/recording/facts.ts';
import type { PendingWait } from '../../domain/recording/waits.ts';
import type { RelayFact } from '../../domain/relay/relay-lifecycle.ts';
import type { TaskFact } from '../../domain/recording/task-lifecycle.ts';
import type { RoomFact } from '../../domain/room/sessions.ts';
import type { RoomName } from '../../domain/room/room-key.ts';

/** A fact and what it is about: one stream id, one room name, or the robot of one recording task or relay, of one application. */
export type SubjectFact =
  | {
      readonly about: 'stream';
      readonly sdkAppId: number;
      readonly streamId: string;
      readonly fact: StreamFact;
    }
  | { readonly about: 'room'; readonly sdkAppId: number; readonly room: RoomName; readonly fact: RoomFact }
  | {
      readonly about: 'task';
      readonly sdkAppId: number;
      readonly robotUserId: string;
      readonly fact: TaskFact;
    }
  | {
      readonly about: 'relay';
      readonly sdkAppId: number;
      readonly robotUserId: string;
      readonly fact: RelayFact;
    };

/** A callback as it came, and the facts read from it. */
export interface InboundCallback {
  readonly sdkAppId: number;
  readonly kind: 'css' | 'trtc';
  /** The same for every repetition of one callback. */
  readonly dedupeKey: string;
  readonly body: string;
  readonly facts: readonly SubjectFact[];
  /** False where the signature was right and its time had passed: kept, never applied by itself. */
  readonly trusted: boolean;
}

export interface Inbox {
  /** Resolves when the callback would survive a crash. False when it is known already. */
  store(callback: InboundCallback): Promise<boolean>;
  /** Applies what is stored and was not applied, oldest first; answers how many. */
  applyStored(): Promise<number>;
}

export interface WaitingRecording {
  readonly sdkAppId: number;
  readonly streamId: string;
  readonly startedAt: Date;
  readonly waits: readonly PendingWait[];
  /** Null while its room goes on, or where it has none that is known. */
  readonly roomEndedAt: Date | null;
}

/** Takes facts in: what follows from all that is known is derived anew, stored, and told in the event log, at once. */
export interface FactStore {
  take(facts: readonly SubjectFact[]): Promise<void>;
  /** Announced files whose time to be looked up has come. */
  pendingFiles(limit: number): Promise<
    readonly {
      readonly sdkAppId: number;
      readonly streamId: string;
      readonly recordingId: string;
      readonly fileId: string;
      readonly checks: number;
    }[]
  >;
  /** Recordings that cannot go on without something, with when their rooms were over. */
  waiting(): Promise<readonly WaitingRecording[]>;
  /** The media library does not know the file yet. */
  postponeFile(fileId: string, afterMs: number): Promise<void>;
  /** The files are looked up at once, whenever their time was. */
  hastenFiles(fileIds: readonly string[]): Promise<void>;
}

import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import type { RecordedFile, RecordingContext, RecordingRules } from '../record/recorded-file.ts';

/** A callback to be sent, with a key that makes a repeated fact send it once. `event` is what the sender prints. */
export interface CallbackFact {
  readonly key: string;
  /** Whose address and key it is sent with, as they are when it is sent. */
  readonly sdkAppId: number;
  readonly kind: 'css' | 'trtc';
  readonly event: unknown;
}

/** What the engine remembers of one happening. Plain JSON; applying one twice changes nothing. */
export type LibraryFact =
  | {
      readonly type: 'file-closed';
      readonly sessionId: string;
      readonly context: RecordingContext;
      readonly name: string;
      readonly file: RecordedFile;
      /** Where the file goes and how long it stays; absent in a spool that an older version left. */
      readonly keeping?: Pick<RecordingRules, 'retentionDays' | 'subAppId'>;
    }
  | {
      readonly type: 'room-created';
      readonly commId: string;
      readonly sdkAppId: number;
      readonly room: RoomName;
      readonly creator: string;
      readonly atMs: number;
    }
  | { readonly type: 'room-dismissed'; readonly commId: string; readonly atMs: number }
  | { readonly type: 'user-entered'; readonly commId: string; readonly userId: string; readonly atMs: number }
  | { readonly type: 'user-left'; readonly commId: string; readonly userId: string; readonly atMs: number }
  | {
      readonly type: 'push-started';
      readonly sequence: string;
      readonly streamId: string;
      readonly atMs: number;
      readonly event: unknown;
    }
  | { readonly type: 'push-ended'; readonly sequence: string; readonly atMs: number }
  | {
      readonly type: 'recording-started';
      readonly sessionId: string;
      readonly format: RecordingFormat;
      readonly sdkAppId: number;
      readonly taskId: string | null;
      readonly atMs: number;
    }
  | {
      readonly type: 'recording-ended';
      readonly sessionId: string;
      readonly format: RecordingFormat;
      readonly atMs: number;
    }
  | {
      readonly type: 'task-started';
      readonly taskId: string;
      readonly sdkAppId: number;
      readonly atMs: number;
    }
  | { readonly type: 'task-ended'; readonly taskId: string; readonly atMs: number }
  | {
      readonly type: 'mix-started';
      readonly mixId: string;
      readonly sdkAppId: number;
      readonly commId: string;
      readonly streamId: string;
      /** The user who asked for it; null for a server. */
      readonly userId: string | null;
      readonly intoOwnStream: boolean;
      readonly width: number;
      readonly height: number;
      readonly atMs: number;
    }
  | { readonly type: 'mix-ended'; readonly mixId: string; readonly atMs: number }
  | { readonly type: 'nothing' };

/** One happening and the callbacks that tell of it: kept together or not at all. */
export interface Happening {
  readonly fact: LibraryFact;
  readonly callbacks: readonly CallbackFact[];
}

/** A happening as it waits for the database, perhaps longer than the process lives that it happened in. */
export interface KeptHappening extends Happening {
  /** The process it happened in; what earlier versions kept does not say. */
  readonly run?: string;
}

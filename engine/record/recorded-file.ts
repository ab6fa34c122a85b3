import type { MarkLevel, MarkPhase } from '../../domain/recording/facts.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { VideoCodec } from '../containers/track.ts';
import type { PacketSink } from '../ingest/media-packet.ts';

/** One finished file of a recording, as the recorder hands it to the library. Times are epoch milliseconds. */
export interface RecordedFile {
  /** The library's id: 20 decimal digits, allocated when the file is opened. */
  readonly fileId: string;
  readonly format: RecordingFormat;
  /** Path of the file (MP4: `f0.mp4`) or of the playlist (HLS: `playlist.m3u8`), relative to the media folder. */
  readonly path: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Length of the media itself, which is not `endedAtMs - startedAtMs` when the network stalled. */
  readonly durationMs: number;
  readonly bytes: number;
  readonly video: {
    readonly codec: VideoCodec;
    readonly width: number;
    readonly height: number;
    readonly frames: number;
  } | null;
  readonly audio: { readonly codec: 'aac'; readonly sampleRate: number; readonly channels: number } | null;
  /** True when an interrupted recording was completed at the next start. */
  readonly recovered: boolean;
}

/** Who and what is recorded; everything the journal must hold to finish the recording after a crash. */
export interface RecordingPlan {
  /** The recording session's id: unique for ever, file-name safe (used for the journal's name). */
  readonly sessionId: string;
  /** The application's identity and the stream's, opaque to the recorder, given back with every file. */
  readonly context: RecordingContext;
  readonly formats: readonly RecordingFormat[];
  readonly rules: RecordingRules;
}

/** The application's settings as they were when the recording began: a later change is for later recordings. */
export interface RecordingRules {
  /** A file is split at the first key frame at or after this length; HLS never is. Null: no file is split. */
  readonly maxFileSeconds: number | null;
  /** How long a recording whose stream ended waits for it to come back into the same files; 0 ends it at once. */
  readonly resumeTimeoutSeconds: number;
  readonly hlsSegments: 'fmp4' | 'ts';
  /** Days until a finished file expires; 0 keeps it for ever. */
  readonly retentionDays: number;
  /** The media library's sub-application that the files go to; null is the main one. */
  readonly subAppId: number | null;
}

/** Why media of a running recording is left out for a while: a command, or a user who does not consent. */
export type HoldReason = 'command' | 'consent';

/** A running recording of one stream. */
export interface RecordingSession extends PacketSink {
  readonly sessionId: string;
  /** True while media is left out. */
  readonly isHeld: boolean;
  /** The stream is over: the recording waits for it to come back as long as its rules say. */
  end(): void;
  /** Ends now, without waiting. */
  stop(): void;
  /** From here media is left out. Several reasons hold independently. */
  hold(reason: HoldReason): void;
  /** Goes on with the next key frame once no reason holds any more; the files have no gap in their times. */
  release(reason: HoldReason): void;
  /** Resolves when every file is in the library, or stands in the journal for the next start. Never rejects. */
  readonly done: Promise<void>;
}

/** What the library and the callbacks must know about the recorded stream. Plain JSON. */
export interface RecordingContext {
  readonly sdkAppId: number;
  readonly room:
    { readonly kind: 'int'; readonly value: number } | { readonly kind: 'string'; readonly value: string };
  readonly userId: string | null;
  readonly streamType: 'main' | 'aux' | 'mix';
  readonly streamId: string;
  /** The push's number, the same in the events of its beginning and end. */
  readonly pushSequence: string;
  /** The head of the file names, already printed: everything before `_<start>_<end>`. */
  readonly nameHead: string;
  /** The push address's parameters as the callbacks carry them; null for a mix. */
  readonly streamParam: string | null;
  /** The task that records it, of an application of the newer kind; absent where the settings do. */
  readonly task?: { readonly taskId: string; readonly robotUserId: string };
}

/**
 * Something is wrong with a running recording, or was, and the recording goes on. `begin` and `end` of one condition share
 * `markId`; what has no length is told `once`.
 */
export interface RecordingWarning {
  /** Which condition, as `disk-low` or `silence`: lower case words joined by hyphens. */
  readonly code: string;
  readonly level: MarkLevel;
  /** Unique within the recording session; a repetition after a crash has the same one. */
  readonly markId: string;
  readonly phase: MarkPhase;
  /** When the condition itself began or ended, which is before it was noticed. Epoch milliseconds. */
  readonly atMs: number;
  /** The same in the recording's media, in milliseconds from its beginning; null where it has no place in it. */
  readonly mediaMs: number | null;
  /** A sentence for the person who looks after the recording. */
  readonly detail: string;
}

/** As much of a plan as a warning needs: one may come when the recording is long over. */
export interface WarnedRecording {
  readonly sessionId: string;
  readonly context: Pick<RecordingContext, 'sdkAppId' | 'streamId'>;
}

/** What a recorder tells the engine. Every call is made again after a crash for what was not acknowledged. */
export interface RecordingListener {
  started(plan: RecordingPlan, format: RecordingFormat, atMs: number): void;
  /** Resolves when the library holds the file durably; only then does the journal forget it. */
  fileClosed(plan: RecordingPlan, file: RecordedFile): Promise<void>;
  /**
   * Media is left out from here on; told once while any reason holds. `mediaMs` is the gap's place in the recording's media,
   * counted over all files of a format from the recording's beginning: the gap itself takes no room in it.
   */
  paused(
    plan: RecordingPlan,
    format: RecordingFormat,
    atMs: number,
    reason: HoldReason,
    mediaMs: number,
  ): void;
  /** Media is taken again, with the same `mediaMs`; `atMs` is when it came, not when it was asked for. */
  resumed(plan: RecordingPlan, format: RecordingFormat, atMs: number, mediaMs: number): void;
  /** The recording goes on, and somebody should know. Told by whoever finds it, of all formats together. */
  warned(recording: WarnedRecording, warning: RecordingWarning): void;
  /** Resolves when this would survive a kill; only then does the journal forget the recording. Told again it is the same. */
  ended(plan: RecordingPlan, format: RecordingFormat, atMs: number): Promise<void>;
  failed(plan: RecordingPlan, format: RecordingFormat, reason: string, atMs: number): void;
}

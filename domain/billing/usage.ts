import type { RecordingFormat } from '../recording/formats.ts';

/** One stream being recorded in one format: a channel. Times are epoch milliseconds; `endMs` null = still running. */
export interface ChannelUsage {
  readonly recordingId: string;
  readonly format: RecordingFormat;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export interface MixUsage {
  readonly mixId: string;
  readonly recordingId: string | null;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly width: number;
  readonly height: number;
}

export interface FileUsage {
  readonly fileId: string;
  readonly recordingId: string;
  readonly bytes: number;
  readonly fromMs: number;
  /** Null while it is kept. */
  readonly untilMs: number | null;
}

/** Bytes that the provider says it served. */
export interface PlaybackBytes {
  readonly fileId: string | null;
  readonly recordingId: string | null;
  readonly slotStartMs: number;
  readonly bytes: number;
}

/** Everything measured in some time, of one application or of all. */
export interface Usage {
  readonly channels: readonly ChannelUsage[];
  readonly mixes: readonly MixUsage[];
  readonly files: readonly FileUsage[];
  readonly playback: readonly PlaybackBytes[];
}

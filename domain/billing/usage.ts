import type { RecordingFormat } from '../recording/formats.ts';
import type { Picture } from './sizes.ts';

/** One stream being recorded in one format: a channel. Times are epoch milliseconds; `endMs` null = still running. */
export interface ChannelUsage {
  readonly recordingId: string;
  /** The task that records it; null where the application is recorded by its settings. */
  readonly taskId: string | null;
  readonly format: RecordingFormat;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

/** A recording task of the newer kind, from its start to its end, whether streams came or not. */
export interface TaskUsage {
  readonly taskId: string;
  readonly startMs: number;
  readonly endMs: number | null;
}

/** A picture that went into a mix. */
export interface MixInput extends Picture {
  readonly startMs: number;
  readonly endMs: number | null;
}

/** How long so many streams went into a mix, as its provider counts. */
export interface CountedTime {
  readonly startMs: number;
  readonly endMs: number;
  /** Streams that were heard or seen. */
  readonly inputs: number;
  /** Area of all that were seen. */
  readonly inputArea: number;
}

export interface MixUsage {
  readonly mixId: string;
  readonly recordingId: string | null;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly width: number;
  readonly height: number;
  /** Empty where it is not known: the output's size then stands for what went in. */
  readonly inputs: readonly MixInput[];
  /** What the provider counted of it, in order; it stands for all the rest then. Left out or null: nothing. */
  readonly counted?: readonly CountedTime[] | null;
}

export interface FileUsage {
  readonly fileId: string;
  readonly recordingId: string;
  /** Left out: taken for a film. */
  readonly format?: RecordingFormat;
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
  /** Of live streams, which belong to no recording; of files where this is left out. */
  readonly isLive?: true;
}

/** Everything measured in some time, of one application or of all. */
export interface Usage {
  readonly channels: readonly ChannelUsage[];
  readonly tasks: readonly TaskUsage[];
  readonly mixes: readonly MixUsage[];
  readonly files: readonly FileUsage[];
  readonly playback: readonly PlaybackBytes[];
}

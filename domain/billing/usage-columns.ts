import type { ChannelUsage, FileUsage } from './usage.ts';

/**
 * Many channels of which nobody asks who bears them, a field a column: what a bill is metered from is read once and kept nowhere.
 * All columns are as long. Times are epoch milliseconds.
 */
export interface ChannelColumns {
  readonly startMs: Float64Array;
  /** NaN while it runs. */
  readonly endMs: Float64Array;
  /** NaN where the file is sound alone or its picture is not known. */
  readonly width: Float64Array;
  readonly height: Float64Array;
}

/** Files as columns. */
export interface FileColumns {
  readonly bytes: Float64Array;
  readonly fromMs: Float64Array;
  /** NaN while it is kept. */
  readonly untilMs: Float64Array;
}

/** What a channel's file shows; a file of sound alone has no picture, whatever its stream has. */
export function pictureOf({
  format,
  width,
  height,
}: Pick<ChannelUsage, 'format' | 'width' | 'height'>): { width: number; height: number } | null {
  return format === 'aac' || width === null || height === null ? null : { width, height };
}

export function columnsOfChannels(channels: readonly ChannelUsage[]): ChannelColumns {
  const pictures = channels.map(pictureOf);
  return {
    startMs: Float64Array.from(channels, ({ startMs }) => startMs),
    endMs: Float64Array.from(channels, ({ endMs }) => endMs ?? NaN),
    width: Float64Array.from(pictures, (picture) => picture?.width ?? NaN),
    height: Float64Array.from(pictures, (picture) => picture?.height ?? NaN),
  };
}

export function columnsOfFiles(files: readonly FileUsage[]): FileColumns {
  return {
    bytes: Float64Array.from(files, ({ bytes }) => bytes),
    fromMs: Float64Array.from(files, ({ fromMs }) => fromMs),
    untilMs: Float64Array.from(files, ({ untilMs }) => untilMs ?? NaN),
  };
}

import type { MediaFragment } from './fragmenter.ts';

/** What one finished file came to. */
export interface WrittenFile {
  /** Relative to the recording's own folder: `f0.mp4`, `playlist.m3u8`. */
  readonly name: string;
  readonly bytes: number;
  /** Of the longest track, in milliseconds. */
  readonly durationMs: number;
  readonly frames: number;
}

/**
 * Writes one format of one recording. Fragments are written in the order given; what is acknowledged is what an index may
 * claim. After a failed write (a full disk) the file ends at the last whole fragment and `failure` says why.
 */
export interface FormatWriter {
  readonly failure: Error | null;
  /** Bytes given and not written yet. */
  readonly queuedBytes: number;
  append(fragment: MediaFragment): void;
  /** Waits for every write and makes the file final; null when not one fragment was written. */
  finish(): Promise<WrittenFile | null>;
  /** Called when what `finish` answered is kept elsewhere: removes what recovery would have needed. */
  settle(): Promise<void>;
}

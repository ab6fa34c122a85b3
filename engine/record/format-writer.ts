import type { Track } from '../containers/track.ts';
import type { MediaFragment } from './fragmenter.ts';
import type { RecordingRules } from './recorded-file.ts';

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
  /** Resolves when the fragment is written, or will never be; never rejects. */
  append(fragment: MediaFragment): Promise<void>;
  /** What was appended before is on the disk itself afterwards. Never rejects: a failure is the file's. */
  sync(): Promise<void>;
  /** Waits for every write and makes the file final; null when not one fragment was written. */
  finish(): Promise<WrittenFile | null>;
  /** Called when what `finish` answered is kept elsewhere: removes what recovery would have needed. */
  settle(): Promise<void>;
}

/** Creates a format's file in its folder. The tracks are those of the first fragment. */
export type CreateWriter = (
  folder: string,
  tracks: readonly Track[],
  rules: RecordingRules,
) => Promise<FormatWriter>;

import { fileType } from '../containers/mp4-box.ts';
import { initialMovie, printFragment } from '../containers/mp4-fragment.ts';
import type { TrackRun } from '../containers/mp4-fragment.ts';
import type { Track } from '../containers/track.ts';
import { TsSegmentPrinter } from '../containers/ts-segment.ts';
import type { RecordingRules } from './recorded-file.ts';

export type SegmentContainer = RecordingRules['hlsSegments'];

/** How the segments of an HLS folder are printed. */
export interface SegmentForm {
  readonly container: SegmentContainer;
  /** What stands before the segments of these tracks; null where each segment is whole in itself. */
  initial(tracks: readonly Track[]): Buffer | null;
  /** Segments to come are of these tracks. Throws RangeError with a reason where they cannot be. */
  change(tracks: readonly Track[]): void;
  /** `sequence` counts from 1. Throws RangeError where a frame has no place in it. */
  print(
    sequence: number,
    runs: readonly TrackRun[],
  ): { readonly buffers: readonly Buffer[]; readonly bytes: number };
}

export function segmentName(index: number, container: SegmentContainer): string {
  return `${String(index)}.${container === 'ts' ? 'ts' : 'm4s'}`;
}

const fragmentedMp4: SegmentForm = {
  container: 'fmp4',
  initial: (tracks) => Buffer.concat([fileType, initialMovie(tracks)]),
  change: () => undefined,
  print: printFragment,
};

function transportStream(tracks: readonly Track[]): SegmentForm {
  let printer = new TsSegmentPrinter(tracks);
  return {
    container: 'ts',
    initial: () => null,
    change: (next) => {
      printer = new TsSegmentPrinter(next);
    },
    print: (_, runs) => {
      const segment = printer.print(runs);
      return { buffers: [segment], bytes: segment.length };
    },
  };
}

/** Throws RangeError with a reason where the container cannot hold the tracks. */
export function segmentFormOf(container: SegmentContainer, tracks: readonly Track[]): SegmentForm {
  return container === 'ts' ? transportStream(tracks) : fragmentedMp4;
}

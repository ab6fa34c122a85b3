import { box, fullBox, uint32s } from './mp4-box.ts';
import { movieHeader, trackBox } from './mp4-track-box.ts';
import type { Sample } from './sample.ts';
import type { Track } from './track.ts';

/** The header of a fragmented file: tracks without samples. */
export function initialMovie(tracks: readonly Track[]): Buffer {
  const none = [
    fullBox('stts', 0, 0, uint32s([0])),
    fullBox('stsc', 0, 0, uint32s([0])),
    fullBox('stsz', 0, 0, uint32s([0, 0])),
    fullBox('stco', 0, 0, uint32s([0])),
  ];
  return box(
    'moov',
    movieHeader(0),
    ...tracks.map((track) => trackBox(track, none, { mediaDuration: 0, movieDuration: 0, edits: null })),
    box('mvex', ...tracks.map((track) => fullBox('trex', 0, 0, uint32s([track.id, 1, 0, 0, 0])))),
  );
}

export interface TrackRun {
  readonly track: Track;
  /** In decoding order, at least one. */
  readonly samples: readonly Sample[];
}

export interface Fragment {
  /** Everything in file order, for one gathered write; sample data is not copied. */
  readonly buffers: readonly Buffer[];
  readonly bytes: number;
  /** Where each run's first sample stands, from the fragment's beginning. */
  readonly dataOffsets: readonly number[];
}

const flags = {
  defaultBaseIsMoof: 0x020000,
  dataOffset: 0x001,
  duration: 0x100,
  size: 0x200,
  sampleFlags: 0x400,
  compositionOffset: 0x800,
} as const;
export const keySampleFlags = 0x02000000;
const otherSampleFlags = 0x01010000;
export const videoRunFlags =
  flags.dataOffset | flags.duration | flags.size | flags.sampleFlags | flags.compositionOffset;
export const audioRunFlags = flags.dataOffset | flags.duration | flags.size;

const fixedMoofBytes = 8 + 16;
const fixedTrafBytes = 8 + 16 + 20 + 20;

function runEntryBytes(run: TrackRun): number {
  return run.track.kind === 'video' ? 16 : 8;
}

/** Prints `moof` and `mdat`; written once into one buffer, since this runs for every two seconds of every stream. */
export function printFragment(sequence: number, runs: readonly TrackRun[]): Fragment {
  const headBytes = runs.reduce(
    (sum, run) => sum + fixedTrafBytes + run.samples.length * runEntryBytes(run),
    fixedMoofBytes,
  );
  const head = Buffer.allocUnsafe(headBytes + 8);
  const buffers: Buffer[] = [head];
  const dataOffsets: number[] = [];
  let at = 0;
  const word = (value: number): void => {
    at = head.writeUInt32BE(value >>> 0, at);
  };
  const name = (text: string): void => {
    at += head.write(text, at, 'latin1');
  };
  word(headBytes);
  name('moof');
  word(16);
  name('mfhd');
  word(0);
  word(sequence);
  let dataAt = headBytes + 8;
  for (const run of runs) {
    const video = run.track.kind === 'video';
    const trunBytes = 20 + run.samples.length * runEntryBytes(run);
    word(8 + 16 + 20 + trunBytes);
    name('traf');
    word(16);
    name('tfhd');
    word(flags.defaultBaseIsMoof);
    word(run.track.id);
    word(20);
    name('tfdt');
    word(0x01000000);
    at = head.writeBigUInt64BE(BigInt(run.samples[0]!.decodeTime), at);
    word(trunBytes);
    name('trun');
    word((video ? 0x01000000 : 0) | (video ? videoRunFlags : audioRunFlags));
    word(run.samples.length);
    word(dataAt);
    dataOffsets.push(dataAt);
    for (const sample of run.samples) {
      word(sample.duration);
      word(sample.data.length);
      if (video) {
        word(sample.key ? keySampleFlags : otherSampleFlags);
        at = head.writeInt32BE(sample.compositionOffset, at);
      }
      buffers.push(sample.data);
      dataAt += sample.data.length;
    }
  }
  word(dataAt - headBytes);
  name('mdat');
  return { buffers, bytes: dataAt, dataOffsets };
}

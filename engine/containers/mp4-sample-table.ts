import { fullBox, uint32s, uint64 } from './mp4-box.ts';
import type { Sample } from './sample.ts';
import type { Track } from './track.ts';

/** What the table must know of a sample; the data itself is in the file. */
export type IndexedSample = Pick<Sample, 'decodeTime' | 'duration' | 'compositionOffset' | 'key'> & {
  readonly size: number;
};

/** Runs of equal values as MP4 stores them: count, value, count, value … */
class Runs {
  readonly pairs: number[] = [];

  add(value: number): void {
    const { pairs } = this;
    if (pairs.length > 0 && pairs.at(-1) === value) pairs[pairs.length - 2]!++;
    else pairs.push(1, value);
  }

  /** Lengthens the last value of all by `more`. */
  stretchLast(more: number): void {
    const { pairs } = this;
    const value = pairs.at(-1)!;
    if (pairs[pairs.length - 2]! > 1) {
      pairs[pairs.length - 2]!--;
      pairs.push(1, value + more);
    } else pairs[pairs.length - 1] = value + more;
  }
}

/** Grows with a recording and prints its `stbl` tables at the end: about 4 bytes a sample. */
export class SampleTable {
  readonly track: Track;
  #sizes = new Uint32Array(1024);
  #count = 0;
  readonly #durations = new Runs();
  readonly #offsets = new Runs();
  readonly #keys: number[] = [];
  readonly #chunkOffsets: number[] = [];
  readonly #chunkCounts: number[] = [];
  #firstDecode = 0;
  #end = 0;
  #firstPresentation = Number.POSITIVE_INFINITY;
  #lastPresentation = 0;

  constructor(track: Track) {
    this.track = track;
  }

  get count(): number {
    return this.#count;
  }

  /** First presentation time in ticks, on the recording's clock. */
  get start(): number {
    return this.#firstPresentation;
  }

  /** First decoding time in ticks: what the table's zero stands for. */
  get firstDecode(): number {
    return this.#firstDecode;
  }

  /** Decoding time at which the last sample ends. */
  get end(): number {
    return this.#end;
  }

  /**
   * When the last thing shown ends, in ticks on the recording's clock. Later than the last decoding where an encoder begins
   * with a shorter delay than its reordering needs.
   */
  get presentationEnd(): number {
    return this.#lastPresentation;
  }

  /** Adds samples that stand in the file one after the other from `offset`. A gap before them lengthens the last one. */
  addChunk(offset: number, samples: readonly IndexedSample[]): void {
    this.#chunkOffsets.push(offset);
    this.#chunkCounts.push(samples.length);
    for (const sample of samples) this.#add(sample);
  }

  /** Moves every chunk: `move` is given an offset and answers where those bytes stand now. */
  relocate(move: (offset: number) => number): void {
    for (const [index, offset] of this.#chunkOffsets.entries()) this.#chunkOffsets[index] = move(offset);
  }

  #add(sample: IndexedSample): void {
    if (this.#count === 0) {
      this.#firstDecode = sample.decodeTime;
      this.#end = sample.decodeTime;
    }
    if (sample.decodeTime > this.#end) this.#durations.stretchLast(sample.decodeTime - this.#end);
    this.#end = Math.max(this.#end, sample.decodeTime) + sample.duration;
    const shown = sample.decodeTime + sample.compositionOffset;
    this.#firstPresentation = Math.min(this.#firstPresentation, shown);
    this.#lastPresentation = Math.max(this.#lastPresentation, shown + sample.duration);
    if (this.#count === this.#sizes.length) {
      const grown = new Uint32Array(this.#sizes.length * 2);
      grown.set(this.#sizes);
      this.#sizes = grown;
    }
    this.#sizes[this.#count++] = sample.size;
    this.#durations.add(sample.duration);
    if (this.track.kind === 'video') {
      this.#offsets.add(sample.compositionOffset);
      if (sample.key) this.#keys.push(this.#count);
    }
  }

  print(): Buffer[] {
    const tables = [
      fullBox('stts', 0, 0, uint32s([this.#durations.pairs.length / 2]), uint32s(this.#durations.pairs)),
    ];
    if (this.track.kind === 'video') {
      tables.push(fullBox('stss', 0, 0, uint32s([this.#keys.length]), uint32s(this.#keys)));
      const { pairs } = this.#offsets;
      const reordered = pairs.some((value, index) => index % 2 === 1 && value !== 0);
      if (reordered) tables.push(fullBox('ctts', 1, 0, uint32s([pairs.length / 2]), uint32s(pairs)));
    }
    tables.push(this.#printChunkCounts());
    tables.push(
      fullBox('stsz', 0, 0, uint32s([0, this.#count]), uint32s(this.#sizes.subarray(0, this.#count))),
    );
    tables.push(this.#printChunkOffsets());
    return tables;
  }

  #printChunkCounts(): Buffer {
    const entries: number[] = [];
    for (const [index, count] of this.#chunkCounts.entries()) {
      if (index === 0 || entries.at(-2) !== count) entries.push(index + 1, count, 1);
    }
    return fullBox('stsc', 0, 0, uint32s([entries.length / 3]), uint32s(entries));
  }

  #printChunkOffsets(): Buffer {
    const count = uint32s([this.#chunkOffsets.length]);
    // Relocated chunks stand out of order: any of them may be the farthest.
    const far = this.#chunkOffsets.some((offset) => offset > 0xffffffff);
    return far
      ? fullBox('co64', 0, 0, count, ...this.#chunkOffsets.map(uint64))
      : fullBox('stco', 0, 0, count, uint32s(this.#chunkOffsets));
  }
}

import path from 'node:path';
import { boxHeader, boxHeaderBytes, fileType } from '../containers/mp4-box.ts';
import { initialMovie, printFragment } from '../containers/mp4-fragment.ts';
import { SampleTable } from '../containers/mp4-sample-table.ts';
import type { Track } from '../containers/track.ts';
import { makeFastStart, removeSideFile, reserveBytes } from './fast-start.ts';
import { FileSink } from './file-sink.ts';
import type { FormatWriter, WrittenFile } from './format-writer.ts';
import type { MediaFragment } from './fragmenter.ts';

export const mp4FileName = 'f0.mp4';

/** An MP4 that is fragmented while it grows and fast-start when it is finished. */
export class Mp4Writer implements FormatWriter {
  readonly #path: string;
  readonly #sink: FileSink;
  readonly #tables: ReadonlyMap<number, SampleTable>;
  readonly #offsets: number[] = [];
  #sequence = 0;
  failure: Error | null = null;

  private constructor(file: string, sink: FileSink, tracks: readonly Track[]) {
    this.#path = file;
    this.#sink = sink;
    this.#tables = new Map(tracks.map((track) => [track.id, new SampleTable(track)]));
  }

  /** `maxFileSeconds` is the longest that the file may become: room for its index is kept. */
  static async create(
    folder: string,
    tracks: readonly Track[],
    maxFileSeconds: number | null = null,
  ): Promise<Mp4Writer> {
    const file = path.join(folder, mp4FileName);
    const reserve = reserveBytes(maxFileSeconds);
    const head = [fileType, initialMovie(tracks), boxHeader('free', reserve)];
    const sink = await FileSink.create(file, head);
    sink.skip(reserve - boxHeaderBytes);
    return new Mp4Writer(file, sink, tracks);
  }

  get queuedBytes(): number {
    return this.#sink.queuedBytes;
  }

  append({ runs }: MediaFragment): Promise<void> {
    const fragment = printFragment(++this.#sequence, runs);
    return this.#sink.append(fragment.buffers).then(
      (offset) => {
        this.#offsets.push(offset);
        for (const [index, { track, samples }] of runs.entries()) {
          const indexed = samples.map(({ data, ...sample }) => ({ ...sample, size: data.length }));
          this.#tables.get(track.id)!.addChunk(offset + fragment.dataOffsets[index]!, indexed);
        }
      },
      (error: unknown) => {
        this.failure ??= error as Error;
      },
    );
  }

  sync(): Promise<void> {
    return this.#sink.sync();
  }

  async finish(): Promise<WrittenFile | null> {
    await this.#sink.close();
    if (this.#offsets.length === 0) return null;
    return makeFastStart({
      path: this.#path,
      fragmentOffsets: this.#offsets,
      endOffset: this.#sink.durableBytes,
      tables: [...this.#tables.values()],
    });
  }

  async settle(): Promise<void> {
    await removeSideFile(this.#path);
  }
}

import path from 'node:path';
import { adtsPrinter } from '../containers/adts.ts';
import type { Track } from '../containers/track.ts';
import { FileSink } from './file-sink.ts';
import type { FormatWriter, WrittenFile } from './format-writer.ts';
import type { MediaFragment } from './fragmenter.ts';
import { PlayedLength } from './played-length.ts';

export const aacFileName = 'f0.aac';

/** The sound alone, as AAC frames with ADTS headers. A stream without sound gives no file. */
export class AacWriter implements FormatWriter {
  readonly #sink: FileSink;
  readonly #printHeader: ((frameBytes: number) => Buffer) | null;
  readonly #length = new PlayedLength();
  failure: Error | null = null;

  private constructor(sink: FileSink, printHeader: ((frameBytes: number) => Buffer) | null) {
    this.#sink = sink;
    this.#printHeader = printHeader;
  }

  /** Rejects, and creates nothing, where ADTS cannot hold the sound. */
  static async create(folder: string, tracks: readonly Track[]): Promise<AacWriter> {
    const audio = tracks.find((track) => track.kind === 'audio') ?? null;
    const printHeader = audio === null ? null : adtsPrinter(audio);
    return new AacWriter(await FileSink.create(path.join(folder, aacFileName)), printHeader);
  }

  get queuedBytes(): number {
    return this.#sink.queuedBytes;
  }

  append({ runs }: MediaFragment): Promise<void> {
    const printHeader = this.#printHeader;
    const sounds = runs.filter(({ track }) => track.kind === 'audio');
    if (printHeader === null || sounds.length === 0) return Promise.resolve();
    const buffers = sounds.flatMap(({ samples }) =>
      samples.flatMap(({ data }) => [printHeader(data.length), data]),
    );
    return this.#sink.append(buffers).then(
      () => {
        this.#length.add(sounds);
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
    if (this.#sink.durableBytes === 0) return null;
    return {
      name: aacFileName,
      bytes: this.#sink.durableBytes,
      durationMs: this.#length.durationMs,
      frames: 0,
    };
  }

  /** The file is its own note. */
  settle(): Promise<void> {
    return Promise.resolve();
  }
}

import { open } from 'node:fs/promises';
import path from 'node:path';
import {
  aacHead,
  printAacConfig,
  printFlvMetadata,
  printVideoConfig,
  videoHead,
} from '../containers/flv-body.ts';
import { flvTagTypes, printFlvHeader, printFlvTag, printFlvTagAround } from '../containers/flv-stream.ts';
import type { TrackRun } from '../containers/mp4-fragment.ts';
import type { Sample } from '../containers/sample.ts';
import type { Track } from '../containers/track.ts';
import { FileSink, writeAll } from './file-sink.ts';
import type { FormatWriter, WrittenFile } from './format-writer.ts';
import type { MediaFragment } from './fragmenter.ts';
import { PlayedLength } from './played-length.ts';

export const flvFileName = 'f0.flv';
/** The file's header and the header of the first tag stand before the body of the metadata. */
const metadataAt = 13 + 11;

/** What an FLV begins with: its header, its metadata with lengths still 0, the codecs. */
function printHead(tracks: readonly Track[]): Buffer[] {
  const video = tracks.find((track) => track.kind === 'video') ?? null;
  const audio = tracks.find((track) => track.kind === 'audio') ?? null;
  const tag = (type: number, body: Buffer): Buffer[] => printFlvTag({ type, timestampMs: 0, body });
  return [
    printFlvHeader({ video: video !== null, audio: audio !== null }),
    ...tag(flvTagTypes.script, printFlvMetadata(video, audio).body),
    ...(video === null ? [] : tag(flvTagTypes.video, printVideoConfig(video))),
    ...(audio === null ? [] : tag(flvTagTypes.audio, printAacConfig(audio))),
  ];
}

/** Writes into a finished file how long it is: a player shows it, and a seek needs it. */
export async function patchFlvLength(
  file: string,
  tracks: readonly Track[],
  durationMs: number,
): Promise<number> {
  const video = tracks.find((track) => track.kind === 'video') ?? null;
  const audio = tracks.find((track) => track.kind === 'audio') ?? null;
  const { durationAt, fileSizeAt } = printFlvMetadata(video, audio);
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const value = Buffer.alloc(8);
    value.writeDoubleBE(durationMs / 1000);
    await writeAll(handle, [value], metadataAt + durationAt);
    value.writeDoubleBE(size);
    await writeAll(handle, [value], metadataAt + fileSizeAt);
    await handle.datasync();
    return size;
  } finally {
    await handle.close();
  }
}

/** An FLV: tags in the order of their decoding times. It is playable as far as it goes at any moment. */
export class FlvWriter implements FormatWriter {
  readonly #path: string;
  readonly #sink: FileSink;
  readonly #tracks: readonly Track[];
  readonly #length = new PlayedLength();
  #count = 0;
  /** The recording's time at which the file begins: a split file's times begin at zero too. */
  #originMs: number | null = null;
  failure: Error | null = null;

  private constructor(file: string, sink: FileSink, tracks: readonly Track[]) {
    this.#path = file;
    this.#sink = sink;
    this.#tracks = tracks;
  }

  static async create(folder: string, tracks: readonly Track[]): Promise<FlvWriter> {
    const file = path.join(folder, flvFileName);
    return new FlvWriter(file, await FileSink.create(file, printHead(tracks)), tracks);
  }

  get queuedBytes(): number {
    return this.#sink.queuedBytes;
  }

  append({ runs }: MediaFragment): Promise<void> {
    const msOf = (run: TrackRun, sample: Sample): number => (sample.decodeTime * 1000) / run.track.timescale;
    this.#originMs ??= Math.min(...runs.map((run) => msOf(run, run.samples[0]!)));
    const originMs = this.#originMs;
    const tags = runs.flatMap((run) =>
      run.samples.map((sample) => ({
        type: run.track.kind === 'video' ? flvTagTypes.video : flvTagTypes.audio,
        timestampMs: Math.max(0, Math.round(msOf(run, sample) - originMs)),
        head: run.track.kind === 'video' ? videoHead(run.track, sample) : aacHead,
        data: sample.data,
      })),
    );
    tags.sort((one, other) => one.timestampMs - other.timestampMs);
    const buffers = tags.flatMap(({ type, timestampMs, head, data }) => {
      const { before, after } = printFlvTagAround(type, timestampMs, head.length + data.length);
      return [before, head, data, after];
    });
    return this.#sink.append(buffers).then(
      () => {
        this.#count += 1;
        this.#length.add(runs);
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
    if (this.#count === 0) return null;
    const { durationMs, frames } = this.#length;
    const bytes = await patchFlvLength(this.#path, this.#tracks, durationMs);
    return { name: flvFileName, bytes, durationMs, frames };
  }

  /** The file is its own note. */
  settle(): Promise<void> {
    return Promise.resolve();
  }
}

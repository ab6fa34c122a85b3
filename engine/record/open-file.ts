import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { Track } from '../containers/track.ts';
import type { FormatWriter, WrittenFile } from './format-writer.ts';
import type { MediaFragment } from './fragmenter.ts';
import { AacWriter } from './aac-writer.ts';
import { FlvWriter } from './flv-writer.ts';
import { HlsWriter } from './hls-writer.ts';
import { Mp4Writer } from './mp4-writer.ts';

const creators: Readonly<
  Record<RecordingFormat, (folder: string, tracks: readonly Track[]) => Promise<FormatWriter>>
> = {
  hls: (folder, tracks) => HlsWriter.create(folder, tracks),
  mp4: (folder, tracks) => Mp4Writer.create(folder, tracks),
  flv: (folder, tracks) => FlvWriter.create(folder, tracks),
  aac: (folder, tracks) => AacWriter.create(folder, tracks),
};

/** What may wait for the disk. Above it fragments are left out, so that a slow disk never becomes a full memory. */
const maxQueuedBytes = 8 * 1024 * 1024;

function bytesOf({ runs }: MediaFragment): number {
  return runs.reduce((sum, { samples }) => samples.reduce((inner, { data }) => inner + data.length, sum), 0);
}

/** One file being written: takes fragments at once and keeps them until its writer stands. */
export class OpenFile {
  readonly fileId: string;
  readonly format: RecordingFormat;
  /** Fragments left out because the disk did not keep up. */
  dropped = 0;
  #waiting: MediaFragment[] = [];
  #waitingBytes = 0;
  #writer: FormatWriter | null = null;
  #awaitingKey = false;
  readonly #opened: Promise<void>;
  #openFailure: Error | null = null;

  /** `noted` resolves when the journal knows the file; nothing is created before. */
  constructor(options: {
    readonly fileId: string;
    readonly format: RecordingFormat;
    readonly mediaFolder: string;
    readonly tracks: readonly Track[];
    readonly noted: Promise<void>;
  }) {
    this.fileId = options.fileId;
    this.format = options.format;
    const folder = path.join(options.mediaFolder, options.fileId);
    this.#opened = options.noted
      .then(async () => {
        await mkdir(folder, { recursive: true });
        const writer = await creators[options.format](folder, options.tracks);
        for (const fragment of this.#waiting) writer.append(fragment);
        this.#waiting = [];
        this.#waitingBytes = 0;
        this.#writer = writer;
      })
      .catch((error: unknown) => {
        this.#waiting = [];
        this.#waitingBytes = 0;
        this.#openFailure = error instanceof Error ? error : new Error(String(error));
      });
  }

  /** Why nothing more is written: the file ends at its last whole fragment. */
  get failure(): Error | null {
    return this.#openFailure ?? this.#writer?.failure ?? null;
  }

  append(fragment: MediaFragment): void {
    if (this.failure !== null) return;
    const queued = this.#waitingBytes + (this.#writer?.queuedBytes ?? 0);
    if (queued > maxQueuedBytes || (this.#awaitingKey && !fragment.key)) {
      this.dropped += 1;
      this.#awaitingKey = true;
      return;
    }
    this.#awaitingKey = false;
    if (this.#writer !== null) {
      this.#writer.append(fragment);
      return;
    }
    this.#waiting.push(fragment);
    this.#waitingBytes += bytesOf(fragment);
  }

  /** Makes the file final; null when nothing was written. Rejects when even that failed: recovery tries again. */
  async finish(): Promise<WrittenFile | null> {
    await this.#opened;
    return (await this.#writer?.finish()) ?? null;
  }

  async settle(): Promise<void> {
    await this.#writer?.settle();
  }
}

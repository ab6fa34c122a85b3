import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { Track } from '../containers/track.ts';
import { AacWriter } from './aac-writer.ts';
import { DeadlineError, within } from './deadline.ts';
import { FlvWriter } from './flv-writer.ts';
import type { CreateWriter, FormatWriter, WrittenFile } from './format-writer.ts';
import type { MediaFragment } from './fragmenter.ts';
import { HlsWriter } from './hls-writer.ts';
import { Mp4Writer } from './mp4-writer.ts';
import type { Patience } from './patience.ts';
import type { RecordingRules } from './recorded-file.ts';

const creators: Readonly<Record<RecordingFormat, CreateWriter>> = {
  hls: (folder, tracks, { hlsSegments }) => HlsWriter.create(folder, tracks, hlsSegments),
  mp4: (folder, tracks, { maxFileSeconds }) => Mp4Writer.create(folder, tracks, maxFileSeconds),
  flv: (folder, tracks) => FlvWriter.create(folder, tracks),
  aac: (folder, tracks) => AacWriter.create(folder, tracks),
};

/** What may wait for the disk. Above it fragments are left out, so that a slow disk never becomes a full memory. */
const maxQueuedBytes = 8 * 1024 * 1024;
/** Down to this they are left out then: a disk that is always a little too slow is told of once in a while, not all the time. */
const drainedBytes = maxQueuedBytes / 2;

function bytesOf({ runs }: MediaFragment): number {
  return runs.reduce((sum, { samples }) => samples.reduce((inner, { data }) => inner + data.length, sum), 0);
}

export interface OpenFileOptions {
  readonly fileId: string;
  readonly format: RecordingFormat;
  readonly mediaFolder: string;
  readonly tracks: readonly Track[];
  readonly rules: RecordingRules;
  /** Resolves when the journal knows the file; nothing is created before. */
  readonly noted: Promise<void>;
  /** Fragments between two syncs; 0 leaves them to the system. */
  readonly syncEvery: number;
  readonly patience: Patience;
  readonly clock: () => number;
  /** The disk is too slow and fragments are left out from this one on, or are taken again. */
  readonly onDropping: (dropping: boolean, fragment: MediaFragment) => void;
}

/** One file being written: takes fragments at once and keeps them until its writer stands. */
export class OpenFile {
  readonly fileId: string;
  readonly format: RecordingFormat;
  readonly #options: OpenFileOptions;
  #waiting: MediaFragment[] = [];
  #waitingBytes = 0;
  #writer: FormatWriter | null = null;
  #dropping = false;
  #tracks: readonly Track[];
  /** Of a fragment that was left out. */
  #owedJoint: MediaFragment['joint'];
  #appended = 0;
  #inFlight = 0;
  #progressAtMs = 0;
  readonly #opened: Promise<void>;
  #failure: Error | null = null;

  constructor(options: OpenFileOptions) {
    this.fileId = options.fileId;
    this.format = options.format;
    this.#options = options;
    this.#tracks = options.tracks;
    this.#opened = this.#open().catch((error: unknown) => {
      this.#fail(error);
    });
  }

  /** Why nothing more is written: the file ends at its last whole fragment. */
  get failure(): Error | null {
    return this.#failure ?? this.#writer?.failure ?? null;
  }

  append(given: MediaFragment): void {
    const { clock, patience } = this.#options;
    if (this.#inFlight > 0 && clock() - this.#progressAtMs > patience.writeMs)
      this.#fail(new DeadlineError('writing', patience.writeMs));
    if (this.failure !== null) return;
    const queued = this.#waitingBytes + (this.#writer?.queuedBytes ?? 0);
    const left = this.#dropping ? queued > drainedBytes || !given.key : queued > maxQueuedBytes;
    if (left !== this.#dropping) this.#options.onDropping(left, given);
    this.#tracks = given.joint ?? this.#tracks;
    this.#owedJoint = given.joint ?? this.#owedJoint;
    if (left) {
      this.#dropping = true;
      return;
    }
    // Where fragments were left out the times do not continue.
    const joint = this.#owedJoint ?? (this.#dropping ? this.#tracks : undefined);
    this.#dropping = false;
    this.#owedJoint = undefined;
    const fragment = joint === undefined ? given : { ...given, joint };
    if (this.#writer !== null) {
      this.#write(this.#writer, fragment);
      return;
    }
    this.#waiting.push(fragment);
    this.#waitingBytes += bytesOf(fragment);
  }

  /** What was appended is on the disk itself afterwards. */
  async sync(): Promise<void> {
    await this.#opened;
    await this.#writer?.sync();
  }

  /** Makes the file final; null when nothing was written. Rejects when even that failed: recovery tries again. */
  async finish(): Promise<WrittenFile | null> {
    await this.#opened;
    return (await this.#writer?.finish()) ?? null;
  }

  async settle(): Promise<void> {
    await this.#writer?.settle();
  }

  async #open(): Promise<void> {
    const { fileId, format, mediaFolder, tracks, rules, noted, patience } = this.#options;
    const folder = path.join(mediaFolder, fileId);
    const created = noted.then(async () => {
      await mkdir(folder, { recursive: true });
      return creators[format](folder, tracks, rules);
    });
    const writer = await within(patience.openMs, 'opening a file', created).catch((error: unknown) => {
      // One that stands after all is closed again and goes: it holds nothing.
      void created
        .then((late) => late.finish())
        .then(() => rm(folder, { recursive: true, force: true }))
        .catch(() => undefined);
      throw error;
    });
    for (const fragment of this.#waiting) this.#write(writer, fragment);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#writer = writer;
  }

  #write(writer: FormatWriter, fragment: MediaFragment): void {
    if (this.failure !== null) return;
    let written: Promise<void>;
    try {
      written = writer.append(fragment);
    } catch (error) {
      // What a publisher sent has no place in this container: the format's failure, and nobody else's.
      this.#fail(error);
      return;
    }
    if (this.#inFlight === 0) this.#progressAtMs = this.#options.clock();
    this.#inFlight += 1;
    void written.then(() => {
      this.#inFlight -= 1;
      this.#progressAtMs = this.#options.clock();
    });
    this.#appended += 1;
    const { syncEvery } = this.#options;
    if (syncEvery > 0 && this.#appended % syncEvery === 0) void writer.sync();
  }

  #fail(error: unknown): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }
}

import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { Sample } from '../containers/sample.ts';
import type { Track } from '../containers/track.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { isCodecConfig } from '../ingest/packet-body.ts';
import { makeFileId } from './file-id.ts';
import type { WrittenFile } from './format-writer.ts';
import { Fragmenter } from './fragmenter.ts';
import type { Journal, JournalFile } from './journal.ts';
import { OpenFile } from './open-file.ts';
import { describeFile } from './described-file.ts';
import type { HoldReason, RecordingListener, RecordingPlan, RecordingSession } from './recorded-file.ts';
import type { RecordingTracks } from './sample-assembler.ts';
import { SampleAssembler } from './sample-assembler.ts';

export const nothingToRecord = 'nothing that can be played came before it ended';

export interface RecorderLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface SessionRecorderOptions {
  readonly plan: RecordingPlan;
  readonly mediaFolder: string;
  readonly journal: Journal;
  readonly listener: RecordingListener;
  readonly log: RecorderLog;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** The files that hold one stretch of a stream with one codec configuration. */
interface Part {
  readonly tracks: RecordingTracks;
  readonly startedAtMs: number;
  readonly fragmenter: Fragmenter;
  readonly files: readonly OpenFile[];
}

/** Records one stream in every format of its plan, and tells when each file is whole. */
export class SessionRecorder implements RecordingSession {
  readonly done: Promise<void>;
  readonly #options: SessionRecorderOptions;
  readonly #assembler: SampleAssembler;
  readonly #holds = new Set<HoldReason>();
  readonly #started = new Set<RecordingFormat>();
  readonly #failed = new Set<RecordingFormat>();
  /** Formats that have a file. */
  readonly #written = new Set<RecordingFormat>();
  readonly #closings: Promise<boolean>[] = [];
  #journalFiles: readonly JournalFile[] = [];
  #journalQueue: Promise<void> = Promise.resolve();
  #part: Part | null = null;
  #arrivedMs: number;
  #partArrivedMs: number | null = null;
  #ended = false;
  #finish: () => void = () => undefined;

  constructor(options: SessionRecorderOptions) {
    this.#options = options;
    this.#arrivedMs = options.clock();
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#assembler = new SampleAssembler({
      begin: (tracks) => {
        this.#begin(tracks);
      },
      picture: (sample) => {
        this.#sample('picture', sample);
      },
      sound: (sample) => {
        this.#sample('sound', sample);
      },
    });
  }

  get sessionId(): string {
    return this.#options.plan.sessionId;
  }

  hold(reason: HoldReason): void {
    if (this.#ended || this.#holds.has(reason)) return;
    this.#holds.add(reason);
    if (this.#holds.size > 1) return;
    const { plan, listener, clock } = this.#options;
    const mediaMs = this.#assembler.reachedMs;
    for (const format of this.#started) listener.paused(plan, format, clock(), reason, mediaMs);
  }

  release(reason: HoldReason): void {
    if (!this.#holds.delete(reason) || this.#holds.size > 0 || this.#ended) return;
    const { plan, listener, clock } = this.#options;
    const mediaMs = this.#assembler.reachedMs;
    for (const format of this.#started) listener.resumed(plan, format, clock(), mediaMs);
  }

  packet(packet: MediaPacket): void {
    if (this.#ended || (this.#holds.size > 0 && !isCodecConfig(packet))) return;
    this.#arrivedMs = this.#options.clock();
    if (packet.kind !== 'metadata') this.#partArrivedMs ??= this.#arrivedMs;
    try {
      this.#assembler.packet(packet);
    } catch (error) {
      // A configuration that cannot be read: what was recorded so far is finished, the rest cannot be.
      const reason = error instanceof Error ? error.message : String(error);
      for (const format of this.#options.plan.formats) this.#fail(format, reason);
      this.end();
    }
  }

  end(): void {
    this.stop();
  }

  stop(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#assembler.end();
    this.#closePart();
    void this.#conclude();
  }

  #begin(tracks: RecordingTracks): void {
    // A change of codecs ends the files: one file has one configuration.
    this.#closePart();
    const { plan, clock, mediaFolder } = this.#options;
    const list = [tracks.video, tracks.audio].filter((track): track is Track => track !== null);
    const startedAtMs = this.#partArrivedMs ?? this.#arrivedMs;
    const formats = plan.formats.filter((format) => !this.#failed.has(format));
    const identities = formats.map((format) => ({ format, fileId: makeFileId(clock()) }));
    const noted = this.#note([
      ...this.#journalFiles,
      ...identities.map(({ fileId, format }) => ({
        fileId,
        format,
        startedAtMs,
        video: tracks.video?.config.toString('base64') ?? null,
        audio: tracks.audio?.config.toString('base64') ?? null,
        closed: null,
      })),
    ]);
    const files = identities.map(
      (identity) => new OpenFile({ ...identity, mediaFolder, tracks: list, noted }),
    );
    const fragmenter = new Fragmenter(tracks, (fragment) => {
      for (const file of files) {
        file.append(fragment);
        if (file.failure !== null) this.#fail(file.format, file.failure.message);
      }
    });
    this.#part = { tracks, startedAtMs, fragmenter, files };
    for (const format of formats) {
      if (this.#started.has(format)) continue;
      this.#started.add(format);
      this.#options.listener.started(plan, format, startedAtMs);
    }
  }

  #sample(kind: 'picture' | 'sound', sample: Sample): void {
    this.#part?.fragmenter[kind](sample);
  }

  #closePart(): void {
    const part = this.#part;
    if (part === null) return;
    this.#part = null;
    this.#partArrivedMs = null;
    part.fragmenter.end();
    const endedAtMs = this.#arrivedMs;
    for (const file of part.files) this.#closings.push(this.#closeFile(part, file, endedAtMs));
  }

  /** True when nothing of the file has to be kept in the journal. */
  async #closeFile(part: Part, file: OpenFile, endedAtMs: number): Promise<boolean> {
    const { plan, log, mediaFolder } = this.#options;
    const { fileId, format } = file;
    try {
      const written = await file.finish();
      if (file.failure !== null) this.#fail(format, file.failure.message);
      if (file.dropped > 0)
        log.warn({ fileId, dropped: file.dropped }, 'the disk was too slow: fragments were left out');
      if (written === null) {
        await rm(path.join(mediaFolder, fileId), { recursive: true, force: true });
        await this.#note(this.#journalFiles.filter((entry) => entry.fileId !== fileId));
        return true;
      }
      this.#written.add(format);
      await this.#report(file, written, part, endedAtMs);
      return true;
    } catch (error) {
      log.error({ err: error, fileId, sessionId: plan.sessionId }, 'a file could not be finished');
      this.#fail(format, error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  async #report(file: OpenFile, written: WrittenFile, part: Part, endedAtMs: number): Promise<void> {
    const { plan, listener } = this.#options;
    const closed = describeFile(written, {
      fileId: file.fileId,
      format: file.format,
      startedAtMs: part.startedAtMs,
      endedAtMs: Math.max(endedAtMs, part.startedAtMs),
      tracks: part.tracks,
      recovered: false,
    });
    await this.#note(
      this.#journalFiles.map((entry) => (entry.fileId === file.fileId ? { ...entry, closed } : entry)),
    );
    await file.settle();
    await listener.fileClosed(plan, closed);
  }

  async #conclude(): Promise<void> {
    const { plan, listener, journal, log } = this.#options;
    const all = await Promise.all(this.#closings);
    for (const format of this.#started) {
      // Whoever was told of a beginning must not wait for a file that will never come.
      if (!this.#written.has(format)) this.#fail(format, nothingToRecord);
      listener.ended(plan, format, this.#arrivedMs);
    }
    try {
      await this.#journalQueue;
      if (all.every(Boolean)) await journal.forget(plan.sessionId);
    } catch (error) {
      log.error({ err: error, sessionId: plan.sessionId }, 'the journal of a recording could not be closed');
    }
    this.#finish();
  }

  #fail(format: RecordingFormat, reason: string): void {
    if (this.#failed.has(format)) return;
    this.#failed.add(format);
    this.#options.listener.failed(this.#options.plan, format, reason, this.#options.clock());
  }

  /** Writes of one session follow each other; a failed one is told to who waits and does not stop the next. */
  #note(files: readonly JournalFile[]): Promise<void> {
    this.#journalFiles = files;
    const written = this.#journalQueue.then(() =>
      this.#options.journal.write({ plan: this.#options.plan, files: this.#journalFiles }),
    );
    this.#journalQueue = written.catch(() => undefined);
    return written;
  }
}

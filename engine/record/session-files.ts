import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { Track } from '../containers/track.ts';
import { within } from './deadline.ts';
import { describeFile } from './described-file.ts';
import { makeFileId } from './file-id.ts';
import type { WrittenFile } from './format-writer.ts';
import type { MediaFragment } from './fragmenter.ts';
import type { JournalFile, JournalTracks } from './journal-entry.ts';
import { OpenFile } from './open-file.ts';
import type { Patience } from './patience.ts';
import type { RecorderLog } from './recorder-log.ts';
import type { RecordingListener, RecordingPlan } from './recorded-file.ts';
import type { RecordingTracks } from './sample-assembler.ts';
import type { SessionJournal } from './session-journal.ts';

export interface SessionFilesOptions {
  readonly plan: RecordingPlan;
  readonly mediaFolder: string;
  readonly journal: SessionJournal;
  readonly listener: RecordingListener;
  readonly log: RecorderLog;
  readonly clock: () => number;
  readonly syncEvery: number;
  readonly patience: Patience;
  readonly onFailure: (format: RecordingFormat, reason: string) => void;
}

/** A file that takes fragments, with what the library will be told of it. */
export interface RunningFile {
  readonly open: OpenFile;
  readonly tracks: RecordingTracks;
  readonly startedAtMs: number;
}

/** What became of a session's files when all were closed. */
export interface ClosedFiles {
  /** Formats of which a file is in the library. */
  readonly written: ReadonlySet<RecordingFormat>;
  /** Formats of which a file could not be finished or told: the journal keeps it. */
  readonly unfinished: ReadonlySet<RecordingFormat>;
  /** Resolves when nobody touches those files any more. */
  readonly released: Promise<unknown>;
}

/** The files of one recording: opened, written down in the journal, closed, told. */
export class SessionFiles {
  readonly #options: SessionFilesOptions;
  readonly #written = new Set<RecordingFormat>();
  readonly #unfinished = new Set<RecordingFormat>();
  readonly #closings: Promise<void>[] = [];
  /** The last file of each format that is being finished: files are told in their order. */
  readonly #last = new Map<RecordingFormat, Promise<unknown>>();
  /** The last file of each format that the library has. */
  readonly #acknowledged = new Map<RecordingFormat, string>();
  readonly #releases: Promise<unknown>[] = [];

  constructor(options: SessionFilesOptions) {
    this.#options = options;
  }

  open(format: RecordingFormat, tracks: RecordingTracks, startedAtMs: number): RunningFile {
    const { plan, mediaFolder, journal, clock, syncEvery, patience } = this.#options;
    const fileId = makeFileId(clock());
    const noted = journal.change({
      files: [...journal.entry.files, { fileId, format, startedAtMs, ...printTracks(tracks), closed: null }],
    });
    // Whoever waits for the file is told; a note that nobody waits for must not end the process.
    noted.catch(() => undefined);
    let drops = 0;
    const open = new OpenFile({
      fileId,
      format,
      mediaFolder,
      tracks: listTracks(tracks),
      rules: plan.rules,
      noted,
      syncEvery,
      patience,
      clock,
      onDropping: (dropping, fragment) => {
        if (dropping) drops += 1;
        this.#warnOfDropping(fileId, format, drops, dropping, fragment);
      },
    });
    return { open, tracks, startedAtMs };
  }

  /** An HLS recording goes on with other codecs: recovery must know them. */
  addTracks({ open }: RunningFile, tracks: RecordingTracks): void {
    const later = printTracks(tracks);
    // The next change of the entry carries it too. Recovery asks for the last ones only.
    this.#change(open.fileId, (file) => ({ ...file, later: [later] })).catch(() => undefined);
  }

  close(file: RunningFile, endedAtMs: number): void {
    this.#closings.push(this.#close(file, endedAtMs));
  }

  /** Resolves when every file that was closed is told, or stands in the journal. */
  async settled(): Promise<ClosedFiles> {
    let seen = -1;
    while (seen !== this.#closings.length) {
      seen = this.#closings.length;
      await Promise.all(this.#closings);
    }
    return {
      written: this.#written,
      unfinished: this.#unfinished,
      released: Promise.allSettled(this.#releases),
    };
  }

  async #close(file: RunningFile, endedAtMs: number): Promise<void> {
    const { plan, log, patience, onFailure } = this.#options;
    const { fileId, format, failure } = file.open;
    if (failure !== null) onFailure(format, failure.message);
    const former = this.#last.get(format) ?? Promise.resolve();
    const work = former.catch(() => undefined).then(() => this.#finish(file, endedAtMs));
    this.#last.set(format, work);
    this.#releases.push(work);
    try {
      await within(patience.finishMs, 'finishing a file', work);
    } catch (error) {
      this.#unfinished.add(format);
      log.warn(
        { err: error, fileId, sessionId: plan.sessionId },
        'a file could not be finished yet; the journal keeps it',
      );
    }
  }

  async #finish(file: RunningFile, endedAtMs: number): Promise<void> {
    const { mediaFolder, journal, onFailure } = this.#options;
    const { open } = file;
    const written = await open.finish();
    if (open.failure !== null) onFailure(open.format, open.failure.message);
    if (written === null) {
      await rm(path.join(mediaFolder, open.fileId), { recursive: true, force: true });
      await journal.change({
        files: journal.entry.files.filter(({ fileId }) => fileId !== open.fileId),
      });
      return;
    }
    await this.#report(file, written, endedAtMs);
    this.#written.add(open.format);
  }

  async #report(file: RunningFile, written: WrittenFile, endedAtMs: number): Promise<void> {
    const { plan, listener } = this.#options;
    const { fileId, format } = file.open;
    const closed = describeFile(written, {
      fileId,
      format,
      startedAtMs: file.startedAtMs,
      endedAtMs: Math.max(endedAtMs, file.startedAtMs),
      tracks: file.tracks,
      recovered: false,
    });
    await this.#change(fileId, (entry) => ({ ...entry, closed }));
    await file.open.settle();
    await listener.fileClosed(plan, closed);
    this.#forgetFormer(fileId, format);
  }

  /**
   * Of the files that the library has, the last one of a format stays in the journal and says that there are some: a
   * recording of a thousand files is noted in no more room than one of two.
   */
  #forgetFormer(fileId: string, format: RecordingFormat): void {
    const former = this.#acknowledged.get(format);
    this.#acknowledged.set(format, fileId);
    if (former === undefined) return;
    const { journal } = this.#options;
    journal
      .change({ files: journal.entry.files.filter((file) => file.fileId !== former) })
      .catch(() => undefined);
  }

  #change(fileId: string, change: (file: JournalFile) => JournalFile): Promise<void> {
    const { journal } = this.#options;
    return journal.change({
      files: journal.entry.files.map((file) => (file.fileId === fileId ? change(file) : file)),
    });
  }

  #warnOfDropping(
    fileId: string,
    format: RecordingFormat,
    number: number,
    dropping: boolean,
    { startSeconds }: MediaFragment,
  ): void {
    const { plan, listener, log, clock } = this.#options;
    if (dropping) log.warn({ fileId, format }, 'the disk is too slow: fragments are left out');
    listener.warned(plan, {
      code: 'fragments-dropped',
      level: 'error',
      markId: `fragments-dropped-${fileId}-${String(number)}`,
      phase: dropping ? 'begin' : 'end',
      atMs: clock(),
      mediaMs: Math.round(startSeconds * 1000),
      detail: dropping
        ? `the disk does not keep up: media is left out of the ${format.toUpperCase()} file`
        : `the ${format.toUpperCase()} file takes media again`,
    });
  }
}

function printTracks({ video, audio }: RecordingTracks): JournalTracks {
  return {
    video: video?.config.toString('base64') ?? null,
    ...(video === null ? {} : { videoCodec: video.codec }),
    audio: audio?.config.toString('base64') ?? null,
  };
}

export function listTracks({ video, audio }: RecordingTracks): readonly Track[] {
  return [video, audio].filter((track) => track !== null);
}

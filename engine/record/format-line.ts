import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { MediaFragment } from './fragmenter.ts';
import type { RecordingTracks } from './sample-assembler.ts';
import type { RunningFile, SessionFiles } from './session-files.ts';
import { listTracks } from './session-files.ts';

/**
 * One format of a recording: its files, one after the other without losing a frame between them. HLS has one for the whole
 * recording; the others begin a new one at their longest length, and where the codecs that they hold change.
 */
export class FormatLine {
  readonly format: RecordingFormat;
  readonly #files: SessionFiles;
  /** Null where a file is never split. */
  readonly #maxSeconds: number | null;
  #tracks: RecordingTracks;
  #file: RunningFile | null = null;
  #startSeconds: number | null = null;
  #jointDue = false;
  #isOver = false;

  constructor(options: {
    readonly format: RecordingFormat;
    readonly files: SessionFiles;
    readonly maxFileSeconds: number | null;
    readonly tracks: RecordingTracks;
    readonly startedAtMs: number;
  }) {
    this.format = options.format;
    this.#files = options.files;
    this.#maxSeconds = options.format === 'hls' ? null : options.maxFileSeconds;
    this.#tracks = options.tracks;
    this.#openFile(options.startedAtMs);
  }

  /** Why the line takes nothing more; null while it does. */
  get failure(): Error | null {
    return this.#file?.open.failure ?? null;
  }

  /** True where a file that begins here would begin because of its length. */
  isSplitDue(seconds: number): boolean {
    return (
      this.#maxSeconds !== null &&
      this.#startSeconds !== null &&
      seconds - this.#startSeconds >= this.#maxSeconds
    );
  }

  append(fragment: MediaFragment): void {
    if (this.#isOver) return;
    if (fragment.key && this.isSplitDue(fragment.startSeconds)) this.#closeFile(fragment.arrivedAtMs);
    if (this.#file === null) this.#openFile(fragment.arrivedAtMs);
    if (this.#file === null) return;
    this.#startSeconds ??= fragment.startSeconds;
    const joint = this.#jointDue && this.format === 'hls' ? listTracks(this.#tracks) : undefined;
    this.#jointDue = false;
    this.#file.open.append(joint === undefined ? fragment : { ...fragment, joint });
  }

  /** What comes is of other codecs. */
  change(tracks: RecordingTracks, endedAtMs: number): void {
    const former = this.#tracks;
    this.#tracks = tracks;
    if (this.#isOver) return;
    if (this.format === 'hls') {
      this.#jointDue = true;
      if (this.#file !== null) this.#files.addTracks(this.#file, tracks);
      return;
    }
    if (this.format === 'aac' && former.audio === tracks.audio) return;
    this.#closeFile(endedAtMs);
  }

  /** What comes was joined to what was: something between them is missing. */
  discontinue(): void {
    this.#jointDue = true;
  }

  /** What was appended is on the disk itself afterwards. */
  async sync(): Promise<void> {
    await this.#file?.open.sync();
  }

  /** Nothing more comes. */
  close(endedAtMs: number): void {
    this.#isOver = true;
    this.#closeFile(endedAtMs);
  }

  #openFile(startedAtMs: number): void {
    // A stream without sound gives no AAC.
    if (this.format === 'aac' && this.#tracks.audio === null) return;
    this.#file = this.#files.open(this.format, this.#tracks, startedAtMs);
    this.#startSeconds = null;
  }

  #closeFile(endedAtMs: number): void {
    if (this.#file === null) return;
    this.#files.close(this.#file, endedAtMs);
    this.#file = null;
    this.#startSeconds = null;
  }
}

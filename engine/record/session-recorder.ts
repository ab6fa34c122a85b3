import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { isCodecConfig, isMedia } from '../ingest/packet-body.ts';
import { CodecChanges } from './codec-changes.ts';
import { within } from './deadline.ts';
import { FormatLine } from './format-line.ts';
import { Fragmenter } from './fragmenter.ts';
import type { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import { journalVersion } from './journal-entry.ts';
import { nothingToRecord } from './nothing-to-record.ts';
import type { Patience } from './patience.ts';
import type { RecorderLog } from './recorder-log.ts';
import type { HoldReason, RecordingListener, RecordingPlan, RecordingSession } from './recorded-file.ts';
import type { RecordingTracks } from './sample-assembler.ts';
import { SampleAssembler } from './sample-assembler.ts';
import { SessionFiles } from './session-files.ts';
import { SessionJournal } from './session-journal.ts';
import { SessionTelling } from './session-telling.ts';

export interface SessionRecorderOptions {
  readonly plan: RecordingPlan;
  readonly mediaFolder: string;
  readonly journal: Journal;
  readonly listener: RecordingListener;
  readonly log: RecorderLog;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly syncEvery: number;
  readonly patience: Patience;
  /** Files that could not be finished stand in this entry; `released` says when nobody touches them any more. */
  readonly onUnfinished: (entry: JournalEntry, released: Promise<unknown>) => void;
}

/**
 * Records one stream in every format of its plan, and tells when each file is whole. The stream may go and come back
 * within the plan's timeout, and media may be left out for a while: times and files go on as if nothing had been between.
 */
export class SessionRecorder implements RecordingSession {
  readonly done: Promise<void>;
  readonly plan: RecordingPlan;
  readonly #options: SessionRecorderOptions;
  readonly #assembler: SampleAssembler;
  readonly #journal: SessionJournal;
  readonly #files: SessionFiles;
  readonly #holds = new Set<HoldReason>();
  readonly #told: SessionTelling;
  #state: 'running' | 'suspended' | 'ended' = 'running';
  #lines: readonly FormatLine[] | null = null;
  #fragmenter: Fragmenter | null = null;
  #arrivedAtMs: number;
  /** When media that was left out came last. */
  #heldUntilMs = -Infinity;
  /** When the first media came that is, or would be, recorded. */
  #beganAtMs: number | null = null;
  #timeout: NodeJS.Timeout | undefined;
  #finish: () => void = () => undefined;

  constructor(options: SessionRecorderOptions) {
    const { plan } = options;
    this.plan = plan;
    this.#options = options;
    this.#arrivedAtMs = options.clock();
    this.#told = new SessionTelling(options);
    this.#journal = new SessionJournal(options.journal, {
      version: journalVersion,
      plan,
      started: [],
      begun: false,
      files: [],
      heldSinceMs: null,
      suspendedAtMs: null,
      endedAtMs: null,
    });
    this.#files = new SessionFiles({
      ...options,
      journal: this.#journal,
      onFailure: (format, reason) => {
        this.#told.failed(format, reason);
      },
    });
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
    const reachedMs = (): number => this.#assembler.reachedMs;
    this.#assembler = new SampleAssembler(
      {
        begin: (tracks) => {
          this.#begin(tracks);
        },
        picture: (sample) => {
          this.#told.resumed(this.#arrivedAtMs, this.#assembler.joinedMs);
          this.#fragmenter!.picture(sample, this.#arrivedAtMs);
        },
        sound: (sample) => {
          this.#told.resumed(this.#arrivedAtMs, this.#assembler.joinedMs);
          this.#fragmenter!.sound(sample, this.#arrivedAtMs);
        },
      },
      new CodecChanges({ ...options, reachedMs }),
    );
  }

  get sessionId(): string {
    return this.plan.sessionId;
  }

  /** True while its stream is away and may come back. */
  get isSuspended(): boolean {
    return this.#state === 'suspended';
  }

  get isHeld(): boolean {
    return this.#holds.size > 0;
  }

  hold(reason: HoldReason): void {
    if (this.#state === 'ended' || this.#holds.has(reason)) return;
    this.#holds.add(reason);
    if (this.#holds.size > 1) return;
    this.#breakOff('hold');
    if (this.#told.isStarted) this.#told.paused(reason, this.#options.clock(), this.#assembler.reachedMs);
  }

  release(reason: HoldReason): void {
    this.#holds.delete(reason);
  }

  packet(packet: MediaPacket): void {
    if (this.#state !== 'running') return;
    const isHeld = this.#holds.size > 0;
    if (isHeld && !isCodecConfig(packet)) {
      if (isMedia(packet)) this.#heldMedia();
      return;
    }
    if (!isHeld) this.#arrivedAtMs = this.#options.clock();
    if (packet.kind !== 'metadata' && !isHeld) this.#beganAtMs ??= this.#arrivedAtMs;
    try {
      this.#assembler.packet(packet);
    } catch (error) {
      // A configuration that cannot be read: what was recorded so far is finished, the rest cannot be.
      const reason = error instanceof Error ? error.message : String(error);
      for (const format of this.plan.formats) this.#told.failed(format, reason);
      this.stop();
    }
  }

  end(): void {
    const { resumeTimeoutSeconds } = this.plan.rules;
    if (this.#state !== 'running') return;
    this.#breakOff('interruption');
    if (resumeTimeoutSeconds === 0 || !this.#told.isStarted) {
      this.stop();
      return;
    }
    this.#state = 'suspended';
    this.#journal.change({ suspendedAtMs: this.#options.clock() }).catch(() => undefined);
    for (const line of this.#lines ?? []) void line.sync();
    this.#timeout = setTimeout(() => {
      this.stop();
    }, resumeTimeoutSeconds * 1000).unref();
  }

  /** The stream is back. */
  resume(): void {
    if (this.#state !== 'suspended') throw new Error(`the session ${this.sessionId} does not wait`);
    clearTimeout(this.#timeout);
    this.#state = 'running';
    this.#journal.change({ suspendedAtMs: null }).catch(() => undefined);
  }

  stop(): void {
    if (this.#state === 'ended') return;
    clearTimeout(this.#timeout);
    if (this.#state === 'running') this.#breakOff('interruption');
    this.#state = 'ended';
    for (const line of this.#lines ?? []) line.close(this.#arrivedAtMs);
    void this.#conclude();
  }

  #begin(tracks: RecordingTracks): void {
    this.#fragmenter?.end();
    this.#fragmenter = new Fragmenter(tracks, {
      onFragment: (fragment) => {
        for (const line of this.#lines!) {
          line.append(fragment);
          if (line.failure !== null) this.#giveUp(line, line.failure);
        }
      },
      isSplitDue: (seconds) => this.#lines!.some((line) => line.isSplitDue(seconds)),
    });
    if (this.#lines === null) this.#openLines(tracks);
    else for (const line of this.#lines) line.change(tracks, this.#arrivedAtMs);
  }

  #openLines(tracks: RecordingTracks): void {
    const { formats, rules } = this.plan;
    const startedAtMs = this.#beganAtMs ?? this.#arrivedAtMs;
    this.#journal.change({ begun: true, started: formats }).catch(() => undefined);
    this.#lines = formats.map(
      (format) =>
        new FormatLine({
          format,
          files: this.#files,
          maxFileSeconds: rules.maxFileSeconds,
          tracks,
          startedAtMs,
        }),
    );
    this.#told.started(startedAtMs);
  }

  /** A stream whose first media is held has begun all the same, and is paused from that moment. */
  #heldMedia(): void {
    const atMs = this.#options.clock();
    this.#heldUntilMs = atMs;
    if (this.#told.isStarted) return;
    this.#arrivedAtMs = atMs;
    this.#journal.change({ started: this.plan.formats, heldSinceMs: atMs }).catch(() => undefined);
    this.#told.started(atMs);
    this.#told.paused([...this.#holds][0]!, atMs, this.#assembler.reachedMs);
  }

  /** The last media, whether recorded or left out: a pause that lasted to the end ends with it. */
  get #endedAtMs(): number {
    return Math.max(this.#arrivedAtMs, this.#told.isPaused ? this.#heldUntilMs : -Infinity);
  }

  /** Ends what is gathered; what comes next is joined to it. */
  #breakOff(why: 'hold' | 'interruption'): void {
    this.#assembler.interrupt(why);
    this.#fragmenter?.end();
    for (const line of this.#lines ?? []) line.discontinue();
  }

  async #conclude(): Promise<void> {
    const { log, patience } = this.#options;
    const { written, unfinished, released } = await this.#files.settled();
    const untold = this.#told.isStarted ? await this.#tellEnds(written, unfinished) : [];
    const left = new Set([...unfinished, ...untold]);
    try {
      const closing = left.size === 0 ? this.#journal.forget() : this.#leave(left, released);
      await within(patience.finishMs, 'closing the journal', closing);
    } catch (error) {
      log.error({ err: error, sessionId: this.sessionId }, 'the journal of a recording could not be closed');
    }
    this.#finish();
  }

  /** Tells of the end of each format whose files are finished; answers those of which it could not be kept. */
  async #tellEnds(
    written: ReadonlySet<RecordingFormat>,
    unfinished: ReadonlySet<RecordingFormat>,
  ): Promise<readonly RecordingFormat[]> {
    const { listener, log, patience } = this.#options;
    const untold: RecordingFormat[] = [];
    const tell = async (format: RecordingFormat): Promise<void> => {
      // Whoever was told of a beginning must not wait for a file that will never come.
      if (this.#lines !== null && !written.has(format)) this.#told.failed(format, nothingToRecord);
      try {
        const kept = listener.ended(this.plan, format, this.#endedAtMs);
        await within(patience.finishMs, 'telling of an end', kept);
      } catch (error) {
        untold.push(format);
        const fields = { err: error, sessionId: this.sessionId, format };
        log.warn(fields, 'the end of a recording could not be kept yet; the journal keeps it');
      }
    };
    await Promise.all(this.plan.formats.filter((format) => !unfinished.has(format)).map(tell));
    return untold;
  }

  /** Leaves what could not be finished to who tries again. */
  async #leave(unfinished: ReadonlySet<RecordingFormat>, released: Promise<unknown>): Promise<void> {
    const { entry } = this.#journal;
    const noted = this.#journal
      .change({
        started: entry.started.filter((format) => unfinished.has(format)),
        files: entry.files.filter(({ format }) => unfinished.has(format)),
        suspendedAtMs: null,
        endedAtMs: this.#endedAtMs,
      })
      .catch(() => undefined);
    this.#options.onUnfinished(this.#journal.entry, Promise.all([noted, released]));
    await noted;
  }

  #giveUp(line: FormatLine, failure: Error): void {
    this.#told.failed(line.format, failure.message);
    // What is whole of it goes to the library now: the disk may be better used than by waiting.
    line.close(this.#arrivedAtMs);
    // Not here, in the middle of a fragment.
    if (this.#told.going.length === 0)
      queueMicrotask(() => {
        this.stop();
      });
  }
}

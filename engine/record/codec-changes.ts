import type { RecorderLog } from './recorder-log.ts';
import type { RecordingListener, RecordingPlan } from './recorded-file.ts';

/** A publisher who changes size or codec once in a while, even several times in a row, is followed. */
const changesAtOnce = 20;
/** More than this in the long run is followed no more: each change is a file of each format, a note and an event. */
const secondsPerChange = 6;
/** What must have been saved before changes are followed again: the mark of it ends about once a minute at most. */
const affordableAgain = changesAtOnce / 2;

export interface CodecChangesOptions {
  readonly plan: RecordingPlan;
  readonly listener: RecordingListener;
  readonly log: RecorderLog;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** How far the recording's media goes. */
  readonly reachedMs: () => number;
}

/**
 * How often a recording goes on with other codecs. Above that media of the new ones is left out, told as a mark with two
 * ends, until a change is affordable again or the publisher is back at what the files have.
 */
export class CodecChanges {
  readonly #options: CodecChangesOptions;
  #affordable = changesAtOnce;
  #countedAtMs: number;
  #refusals = 0;
  #isRefusing = false;

  constructor(options: CodecChangesOptions) {
    this.#options = options;
    this.#countedAtMs = options.clock();
  }

  /** Asked where the codecs are others than before: true where the recording goes on with them. */
  take(): boolean {
    this.#earn();
    const isTaken = this.#affordable >= (this.#isRefusing ? affordableAgain : 1);
    if (isTaken) this.#affordable -= 1;
    this.#note(!isTaken);
    return isTaken;
  }

  /** Told where media goes on in the codecs that the files have. */
  settled(): void {
    if (!this.#isRefusing) return;
    this.#earn();
    if (this.#affordable >= affordableAgain) this.#note(false);
  }

  #earn(): void {
    const now = this.#options.clock();
    // A clock that was set back gives nothing.
    const earned = Math.max(0, now - this.#countedAtMs) / (secondsPerChange * 1000);
    this.#affordable = Math.min(changesAtOnce, this.#affordable + earned);
    this.#countedAtMs = now;
  }

  #note(isRefusing: boolean): void {
    if (isRefusing === this.#isRefusing) return;
    this.#isRefusing = isRefusing;
    const { plan, listener, log, clock, reachedMs } = this.#options;
    if (isRefusing) this.#refusals += 1;
    if (isRefusing)
      log.warn({ sessionId: plan.sessionId }, 'codecs change too often: media of new ones is left out');
    listener.warned(plan, {
      code: 'codecs-unstable',
      level: 'error',
      markId: `codecs-unstable-${String(this.#refusals)}`,
      phase: isRefusing ? 'begin' : 'end',
      atMs: clock(),
      mediaMs: reachedMs(),
      detail: isRefusing
        ? 'the publisher changes its codecs or their configuration too often: media is left out'
        : 'media is taken again',
    });
  }
}

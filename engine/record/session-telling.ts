import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { HoldReason, RecordingListener, RecordingPlan } from './recorded-file.ts';

/** What was told of a recording: its beginning once, each pause with its end, and each format's failure once. */
export class SessionTelling {
  readonly #plan: RecordingPlan;
  readonly #listener: RecordingListener;
  /** Epoch milliseconds. */
  readonly #clock: () => number;
  readonly #failed = new Set<RecordingFormat>();
  #isStarted = false;
  /** A pause was told and its end not yet: that is told with the first media after it. */
  #isPaused = false;

  constructor(options: {
    readonly plan: RecordingPlan;
    readonly listener: RecordingListener;
    readonly clock: () => number;
  }) {
    this.#plan = options.plan;
    this.#listener = options.listener;
    this.#clock = options.clock;
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** The formats that have not failed. */
  get going(): readonly RecordingFormat[] {
    return this.#plan.formats.filter((format) => !this.#failed.has(format));
  }

  started(atMs: number): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const format of this.#plan.formats) this.#listener.started(this.#plan, format, atMs);
  }

  paused(reason: HoldReason, atMs: number, mediaMs: number): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    for (const format of this.going) this.#listener.paused(this.#plan, format, atMs, reason, mediaMs);
  }

  resumed(atMs: number, mediaMs: number): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    for (const format of this.going) this.#listener.resumed(this.#plan, format, atMs, mediaMs);
  }

  failed(format: RecordingFormat, reason: string): void {
    if (this.#failed.has(format)) return;
    this.#failed.add(format);
    this.#listener.failed(this.#plan, format, reason, this.#clock());
  }
}

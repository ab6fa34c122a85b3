import type { ClockedKind } from '../record/stream-clock.ts';
import { StreamClock } from '../record/stream-clock.ts';

/**
 * Where a recording's media stands, in milliseconds from its beginning: the publisher's clock without its leaps, and without
 * what was left out while the recording was held or its stream was away.
 */
export class MediaLine {
  #clock = new StreamClock();
  #base = 0;
  #first: number | null = null;
  #mediaMs = 0;
  #leaps = 0;

  /** The packet's place. A packet that is older than the newest does not move the line back. */
  at(kind: ClockedKind, timestampMs: number): number {
    const line = this.#clock.at(kind, timestampMs);
    this.#first ??= line;
    const place = this.#base + line - this.#first;
    this.#mediaMs = Math.max(this.#mediaMs, place);
    return place;
  }

  get mediaMs(): number {
    return this.#mediaMs;
  }

  /** How often the publisher's clock leapt. */
  get leaps(): number {
    return this.#leaps + this.#clock.leaps;
  }

  /** What comes next follows what came last, whatever its time says. */
  join(): void {
    this.#base = this.#mediaMs;
    this.#leaps += this.#clock.leaps;
    this.#first = null;
    this.#clock = new StreamClock();
  }
}

/** Frame durations, in 1/90000 s, of the rates that encoders use. */
const usualDurations = [60, 50, 48, 30, 25, 24, 20, 15, 12, 10, 8, 5]
  .map((rate) => 90_000 / rate)
  .concat(1501.5, 3003, 3753.75);
const ticksPerMs = 90;

/**
 * RTMP says times in whole milliseconds, so 15 pictures a second arrive 66 and 67 ms apart. Where a stream keeps a usual
 * rate to the millisecond, its times are put back on that rate: tables stay small and lengths exact. A time that is more
 * than a millisecond off is taken as it is.
 */
export class FramePacer {
  #last: number | null = null;
  #nominal: number | null = null;

  /** Decoding time in 1/90000 s, later than the one before. */
  decodeTime(lineMs: number): number {
    const said = lineMs * ticksPerMs;
    if (this.#last === null) {
      this.#last = said;
      return said;
    }
    const step = said - this.#last;
    if (this.#nominal === null || Math.abs(step - this.#nominal) > ticksPerMs) this.#nominal = usual(step);
    const time = Math.max(
      this.#last + 1,
      this.#nominal === null ? said : Math.round(this.#last + this.#nominal),
    );
    this.#last = time;
    return time;
  }

  /** Presentation minus decoding, on the same grid. */
  compositionOffset(compositionMs: number): number {
    const said = compositionMs * ticksPerMs;
    if (this.#nominal === null || said === 0) return said;
    const frames = Math.round(said / this.#nominal);
    const onGrid = Math.round(frames * this.#nominal);
    return Math.abs(onGrid - said) <= 2 * ticksPerMs ? onGrid : said;
  }

  /** How long a picture lasts when none follows it. */
  get lastDuration(): number {
    return Math.round(this.#nominal ?? 3000);
  }
}

function usual(step: number): number | null {
  let best: number | null = null;
  for (const duration of usualDurations) {
    if (Math.abs(duration - step) > ticksPerMs) continue;
    if (best === null || Math.abs(duration - step) < Math.abs(best - step)) best = duration;
  }
  return best;
}

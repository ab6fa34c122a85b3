/** The first seconds show how two lines lie to each other in this stream; what comes later is compared with that. */
const referenceMs = 4000;
const windowMs = 2000;
/** Sound that was not sent for this long was left out by its publisher and is no drift. */
const gapMs = 200;
/** Pictures are compared with sound that came this shortly before. */
const besideMs = 500;

/** The distance of two lines, against what it was at first. */
class Distance {
  #seen: { readonly atMs: number; readonly ms: number }[] = [];
  #firstMs: number | null = null;
  #reference: number | null = null;

  add(ms: number, atMs: number): void {
    this.#firstMs ??= atMs;
    this.#seen.push({ atMs, ms });
  }

  /** Null until it is known how they lie, and where nothing came lately. */
  change(nowMs: number): number | null {
    if (this.#firstMs === null || nowMs < this.#firstMs + referenceMs) return null;
    if (this.#reference !== null) this.#seen = this.#seen.filter(({ atMs }) => atMs > nowMs - windowMs);
    if (this.#seen.length === 0) return null;
    const mean = this.#seen.reduce((sum, { ms }) => sum + ms, 0) / this.#seen.length;
    this.#reference ??= mean;
    return Math.round(mean - this.#reference);
  }
}

/**
 * How far sound and pictures have run apart. Two things show it: their times, as they arrive beside each other, and the
 * sound's own samples, counted against the times that its packets carry. The worse of the two is told.
 */
export class DriftMeter {
  #toPicture = new Distance();
  #toSamples = new Distance();
  #soundLine: number | null = null;
  #soundAtMs = 0;
  #sampleLine = 0;

  picture(lineMs: number, atMs: number): void {
    // Against sound that does not come any more every picture would run away.
    if (this.#soundLine !== null && atMs - this.#soundAtMs < besideMs)
      this.#toPicture.add(this.#soundLine - lineMs, atMs);
  }

  /** `frameMs` is how long the packet's samples play. */
  sound(lineMs: number, frameMs: number, atMs: number): void {
    const step = lineMs - (this.#soundLine ?? lineMs);
    // Where sound was left out, the count goes on with the difference that it had.
    this.#sampleLine += step > gapMs || step < 0 ? step : this.#soundLine === null ? 0 : frameMs;
    this.#soundLine = lineMs;
    this.#soundAtMs = atMs;
    this.#toSamples.add(this.#sampleLine - lineMs, atMs);
  }

  /** What comes next lies to each other anew. */
  forget(): void {
    this.#toPicture = new Distance();
    this.#toSamples = new Distance();
    this.#soundLine = null;
    this.#sampleLine = 0;
  }

  /** Positive: the sound is ahead. Null where nothing is known. */
  read(nowMs: number): number | null {
    const changes = [this.#toPicture.change(nowMs), this.#toSamples.change(nowMs)];
    return changes.reduce(
      (worst, change) =>
        change !== null && (worst === null || Math.abs(change) > Math.abs(worst)) ? change : worst,
      null,
    );
  }
}

/** Beyond this a publisher's clock has jumped: it was set anew, and the jump is no pause to be waited for. */
const jumpMs = 10_000;

/**
 * Turns a publisher's unsigned 32-bit timestamps into media time: milliseconds that do not wrap, do not jump and, apart from
 * the order of pictures and sound among each other, do not run backwards.
 */
export class InputClock {
  private last: {
    readonly timestampMs: number;
    readonly mediaMs: number;
    readonly arrivalMs: number;
  } | null = null;

  mediaMs(timestampMs: number, arrivalMs: number): number {
    const mediaMs = Math.max(0, this.continue(timestampMs, arrivalMs));
    this.last = { timestampMs, mediaMs, arrivalMs };
    return mediaMs;
  }

  private continue(timestampMs: number, arrivalMs: number): number {
    // The second of head room keeps the first packets of a stream that begins out of order above zero.
    if (this.last === null) return 1000;
    const step = (timestampMs - this.last.timestampMs) | 0;
    if (Math.abs(step) <= jumpMs) return this.last.mediaMs + step;
    return this.last.mediaMs + Math.max(0, Math.round(arrivalMs - this.last.arrivalMs));
  }
}

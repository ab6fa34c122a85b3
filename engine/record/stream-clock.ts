/**
 * Turns a publisher's 32-bit milliseconds into one line that never jumps: it unwraps at 2^32, and where the publisher's
 * clock leaps by more than ten seconds either way, it joins the line with the step the stream had before.
 */
export class StreamClock {
  #last: number | null = null;
  #line = 0;

  /** Leaps seen so far. */
  leaps = 0;

  /** The packet's place on the line, in milliseconds from the first packet; packets of both kinds share the line. */
  at(timestampMs: number): number {
    if (this.#last === null) {
      this.#last = timestampMs;
      return 0;
    }
    // The difference modulo 2^32, as a signed number.
    let step = (timestampMs - this.#last) | 0;
    if (Math.abs(step) > maxStepMs) {
      step = joinStepMs;
      this.leaps++;
    }
    this.#last = timestampMs;
    this.#line += step;
    return this.#line;
  }
}

const maxStepMs = 10_000;
/** About one picture at 30 a second. */
const joinStepMs = 33;

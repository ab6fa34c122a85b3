/** A packet's kind with a clock of its own: within one, times run forward. */
export type ClockedKind = 'video' | 'audio';

interface Place {
  readonly timestampMs: number;
  readonly lineMs: number;
}

/** A longer step forward is a leap of the publisher's clock. */
const maxStepMs = 10_000;
/** Decoding times of one kind never go back; a step back past this is a leap too. */
const maxBackMs = 300;
/** About one picture at 30 a second. */
const joinStepMs = 33;

/**
 * Turns a publisher's 32-bit milliseconds into one line that never jumps: it unwraps at 2^32, and where the publisher's
 * clock leaps it joins the line with about the step the stream had before. Sound and picture share the line: whichever
 * leaps second follows the first, so their offset stays, and one that was away for long comes back where the other is.
 */
export class StreamClock {
  readonly #last: Record<ClockedKind, Place | null> = { video: null, audio: null };
  #farthest = 0;

  /** Leaps seen so far. */
  leaps = 0;

  /** The packet's place on the line, in whole milliseconds from the first packet. */
  at(kind: ClockedKind, timestampMs: number): number {
    const lineMs = this.#find(kind, timestampMs);
    this.#last[kind] = { timestampMs, lineMs };
    this.#farthest = Math.max(this.#farthest, lineMs);
    return lineMs;
  }

  #find(kind: ClockedKind, timestampMs: number): number {
    const own = this.#last[kind];
    const other = this.#last[kind === 'video' ? 'audio' : 'video'];
    const byOwn = own === null ? null : follow(own, timestampMs);
    if (own !== null && byOwn !== null && isStep(byOwn - own.lineMs)) return byOwn;
    const byOther = other === null ? null : follow(other, timestampMs);
    if (byOther !== null && byOther <= this.#farthest + maxStepMs) {
      const notBefore = own === null ? this.#farthest - maxStepMs : own.lineMs - maxBackMs;
      if (byOther >= notBefore) return byOther;
    }
    if (own === null) return this.#farthest;
    this.leaps++;
    return this.#farthest + joinStepMs;
  }
}

/** The difference is taken modulo 2^32, as a signed number. */
function follow({ timestampMs: from, lineMs }: Place, timestampMs: number): number {
  return lineMs + ((timestampMs - from) | 0);
}

function isStep(ms: number): boolean {
  return ms >= -maxBackMs && ms <= maxStepMs;
}

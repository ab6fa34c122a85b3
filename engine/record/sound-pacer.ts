/** Sound counts its own samples; a difference this long from what the publisher says is a real gap. */
const gapSeconds = 0.1;

/** Decoding times of audio frames, in samples: one after the other without a seam, resynchronised at a real gap. */
export class SoundPacer {
  readonly #sampleRate: number;
  readonly #frameSamples: number;
  #next: number | null = null;

  constructor(sampleRate: number, frameSamples: number) {
    this.#sampleRate = sampleRate;
    this.#frameSamples = frameSamples;
  }

  /** Null for a frame that would lie in what is already there: a publisher whose clock went back sends it again. */
  decodeTime(lineMs: number): number | null {
    const said = Math.round((lineMs * this.#sampleRate) / 1000);
    const gap = gapSeconds * this.#sampleRate;
    if (this.#next === null || said - this.#next > gap) this.#next = said;
    else if (this.#next - said > gap) return null;
    const time = this.#next;
    this.#next += this.#frameSamples;
    return time;
  }
}

/** Sound counts its own samples; a difference this long from what the publisher says is a real gap. */
const gapSeconds = 0.1;

/**
 * Decoding times of audio frames, in samples: one after the other without a seam, set forward at a real gap. A publisher
 * that says less time than its sound lasts is not believed: no frame is left out for it.
 */
export class SoundPacer {
  readonly #sampleRate: number;
  readonly #frameSamples: number;
  #next: number | null = null;

  constructor(sampleRate: number, frameSamples: number) {
    this.#sampleRate = sampleRate;
    this.#frameSamples = frameSamples;
  }

  decodeTime(lineMs: number): number {
    const said = Math.round((lineMs * this.#sampleRate) / 1000);
    if (this.#next === null || said - this.#next > gapSeconds * this.#sampleRate) this.#next = said;
    const time = this.#next;
    this.#next += this.#frameSamples;
    return time;
  }
}

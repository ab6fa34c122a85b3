/** How much less media came than time passed, against how it was when watching began. */
export class LengthMeter {
  #carriedMs = 0;
  #reference: number | null = null;
  #missingMs: number | null = null;

  /** `mediaMs` is the end of the media when its last packet came, at `arrivedMs`. */
  read(arrivedMs: number, mediaMs: number): number {
    const distance = arrivedMs - mediaMs;
    // What a joiner is given at once, to begin with a whole group of pictures, is no media ahead of its time.
    this.#reference ??= distance;
    this.#missingMs = this.#carriedMs + distance - this.#reference;
    return Math.round(this.#missingMs);
  }

  /** What passes until media comes again is not missing. */
  forget(): void {
    this.#carriedMs = this.#missingMs ?? this.#carriedMs;
    this.#reference = null;
  }
}

/** Someone who is asked to read, each so many rounds. */
export interface RoundReader {
  /** One of `roundPaces`: 4 is every fourth round. */
  readonly pace: number;
  readNow(): void;
}

export const roundMs = 25;
/** Rounds from one read to the next. */
export const roundPaces = [1, 2, 4] as const;

/**
 * Asks all sockets that rest to read, many at once: a process that wakes for each of them spends more on waking than on the
 * media. Readers are spread over the rounds, so that no round has them all.
 */
export class ReadRounds {
  readonly #readers = new Map<RoundReader, number>();
  #round = 0;
  #joined = 0;
  #timer: NodeJS.Timeout | null = null;

  add(reader: RoundReader): void {
    if (!this.#readers.has(reader)) this.#readers.set(reader, this.#joined++);
    this.#timer ??= setInterval(() => {
      this.#next();
    }, roundMs);
  }

  remove(reader: RoundReader): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #next(): void {
    this.#round += 1;
    for (const [reader, place] of this.#readers)
      if ((this.#round + place) % reader.pace === 0) reader.readNow();
  }
}

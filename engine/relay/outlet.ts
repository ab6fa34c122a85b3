/** One message of a stream, printed: a tag of FLV, a message of RTMP. */
export interface Piece {
  readonly bytes: Buffer;
  /** A configuration: never left out where something follows that needs it. */
  readonly isConfig: boolean;
  /** Viewing can begin here. */
  readonly isEntry: boolean;
}

/** Where a taker's bytes go. */
export interface OutletPipe {
  /** `sent` comes when the bytes have left, or never where the pipe broke. */
  write(bytes: Buffer, sent: () => void): void;
  end(): void;
  /** Ends at once, with what waits in it. */
  destroy(): void;
}

export interface OutletLimits {
  /** Bytes that may wait for a taker; beyond, pieces are left out up to the next key frame. Default 2 MB. */
  readonly maxWaitingBytes: number;
  /** One that takes nothing for so long while something waits is let go. Default 30 s. */
  readonly patienceMs: number;
}

export const defaultOutletLimits: OutletLimits = { maxWaitingBytes: 2 * 1024 * 1024, patienceMs: 30_000 };

/** Sends a stream's pieces to one taker, who gets whole groups of pictures or none of one. */
export class Outlet {
  readonly #pipe: OutletPipe;
  readonly #limits: OutletLimits;
  /** The configurations in effect, sent again after some were left out. */
  readonly #configs: () => readonly Piece[];
  #waitingBytes = 0;
  #takenAtMs = Date.now();
  #isDropping = false;
  #missedConfig = false;
  #dropped = 0;

  constructor(pipe: OutletPipe, configs: () => readonly Piece[], limits: OutletLimits) {
    this.#pipe = pipe;
    this.#configs = configs;
    this.#limits = limits;
  }

  /** Tags left out so far. */
  get dropped(): number {
    return this.#dropped;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** What stands before everything else. */
  begin(header: Buffer): void {
    this.#write(header);
  }

  /** Leaves everything out up to the next beginning. */
  awaitEntry(): void {
    this.#isDropping = true;
  }

  give(piece: Piece): void {
    if (this.#waitingBytes > 0 && Date.now() - this.#takenAtMs > this.#limits.patienceMs) {
      this.#pipe.destroy();
      return;
    }
    const isFull = this.#waitingBytes + piece.bytes.length > this.#limits.maxWaitingBytes;
    if (this.#isDropping && piece.isEntry && this.#waitingBytes <= this.#limits.maxWaitingBytes / 2) {
      this.#isDropping = false;
      if (this.#missedConfig) for (const config of this.#configs()) this.#write(config.bytes);
      this.#missedConfig = false;
    }
    // A tag larger than all that may wait goes where nothing waits.
    else if (isFull && this.#waitingBytes > 0) this.#isDropping = true;
    if (!this.#isDropping) {
      this.#write(piece.bytes);
      return;
    }
    this.#dropped += 1;
    this.#missedConfig ||= piece.isConfig;
  }

  end(): void {
    this.#pipe.end();
  }

  #write(bytes: Buffer): void {
    if (this.#waitingBytes === 0) this.#takenAtMs = Date.now();
    this.#waitingBytes += bytes.length;
    this.#pipe.write(bytes, () => {
      this.#waitingBytes -= bytes.length;
      this.#takenAtMs = Date.now();
    });
  }
}

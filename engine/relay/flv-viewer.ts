/** One FLV tag, printed once for all viewers. */
export interface FeedTag {
  readonly bytes: Buffer;
  /** A configuration: never left out where something follows that needs it. */
  readonly isConfig: boolean;
  /** Viewing can begin here. */
  readonly isEntry: boolean;
}

/** Where a viewer's bytes go. */
export interface ViewerPipe {
  /** `sent` comes when the bytes have left, or never where the pipe broke. */
  write(bytes: Buffer, sent: () => void): void;
  end(): void;
  /** Ends at once, with what waits in it. */
  destroy(): void;
}

export interface ViewerLimits {
  /** Bytes that may wait for a viewer; beyond, tags are left out up to the next key frame. Default 2 MB. */
  readonly maxWaitingBytes: number;
  /** A viewer that takes nothing for so long while something waits is let go. Default 30 s. */
  readonly patienceMs: number;
}

export const defaultViewerLimits: ViewerLimits = { maxWaitingBytes: 2 * 1024 * 1024, patienceMs: 30_000 };

/** Sends a feed's tags to one viewer, who gets whole groups of pictures or none of one. */
export class FlvViewer {
  readonly #pipe: ViewerPipe;
  readonly #limits: ViewerLimits;
  /** The configurations in effect, sent again after some were left out. */
  readonly #configs: () => readonly FeedTag[];
  #waitingBytes = 0;
  #takenAtMs = Date.now();
  #isDropping = false;
  #missedConfig = false;
  #dropped = 0;

  constructor(pipe: ViewerPipe, configs: () => readonly FeedTag[], limits: ViewerLimits) {
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

  tag(tag: FeedTag): void {
    if (this.#waitingBytes > 0 && Date.now() - this.#takenAtMs > this.#limits.patienceMs) {
      this.#pipe.destroy();
      return;
    }
    const isFull = this.#waitingBytes + tag.bytes.length > this.#limits.maxWaitingBytes;
    if (this.#isDropping && tag.isEntry && this.#waitingBytes <= this.#limits.maxWaitingBytes / 2) {
      this.#isDropping = false;
      if (this.#missedConfig) for (const config of this.#configs()) this.#write(config.bytes);
      this.#missedConfig = false;
    }
    // A tag larger than all that may wait goes where nothing waits.
    else if (isFull && this.#waitingBytes > 0) this.#isDropping = true;
    if (!this.#isDropping) {
      this.#write(tag.bytes);
      return;
    }
    this.#dropped += 1;
    this.#missedConfig ||= tag.isConfig;
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

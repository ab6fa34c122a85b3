import type { Socket } from 'node:net';

export interface GatheredReadsOptions {
  readonly socket: Socket;
  /** Asked before each rest: false where somebody sees the stream live, and must not wait. */
  readonly mayWait: () => boolean;
}

/** What one read brings at most (the buffer of libuv): a full one says that more is there. */
const fullReadBytes = 64 * 1024;
/** A rest lasts until about this much has come: half of what a receive buffer of Linux takes in at first. */
const gatheredBytes = 32 * 1024;
/** Milliseconds; few, so that the timers of all sockets share a few lists. */
const rests = [25, 50, 100, 200] as const;

/**
 * Reads a socket seldom and much instead of often and little. A publisher sends some sixty small messages a second, and an
 * engine that only records spends most of its time in the kernel, by the read. After each read the socket rests: 200 ms, and
 * less where more than 32 KB come in that time, so that the publisher never finds the way blocked.
 */
export class GatheredReads {
  readonly #options: GatheredReadsOptions;
  #rest = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Pieces until the next rest, and bytes since the last. */
  #pieces = 1;
  #bytes = 0;
  #restless = false;

  constructor(options: GatheredReadsOptions) {
    this.#options = options;
  }

  /** Told of each piece that was read. */
  read(bytes: number): void {
    this.#bytes += bytes;
    this.#pieces -= 1;
    if (this.#pieces > 0 || bytes >= fullReadBytes || this.#timer !== null) return;
    if (this.#bytes > gatheredBytes) this.#rest = Math.max(0, this.#rest - 1);
    else if (this.#bytes < gatheredBytes / 2) this.#rest = Math.min(rests.length - 1, this.#rest + 1);
    this.#bytes = 0;
    if (this.#restless || !this.#options.mayWait()) return;
    this.#options.socket.pause();
    this.#timer = setTimeout(this.#wake, rests[this.#rest]);
  }

  /** Rests no more, and reads at once what has come. */
  readOn(): void {
    this.#restless = true;
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#wake();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  readonly #wake = (): void => {
    const { socket } = this.#options;
    this.#timer = null;
    // A socket that is paused takes in one piece more before it stops: that comes first, and the next is the large one.
    this.#pieces = socket.readableLength > 0 ? 2 : 1;
    socket.resume();
  };
}

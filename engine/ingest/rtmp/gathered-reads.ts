import type { Socket } from 'node:net';
import { roundPaces, type ReadRounds, type RoundReader } from './read-rounds.ts';

export interface GatheredReadsOptions {
  /** Of a server whose `highWaterMark` is 1: a socket that is paused then stops at the first piece it takes in. */
  readonly socket: Socket;
  readonly rounds: ReadRounds;
  /** Asked before each rest: false where somebody sees the stream live, and must not wait. */
  readonly mayWait: () => boolean;
}

/** What one read brings at most (the buffer of libuv): a full one says that more is there. */
const fullReadBytes = 64 * 1024;
/** Read so often that about this much has come: half of what a receive buffer of Linux takes in at first. */
const gatheredBytes = 32 * 1024;

/**
 * Reads a socket seldom and much instead of often and little. A publisher sends some sixty small messages a second, and an
 * engine that only records spends most of its time in the kernel, by the read. While nobody sees the stream live its socket
 * is paused and read every 100 ms, more often where more than 32 KB come in that time; what it took in at one read is
 * handed on at the next, so media is late by twice that at most.
 */
export class GatheredReads implements RoundReader {
  readonly #options: GatheredReadsOptions;
  #place = 0;
  #resting = false;
  #restless = false;
  #ended = false;

  constructor(options: GatheredReadsOptions) {
    this.#options = options;
  }

  get pace(): number {
    return roundPaces[this.#place]!;
  }

  /** Told of each piece that was read. */
  read(bytes: number): void {
    if (bytes > gatheredBytes) this.#place = Math.max(0, this.#place - 1);
    else if (bytes < gatheredBytes / 2) this.#place = Math.min(roundPaces.length - 1, this.#place + 1);
    // A full piece has more behind it, which is taken at once.
    this.#rest(bytes < fullReadBytes);
  }

  readNow(): void {
    // Hands on what was taken in as the socket's `data`, and has it take in what has come since.
    this.#options.socket.read();
  }

  /** Rests no more, and reads at once what has come. */
  readOn(): void {
    this.#restless = true;
    this.#rest(false);
  }

  close(): void {
    this.#ended = true;
    this.#options.rounds.remove(this);
  }

  #rest(wanted: boolean): void {
    const { socket, rounds, mayWait } = this.#options;
    const rests = wanted && !this.#restless && !this.#ended && mayWait();
    if (rests === this.#resting) return;
    this.#resting = rests;
    if (rests) {
      socket.pause();
      rounds.add(this);
    } else {
      rounds.remove(this);
      socket.resume();
    }
  }
}

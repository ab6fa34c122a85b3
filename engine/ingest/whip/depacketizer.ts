import type { RtpPacket } from './rtp-packet.ts';

/** Puts one picture after another together from packets in order; all packets of a picture have its time. */
export abstract class Depacketizer {
  readonly #onBroken: () => void;
  /** Of the picture that is being put together; null between two. */
  #timestamp: number | null = null;
  #broken = false;

  /** `onBroken` is told of a picture that cannot be put together. */
  constructor(onBroken: () => void) {
    this.#onBroken = onBroken;
  }

  /** Packets are missing here: they may have been the end of one picture and the beginning of the next. */
  lost(): void {
    this.#broken = true;
    if (this.#timestamp !== null) this.#finish(this.#timestamp);
    this.#broken = true;
  }

  packet({ timestamp, marker, payload }: RtpPacket): void {
    if (this.#timestamp !== null && timestamp !== this.#timestamp) this.#finish(this.#timestamp);
    const begins = this.#timestamp === null;
    this.#timestamp = timestamp;
    if (!this.take(payload, begins)) this.#broken = true;
    if (marker) this.#finish(timestamp);
  }

  /** Takes a packet's payload in; false when the picture cannot be whole any more. */
  protected abstract take(payload: Buffer, begins: boolean): boolean;

  /** Empties what was gathered, and hands it over where it is told that nothing is missing; false when something is. */
  protected abstract finish(timestamp: number, nothingMissing: boolean): boolean;

  #finish(timestamp: number): void {
    const nothingMissing = !this.#broken;
    this.#timestamp = null;
    this.#broken = false;
    if (!this.finish(timestamp, nothingMissing)) this.#onBroken();
  }
}

import type { RtpPacket } from './rtp-packet.ts';

export interface Vp8Frame {
  /** RTP time. */
  readonly timestamp: number;
  readonly data: Buffer;
  readonly key: boolean;
}

const maxFrameBytes = 4 * 1024 * 1024;

/** Where the picture's bytes begin, behind the payload descriptor (RFC 7741, 4.2); null when there are none. */
function readDescriptor(payload: Buffer): { readonly starts: boolean; readonly at: number } | null {
  const first = payload[0];
  if (first === undefined) return null;
  let at = 1;
  if ((first & 0x80) !== 0) {
    const extension = payload[at++];
    if (extension === undefined) return null;
    if ((extension & 0x80) !== 0) at += ((payload[at] ?? 0) & 0x80) === 0 ? 1 : 2;
    if ((extension & 0x40) !== 0) at += 1;
    if ((extension & 0x30) !== 0) at += 1;
  }
  if (at >= payload.length) return null;
  // The beginning of the first partition is the beginning of the frame.
  return { starts: (first & 0x17) === 0x10, at };
}

/** Puts VP8 frames together from packets in order. */
export class Vp8Depacketizer {
  readonly #onFrame: (frame: Vp8Frame) => void;
  readonly #onBroken: () => void;
  #timestamp: number | null = null;
  #parts: Buffer[] = [];
  #bytes = 0;
  #broken = false;

  constructor(onFrame: (frame: Vp8Frame) => void, onBroken: () => void) {
    this.#onFrame = onFrame;
    this.#onBroken = onBroken;
  }

  /** Packets are missing here: they may have been the end of one frame and the beginning of the next. */
  lost(): void {
    this.#broken = true;
    if (this.#timestamp !== null) this.#finish();
    this.#broken = true;
  }

  packet({ timestamp, marker, payload }: RtpPacket): void {
    const descriptor = readDescriptor(payload);
    if (descriptor === null) return;
    if (this.#timestamp !== null && timestamp !== this.#timestamp) this.#finish();
    if (this.#timestamp === null && !descriptor.starts) this.#broken = true;
    this.#timestamp = timestamp;
    this.#parts.push(payload.subarray(descriptor.at));
    this.#bytes += payload.length - descriptor.at;
    if (this.#bytes > maxFrameBytes) {
      this.#broken = true;
      this.#parts = [];
      this.#bytes = 0;
    }
    if (marker) this.#finish();
  }

  #finish(): void {
    const timestamp = this.#timestamp!;
    const data = Buffer.concat(this.#parts, this.#bytes);
    const whole = !this.#broken && data.length > 0;
    this.#timestamp = null;
    this.#parts = [];
    this.#bytes = 0;
    this.#broken = false;
    // The first bit of a frame tells that it leans on others (RFC 6386, 9.1).
    if (whole) this.#onFrame({ timestamp, data, key: (data[0]! & 1) === 0 });
    else this.#onBroken();
  }
}

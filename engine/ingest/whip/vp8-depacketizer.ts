import { Depacketizer } from './depacketizer.ts';
import type { RtpPacket } from './rtp-packet.ts';

export interface Vp8Frame {
  /** RTP time. */
  readonly timestamp: number;
  readonly data: Buffer;
  readonly key: boolean;
}

const maxFrameBytes = 4 * 1024 * 1024;
/** A part is a packet, and each is kept until the frame is whole. */
const maxParts = 16_384;

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
export class Vp8Depacketizer extends Depacketizer {
  readonly #onFrame: (frame: Vp8Frame) => void;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(onFrame: (frame: Vp8Frame) => void, onBroken: () => void) {
    super(onBroken);
    this.#onFrame = onFrame;
  }

  /** One without a picture's bytes is padding. */
  override packet(packet: RtpPacket): void {
    if (readDescriptor(packet.payload) !== null) super.packet(packet);
  }

  protected take(payload: Buffer, begins: boolean): boolean {
    const { starts, at } = readDescriptor(payload)!;
    this.#parts.push(payload.subarray(at));
    this.#bytes += payload.length - at;
    if (this.#bytes > maxFrameBytes || this.#parts.length > maxParts) {
      this.#parts = [];
      this.#bytes = 0;
      return false;
    }
    return !begins || starts;
  }

  protected finish(timestamp: number, nothingMissing: boolean): boolean {
    const data = Buffer.concat(this.#parts, this.#bytes);
    const whole = nothingMissing && data.length > 0;
    this.#parts = [];
    this.#bytes = 0;
    // The first bit of a frame tells that it leans on others (RFC 6386, 9.1).
    if (whole) this.#onFrame({ timestamp, data, key: (data[0]! & 1) === 0 });
    return whole;
  }
}

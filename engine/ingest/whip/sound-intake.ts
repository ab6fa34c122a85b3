import type { MediaLoss } from '../media-packet.ts';
import type { ReorderTaker } from './reorder-buffer.ts';
import type { RtpPacket } from './rtp-packet.ts';
import { readRed } from './rtp-packet.ts';

export interface SoundIntakeOptions {
  /** Payload type of sound that comes twice; null where it does not. */
  readonly redPayloadType: number | null;
  /** Where sound of this RTP time belongs, in milliseconds with fractions. */
  readonly timeOf: (timestamp: number) => number;
  readonly onPacket: (ms: number, opus: Buffer) => void;
  readonly onLoss: (loss: MediaLoss) => void;
}

/** Ticks of the RTP clock of Opus in a millisecond (RFC 7587, 4.1). */
const ticksPerMs = 48;

/** How long a packet of Opus lasts, in milliseconds (RFC 6716, 3.1 and 3.2). */
export function opusMs(packet: Buffer): number {
  const first = packet[0] ?? 0;
  const config = first >> 3;
  const frameMs =
    config < 12
      ? [10, 20, 40, 60][config & 3]!
      : config < 16
        ? [10, 20][config & 1]!
        : 2.5 * 2 ** (config & 3);
  const code = first & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  return frames * frameMs;
}

/** Makes one line of sound of packets, with what was repeated where it was lost. */
export class SoundIntake implements ReorderTaker {
  readonly #options: SoundIntakeOptions;
  /** One past what was handed on, in RTP time. */
  #end: number | null = null;
  #holed = false;

  constructor(options: SoundIntakeOptions) {
    this.#options = options;
  }

  packet(packet: RtpPacket): void {
    if (packet.payloadType !== this.#options.redPayloadType) {
      this.#take(packet.timestamp, packet.payload);
      return;
    }
    const red = readRed(packet);
    if (red === null) return;
    for (const { timestamp, payload } of red.repeated)
      if (this.#isMissing(timestamp)) this.#take(timestamp, payload);
    this.#take(packet.timestamp, red.primary);
  }

  lost(): void {
    this.#holed = true;
  }

  #isMissing(timestamp: number): boolean {
    return this.#holed && this.#end !== null && ((timestamp - this.#end) | 0) >= 0;
  }

  #take(timestamp: number, opus: Buffer): void {
    if (opus.length === 0) return;
    const gap = this.#end === null ? 0 : (timestamp - this.#end) | 0;
    if (this.#holed && gap > 0) this.#options.onLoss({ kind: 'audio', lostMs: gap / ticksPerMs });
    if (gap >= 0) this.#holed = false;
    this.#end = (timestamp + opusMs(opus) * ticksPerMs) >>> 0;
    this.#options.onPacket(Math.round(this.#options.timeOf(timestamp)), opus);
  }
}

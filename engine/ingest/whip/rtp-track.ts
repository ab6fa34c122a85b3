import type { ChosenMedia } from './codec-choice.ts';
import { Reception } from './reception.ts';
import type { ReorderLimits, ReorderTaker } from './reorder-buffer.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import type { ReceptionBlock, SenderReport } from './rtcp.ts';
import type { RtpPacket } from './rtp-packet.ts';
import { unwrapRtx } from './rtp-packet.ts';

/** What one number's packets are counted and ordered by. */
interface Source {
  readonly reception: Reception;
  readonly buffer: ReorderBuffer;
}

export interface RtpTrackOptions {
  readonly chosen: ChosenMedia;
  readonly clockRate: number;
  readonly taker: ReorderTaker;
  readonly limits: ReorderLimits;
}

/** The packets of one m= section: told apart by their payload types, counted, brought into order. */
export class RtpTrack {
  readonly #options: RtpTrackOptions;
  readonly #canAskAgain: boolean;
  #source: Source | null = null;

  constructor(options: RtpTrackOptions) {
    this.#options = options;
    this.#canAskAgain = options.chosen.codec.feedback.includes('nack');
  }

  /** Null before the first packet. */
  get ssrc(): number | null {
    return this.#source?.reception.ssrc ?? null;
  }

  /** Packets that never came. */
  get lost(): number {
    return this.#source?.buffer.given ?? 0;
  }

  /** False when the packet is of another track. */
  packet(packet: RtpPacket, nowMs: number): boolean {
    const { codec, red, rtx } = this.#options.chosen;
    const { payloadType } = packet;
    if (payloadType === rtx?.payloadType) {
      if (this.#source === null) return true;
      const { reception, buffer } = this.#source;
      const original = unwrapRtx(packet, { payloadType: codec.payloadType, ssrc: reception.ssrc });
      if (original === null) return true;
      reception.packet(original, nowMs, true);
      buffer.push(original, nowMs);
      return true;
    }
    if (payloadType !== codec.payloadType && payloadType !== red?.payloadType) return false;
    const { reception, buffer } = this.#sourceOf(packet.ssrc);
    reception.packet(packet, nowMs, false);
    buffer.push(packet, nowMs);
    return true;
  }

  /** Gives up what waited too long; answers what to ask for again. */
  tick(nowMs: number): readonly number[] {
    if (this.#source === null) return [];
    const { buffer } = this.#source;
    buffer.tick(nowMs);
    return this.#canAskAgain && buffer.isWaiting ? buffer.wanted(nowMs) : [];
  }

  senderReport(report: SenderReport, nowMs: number): void {
    this.#source?.reception.senderReport(report, nowMs);
  }

  block(nowMs: number): ReceptionBlock | null {
    return this.#source?.reception.block(nowMs) ?? null;
  }

  /** A sender that begins anew comes with another number. */
  #sourceOf(ssrc: number): Source {
    if (this.#source?.reception.ssrc === ssrc) return this.#source;
    const { clockRate, taker, limits } = this.#options;
    if (this.#source !== null) taker.lost(0);
    return (this.#source = {
      reception: new Reception(ssrc, clockRate),
      buffer: new ReorderBuffer(taker, limits),
    });
  }
}

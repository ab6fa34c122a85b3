import type { ReceptionBlock, SenderReport } from './rtcp.ts';
import type { RtpPacket } from './rtp-packet.ts';

/** Counts one stream's packets as they come, for the reports that its sender steers by (RFC 3550, A.1, A.3, A.8). */
export class Reception {
  readonly ssrc: number;
  readonly #clockRate: number;
  #first: number | null = null;
  #highest = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #jitter = 0;
  #transit: number | null = null;
  #report: { readonly compact: number; readonly atMs: number } | null = null;

  constructor(ssrc: number, clockRate: number) {
    this.ssrc = ssrc;
    this.#clockRate = clockRate;
  }

  /** A repeated packet counts as received, and says nothing of the way. */
  packet({ sequence, timestamp }: RtpPacket, nowMs: number, repeated: boolean): void {
    this.#received += 1;
    if (this.#first === null) {
      this.#first = sequence;
      this.#highest = sequence;
    }
    const step = ((sequence - this.#highest) << 16) >> 16;
    if (step > 0) this.#highest += step;
    if (repeated) return;
    const transit = Math.round((nowMs * this.#clockRate) / 1000) - timestamp;
    if (this.#transit !== null) {
      const difference = Math.abs((transit - this.#transit) | 0);
      this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  senderReport({ compact }: SenderReport, nowMs: number): void {
    this.#report = { compact, atMs: nowMs };
  }

  /** Null before the first packet. */
  block(nowMs: number): ReceptionBlock | null {
    if (this.#first === null) return null;
    const expected = this.#highest - this.#first + 1;
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const share = expectedNow <= 0 ? 0 : Math.floor((Math.max(0, lostNow) * 256) / expectedNow);
    return {
      ssrc: this.ssrc,
      fractionLost: Math.min(255, share),
      totalLost: expected - this.#received,
      highestSequence: this.#highest,
      jitter: this.#jitter,
      lastReport: this.#report?.compact ?? 0,
      sinceLastReport: this.#report === null ? 0 : Math.round(((nowMs - this.#report.atMs) * 65_536) / 1000),
    };
  }
}

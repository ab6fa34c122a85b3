import type { SenderReport } from './rtcp.ts';

/** One track's RTP times on a line that does not wrap. */
class RtpLine {
  readonly #clockRate: number;
  #last: { readonly timestamp: number; readonly ticks: number } | null = null;
  /** What the sender last said: this moment of its own clock is that tick. */
  #report: { readonly ntpMs: number; readonly ticks: number } | null = null;
  /** Where tick 0 lies on the session's line. */
  offsetMs: number | null = null;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** Milliseconds since the track's first packet, by its own clock. */
  ms(timestamp: number): number {
    return (this.#ticks(timestamp) * 1000) / this.#clockRate;
  }

  report({ ntpMs, rtpTimestamp }: SenderReport): void {
    if (this.#last === null) return;
    const { timestamp, ticks } = this.#last;
    this.#report = { ntpMs, ticks: ticks + ((rtpTimestamp - timestamp) | 0) };
  }

  get isReported(): boolean {
    return this.#report !== null;
  }

  /** The sender's clock at a time of this track. */
  ntpAt(ms: number): number {
    const { ntpMs, ticks } = this.#report!;
    return ntpMs + ms - (ticks * 1000) / this.#clockRate;
  }

  /** This track's time at a moment of the sender's clock. */
  msAt(ntp: number): number {
    const { ntpMs, ticks } = this.#report!;
    return ntp - ntpMs + (ticks * 1000) / this.#clockRate;
  }

  #ticks(timestamp: number): number {
    const ticks = this.#last === null ? 0 : this.#last.ticks + ((timestamp - this.#last.timestamp) | 0);
    this.#last = { timestamp, ticks };
    return ticks;
  }
}

/** Leaves room before the first packet for what a coder puts in front of it. */
const startMs = 1000;
/** A picture is moved by no more than this at once, so that no viewer sees it. */
const stepMs = 8;
/** Further apart, the reports are of different clocks and are not believed. */
const maxCorrectionMs = 5000;

/**
 * The times of a publisher's two tracks on one line of milliseconds. Until both senders' reports are there a track lies
 * where its first packet came; then pictures are moved, a little with each, to where the reports say they belong among
 * the sound (RFC 3550, 6.4.1). Sound is never moved: its clock is the line.
 */
export class SessionClock {
  readonly #lines: Readonly<Record<'audio' | 'video', RtpLine>>;
  #firstArrivalMs: number | null = null;

  constructor(clockRates: Readonly<Record<'audio' | 'video', number>>) {
    this.#lines = { audio: new RtpLine(clockRates.audio), video: new RtpLine(clockRates.video) };
  }

  /** Where a packet belongs; it came at `arrivalMs` of our clock. To be called in the order of decoding. */
  at(kind: 'audio' | 'video', timestamp: number, arrivalMs: number): number {
    this.#firstArrivalMs ??= arrivalMs;
    const line = this.#lines[kind];
    const ms = line.ms(timestamp);
    line.offsetMs ??= startMs + arrivalMs - this.#firstArrivalMs - ms;
    if (kind === 'video') this.#align(ms);
    return ms + line.offsetMs;
  }

  report(kind: 'audio' | 'video', report: SenderReport): void {
    this.#lines[kind].report(report);
  }

  #align(ms: number): void {
    const { audio, video } = this.#lines;
    if (!audio.isReported || !video.isReported || audio.offsetMs === null || video.offsetMs === null) return;
    const belongsMs = audio.msAt(video.ntpAt(ms)) + audio.offsetMs;
    const wrong = belongsMs - (ms + video.offsetMs);
    if (Math.abs(wrong) > maxCorrectionMs) return;
    video.offsetMs += Math.max(-stepMs, Math.min(stepMs, wrong));
  }
}

import type { RtpPacket } from './rtp-packet.ts';

export interface ReorderLimits {
  /** How long what is missing is waited for. */
  readonly patienceMs: number;
  /** A number that is passed over may be on its way: it is asked for after this. */
  readonly graceMs: number;
  /** Between two requests for the same packet, at least; more where answers take longer. */
  readonly repeatMs: number;
}

/** Recording can wait longer than a call could; a mix shows the stream this much later at most. */
export const defaultReorderLimits: ReorderLimits = { patienceMs: 600, graceMs: 20, repeatMs: 60 };

export interface ReorderTaker {
  /** Packets in order, each once. */
  packet(packet: RtpPacket): void;
  /** So many packets did not come, between the one before and the next. */
  lost(count: number): void;
}

/** Packets that wait behind a missing one; more are a sender that jumps. */
const maxWaiting = 2048;
/** What one request asks for at most. */
const maxAsked = 128;
const halfCycle = 0x8000;

/** What counts as waiting between two ticks at most: after longer the process was held up, and what came is not read yet. */
const countedMs = 20;

interface Missing {
  sinceMs: number;
  askedMs: number | null;
  asked: number;
}

/** Of a new measurement of the time there and back. */
const measureShare = 1 / 8;

/** Brings packets into order, tells which are missing and for how long, and gives up what does not come. */
export class ReorderBuffer {
  readonly #taker: ReorderTaker;
  readonly #limits: ReorderLimits;
  readonly #waiting = new Map<number, RtpPacket>();
  readonly #missing = new Map<number, Missing>();
  #next: number | null = null;
  /** One past the highest number seen. */
  #end = 0;
  /** From a request to the packet it brought, smoothed. */
  #roundTripMs = 0;
  #tickedMs: number | null = null;
  /** Packets given up so far. */
  given = 0;

  constructor(taker: ReorderTaker, limits: ReorderLimits = defaultReorderLimits) {
    this.#taker = taker;
    this.#limits = limits;
  }

  push(packet: RtpPacket, nowMs: number): void {
    const { sequence } = packet;
    if (this.#next === null) {
      this.#next = sequence;
      this.#end = sequence;
    }
    const ahead = (sequence - this.#next) & 0xffff;
    // Too late, or twice.
    if (ahead >= halfCycle || this.#waiting.has(sequence)) return;
    if (ahead > maxWaiting) {
      this.#jump(sequence);
    }
    this.#measure(this.#missing.get(sequence), nowMs);
    this.#missing.delete(sequence);
    const beyond = (sequence - this.#end) & 0xffff;
    if (beyond < halfCycle) {
      for (let passed = this.#end; passed !== sequence; passed = (passed + 1) & 0xffff)
        this.#missing.set(passed, { sinceMs: nowMs, askedMs: null, asked: 0 });
      this.#end = (sequence + 1) & 0xffff;
    }
    this.#waiting.set(sequence, packet);
    this.#release();
  }

  /** Gives up what was waited for long enough. Called every few milliseconds. */
  tick(nowMs: number): void {
    const { patienceMs } = this.#limits;
    this.#noteHeldUp(nowMs);
    while (this.#next !== null && this.#missing.size > 0) {
      const missing = this.#missing.get(this.#next);
      if (missing === undefined || nowMs - missing.sinceMs < patienceMs) return;
      let count = 0;
      while (this.#missing.delete(this.#next)) {
        this.#next = (this.#next + 1) & 0xffff;
        count += 1;
        const following = this.#missing.get(this.#next);
        if (following !== undefined && nowMs - following.sinceMs < patienceMs) break;
      }
      this.#giveUp(count);
      this.#release();
    }
  }

  /** Which packets to ask for now; they count as asked. */
  wanted(nowMs: number): readonly number[] {
    const { graceMs, repeatMs } = this.#limits;
    const repeat = Math.max(repeatMs, this.#roundTripMs * 1.5);
    const asked: number[] = [];
    for (const [sequence, missing] of this.#missing) {
      if (asked.length >= maxAsked) break;
      const due = missing.askedMs === null ? missing.sinceMs + graceMs : missing.askedMs + repeat;
      if (nowMs < due) continue;
      missing.askedMs = nowMs;
      missing.asked += 1;
      asked.push(sequence);
    }
    return asked;
  }

  get isWaiting(): boolean {
    return this.#missing.size > 0;
  }

  /** Nothing is waited for while nobody listens: timers come before what lies in the socket. */
  #noteHeldUp(nowMs: number): void {
    const awayMs = nowMs - (this.#tickedMs ?? nowMs);
    this.#tickedMs = nowMs;
    if (awayMs <= countedMs) return;
    for (const missing of this.#missing.values())
      missing.sinceMs = Math.min(nowMs, missing.sinceMs + awayMs - countedMs);
  }

  /** Asked more than once, it is not known which request was answered. */
  #measure(missing: Missing | undefined, nowMs: number): void {
    if (missing === undefined || missing.asked !== 1 || missing.askedMs === null) return;
    this.#roundTripMs += (nowMs - missing.askedMs - this.#roundTripMs) * measureShare;
  }

  #release(): void {
    for (;;) {
      const packet = this.#next === null ? undefined : this.#waiting.get(this.#next);
      if (packet === undefined) return;
      this.#waiting.delete(packet.sequence);
      this.#next = (packet.sequence + 1) & 0xffff;
      this.#taker.packet(packet);
    }
  }

  /** The sender begins anew, or nothing came for long: what waited is handed over with its holes. */
  #jump(sequence: number): void {
    while (this.#next !== null && this.#next !== this.#end) {
      let count = 0;
      while (this.#next !== this.#end && !this.#waiting.has(this.#next)) {
        this.#missing.delete(this.#next);
        this.#next = (this.#next + 1) & 0xffff;
        count += 1;
      }
      if (count > 0) this.#giveUp(count);
      this.#release();
    }
    this.#giveUp((sequence - this.#end) & 0xffff);
    this.#next = sequence;
    this.#end = sequence;
  }

  #giveUp(count: number): void {
    this.given += count;
    this.#taker.lost(count);
  }
}

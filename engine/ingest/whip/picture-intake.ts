import { printAvcConfig } from '../../containers/parameter-sets.ts';
import type { MediaLoss, MediaPacket } from '../media-packet.ts';
import type { AccessUnit } from './h264-depacketizer.ts';
import { H264Depacketizer } from './h264-depacketizer.ts';
import type { ReorderTaker } from './reorder-buffer.ts';
import type { RtpPacket } from './rtp-packet.ts';
import type { Vp8Frame } from './vp8-depacketizer.ts';
import { Vp8Depacketizer } from './vp8-depacketizer.ts';

export interface PictureIntakeOptions {
  readonly codec: 'h264' | 'vp8';
  /** Where a picture of this RTP time belongs, in milliseconds with fractions. */
  readonly timeOf: (timestamp: number) => number;
  /** H.264, ready to be recorded. */
  readonly onPacket: (packet: MediaPacket) => void;
  /** VP8, to be coded anew. */
  readonly onFrame: (ms: number, data: Buffer, key: boolean) => void;
  readonly onLoss: (loss: MediaLoss) => void;
  readonly clock: () => number;
}

/** A key frame is asked for as often as files are cut, so that each segment begins with one. */
const keyEveryMs = 2000;
/** Without a picture to begin with it is asked for this often. */
const keyWantedEveryMs = 500;

const unitTypes = { sequence: 7, picture: 8, delimiter: 9, filler: 12 } as const;
const avcKey = 0x17;
const avcInter = 0x27;

const typeOf = (unit: Buffer): number => unit[0]! & 0x1f;

/** Makes whole pictures of packets, and leaves out what cannot be decoded: after a loss all up to the next key frame. */
export class PictureIntake implements ReorderTaker {
  readonly #options: PictureIntakeOptions;
  readonly #depacketizer: H264Depacketizer | Vp8Depacketizer;
  #config: Buffer | null = null;
  /** Parameter sets that came and hold from the next key frame on. */
  #nextConfig: Buffer | null = null;
  #awaitingKey = true;
  #lastMs: number | null = null;
  #lossFromMs: number | null = null;
  #keyMs = -Infinity;
  #askedMs = -Infinity;

  constructor(options: PictureIntakeOptions) {
    this.#options = options;
    const onBroken = (): void => {
      this.#break();
    };
    this.#depacketizer =
      options.codec === 'h264'
        ? new H264Depacketizer((unit) => {
            this.#takeUnit(unit);
          }, onBroken)
        : new Vp8Depacketizer((frame) => {
            this.#takeFrame(frame);
          }, onBroken);
  }

  packet(packet: RtpPacket): void {
    this.#depacketizer.packet(packet);
  }

  lost(): void {
    this.#depacketizer.lost();
    this.#break();
  }

  /** True when a key frame should be asked for now; it counts as asked. */
  wantsKey(nowMs: number): boolean {
    const every = this.#awaitingKey ? keyWantedEveryMs : keyEveryMs;
    if (nowMs - this.#askedMs < every || (!this.#awaitingKey && nowMs - this.#keyMs < keyEveryMs))
      return false;
    this.#askedMs = nowMs;
    return true;
  }

  /** The stream is over: what is missing at its end is told. */
  end(): void {
    if (this.#lossFromMs !== null && this.#lastMs !== null) this.#tellLoss(this.#lastMs);
  }

  #break(): void {
    if (!this.#awaitingKey) {
      this.#lossFromMs = this.#lastMs;
      // Asked for at once, not when its turn comes.
      this.#askedMs = -Infinity;
    }
    this.#awaitingKey = true;
  }

  /** Where the picture belongs; null for one that cannot be decoded. */
  #place(timestamp: number, key: boolean): number | null {
    const ms = Math.round(this.#options.timeOf(timestamp));
    if (key) {
      if (this.#lossFromMs !== null) this.#tellLoss(ms);
      this.#awaitingKey = false;
      this.#keyMs = this.#options.clock();
    }
    if (this.#awaitingKey) return null;
    this.#lastMs = ms;
    return ms;
  }

  #tellLoss(untilMs: number): void {
    const fromMs = this.#lossFromMs!;
    this.#lossFromMs = null;
    this.#options.onLoss({ kind: 'video', lostMs: Math.max(0, untilMs - fromMs) });
  }

  #takeFrame({ timestamp, data, key }: Vp8Frame): void {
    const ms = this.#place(timestamp, key);
    if (ms !== null) this.#options.onFrame(ms, data, key);
  }

  #takeUnit({ timestamp, units, key }: AccessUnit): void {
    const sets = {
      sequence: units.filter((unit) => typeOf(unit) === unitTypes.sequence),
      picture: units.filter((unit) => typeOf(unit) === unitTypes.picture),
    };
    if (sets.sequence.length > 0 && sets.picture.length > 0) {
      try {
        this.#nextConfig = printAvcConfig(sets);
      } catch {
        // What follows cannot be decoded without sets that are none.
        this.#break();
        return;
      }
    }
    if (key && this.#nextConfig === null && this.#config === null) return;
    const ms = this.#place(timestamp, key);
    if (ms === null) return;
    if (key && this.#nextConfig !== null) this.#tellConfig(this.#nextConfig, ms);
    const body = printPicture(units, key);
    if (body !== null) this.#options.onPacket({ kind: 'video', timestampMs: ms, payload: body });
  }

  #tellConfig(config: Buffer, timestampMs: number): void {
    this.#nextConfig = null;
    if (this.#config?.equals(config) === true) return;
    this.#config = config;
    const payload = Buffer.concat([Buffer.from([avcKey, 0, 0, 0, 0]), config]);
    this.#options.onPacket({ kind: 'video', timestampMs, payload });
  }
}

/** The body of an FLV tag with lengths of four bytes; null when nothing is left that is a picture. */
function printPicture(units: readonly Buffer[], key: boolean): Buffer | null {
  const kept = units.filter((unit) => {
    const type = typeOf(unit);
    return type < unitTypes.sequence || (type > unitTypes.delimiter && type < unitTypes.filler);
  });
  if (!kept.some((unit) => typeOf(unit) <= 5)) return null;
  const body = Buffer.allocUnsafe(kept.reduce((sum, { length }) => sum + 4 + length, 5));
  body[0] = key ? avcKey : avcInter;
  body[1] = 1;
  body.writeUIntBE(0, 2, 3);
  let at = 5;
  for (const unit of kept) {
    at = body.writeUInt32BE(unit.length, at);
    at += unit.copy(body, at);
  }
  return body;
}

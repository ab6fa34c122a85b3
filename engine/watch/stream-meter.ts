import { qualityLimits } from '../../domain/recording/quality.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { isKeyFrame } from '../ingest/packet-body.ts';
import { codedPictureBytes } from './coded-size.ts';

interface Picture {
  readonly atMs: number;
  readonly bytes: number;
}

/** Over how long rate and size of pictures are taken. */
const windowMs = 3000;
/** What is usual is the mean of so many good seconds at most, and not known before a few have been seen. */
const usualSeconds = 60;
const fewestSeconds = 6;
/** The first moments of a stream are like nothing that follows. */
const warmUpMs = 2000;
/** Pictures between key frames that are as small as this, and a little for each pixel, show that nothing moves. */
const stillBytes = 30;
const stillBytesPerPixel = 0.000_15;
/** So many of a window's pictures must be that small: an encoder still improves a few. */
const stillShare = 0.8;

/** A mean of good seconds: one that is less than half of it does not count, so that a collapse does not become usual. */
class Usual {
  #values: number[] = [];

  add(value: number): void {
    const mean = this.mean;
    if (mean !== null && value < mean / 2) return;
    this.#values.push(value);
    if (this.#values.length > usualSeconds) this.#values.shift();
  }

  get mean(): number | null {
    if (this.#values.length < fewestSeconds) return null;
    return this.#values.reduce((sum, value) => sum + value, 0) / this.#values.length;
  }
}

export interface PictureRates {
  readonly still: boolean | null;
  readonly pictureKbps: number | null;
  readonly usualPictureKbps: number | null;
  readonly framesPerSecond: number | null;
  readonly usualFramesPerSecond: number | null;
}

const unknown: PictureRates = {
  still: null,
  pictureKbps: null,
  usualPictureKbps: null,
  framesPerSecond: null,
  usualFramesPerSecond: null,
};

/** Counts pictures and their bytes as they arrive. Key frames count as pictures, and their bytes do not. */
export class StreamMeter {
  readonly #usualKbps = new Usual();
  readonly #usualRate = new Usual();
  #pictures: Picture[] = [];
  #firstMs: number | null = null;
  #pixels = 0;

  size(pixels: number): void {
    this.#pixels = pixels;
  }

  picture(packet: MediaPacket, atMs: number): void {
    this.#firstMs ??= atMs;
    const bytes = isKeyFrame(packet) ? Number.NaN : codedPictureBytes(packet.payload);
    this.#pictures.push({ atMs, bytes });
  }

  /** What came while nothing was recorded does not count. */
  forget(): void {
    this.#pictures = [];
    this.#firstMs = null;
  }

  /** Called about once a second. */
  read(nowMs: number): PictureRates {
    this.#pictures = this.#pictures.filter(({ atMs }) => atMs > nowMs - windowMs);
    if (this.#firstMs === null || nowMs - this.#firstMs < windowMs + warmUpMs) return unknown;
    const sizes = this.#pictures.map(({ bytes }) => bytes).filter((bytes) => !Number.isNaN(bytes));
    const pictureKbps = (sizes.reduce((sum, bytes) => sum + bytes, 0) * 8) / windowMs;
    const framesPerSecond = (this.#pictures.length * 1000) / windowMs;
    const read = {
      still: this.#isStill(sizes),
      pictureKbps,
      usualPictureKbps: this.#usualKbps.mean,
      framesPerSecond,
      usualFramesPerSecond: this.#usualRate.mean,
    };
    this.#usualKbps.add(pictureKbps);
    this.#usualRate.add(framesPerSecond);
    return read;
  }

  #isStill(sizes: readonly number[]): boolean | null {
    if (sizes.length < (qualityLimits.stillWindowMs / 1000) * 2 || this.#pixels === 0) return null;
    const limit = stillBytes + this.#pixels * stillBytesPerPixel;
    return sizes.filter((bytes) => bytes <= limit).length >= sizes.length * stillShare;
  }
}

import type { PictureReading } from '../../domain/recording/quality.ts';
import type { ProbeChildOptions, ProbePart } from './probe-child.ts';
import { ProbeChild } from './probe-child.ts';

/** A key frame as a few grey points: enough to see that it is black, or the same as before. */
export type Thumbnail = Buffer;

const width = 64;
const height = 36;
const thumbnailBytes = width * height;
const maxKeyFrameBytes = 2 * 1024 * 1024;

/** A black picture of 64×36: configuration and key frame (H.264 Constrained Baseline, made with x264). */
const blackConfig = Buffer.from(
  '17000000000142c00affe100166742c00ada11fe7c0440000003004000000c83c489a801000468ce0fc8',
  'hex',
);
const blackPicture = Buffer.from('1701000000000000166588840afffffc3d140004497c9c9c9d75d75d75d75e', 'hex');
/** A decoder that reorders holds back this many pictures at most, with the usual encoders. */
const heldBack = 4;

type Answer = (thumbnail: Thumbnail | null) => void;

/** Decodes single key frames of many streams to thumbnails, in one child. */
export class PictureProbe {
  readonly #child: ProbeChild;
  readonly #open = new Map<number, Answer>();
  #unflushed = false;

  constructor(options: Pick<ProbeChildOptions, 'ffmpegPath' | 'processes' | 'clock' | 'log'>) {
    this.#child = new ProbeChild({
      ...options,
      name: 'quality probe of pictures',
      kind: 'video',
      args: `-map 0:v -vf scale=${width}:${height}:flags=fast_bilinear,format=gray -fps_mode passthrough -enc_time_base 1:1000 -c:v rawvideo`.split(
        ' ',
      ),
      maxFrameBytes: thumbnailBytes,
      onFrame: (number, _ms, data) => {
        this.#settle(number, data);
      },
      onLost: () => {
        this.#settle(Number.POSITIVE_INFINITY, null);
      },
    });
  }

  /** `config` and `keyFrame` are FLV video bodies. False when it is not asked now; else `answer` comes once. */
  ask(config: Buffer, keyFrame: Buffer, answer: Answer): boolean {
    if (keyFrame.length > maxKeyFrameBytes) return false;
    const number = this.#child.ask([
      { ms: 0, body: config },
      { ms: 0, body: keyFrame },
    ]);
    if (number === null) return false;
    this.#open.set(number, answer);
    this.#unflushed = true;
    return true;
  }

  /** Pushes out what a decoder that reorders still holds. Called when no question follows for a while. */
  flush(): void {
    if (!this.#unflushed) return;
    this.#unflushed = false;
    const pictures = Array.from({ length: heldBack }, (_, ms): ProbePart => ({ ms, body: blackPicture }));
    this.#child.ask([{ ms: 0, body: blackConfig }, ...pictures]);
  }

  close(): Promise<void> {
    return this.#child.close();
  }

  /** Answers come in the order of the questions: whatever was asked before this one gets none any more. */
  #settle(number: number, data: Buffer | null): void {
    for (const [asked, answer] of this.#open) {
      if (asked > number) return;
      this.#open.delete(asked);
      answer(asked === number && data?.length === thumbnailBytes ? data : null);
    }
  }
}

/** What a thumbnail shows, and how it differs from the one before. */
export function readThumbnail(thumbnail: Thumbnail, before: Thumbnail | null): PictureReading {
  let sum = 0;
  let lowest = 255;
  let highest = 0;
  let change = 0;
  for (let at = 0; at < thumbnail.length; at++) {
    const light = thumbnail[at]!;
    sum += light;
    if (light < lowest) lowest = light;
    if (light > highest) highest = light;
    if (before !== null) change = Math.max(change, Math.abs(light - before[at]!));
  }
  return {
    mean: sum / thumbnail.length,
    contrast: highest - lowest,
    change: before === null ? null : change,
  };
}

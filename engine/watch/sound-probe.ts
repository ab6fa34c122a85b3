import { leadingFrames } from './loudest-stretch.ts';
import type { ProbeChildOptions } from './probe-child.ts';
import { ProbeChild } from './probe-child.ts';

/** Rate of the decoded stretch: enough for a level. */
const sampleRate = 8000;
const maxFrameBytes = 64 * 1024;
/** A stretch that has been decoding for this long is whole. */
const wholeAfterMs = 500;
const givenUpAfterMs = 5000;
/** What is lower cannot be told from nothing in 16 bits. */
export const silentDb = -96;

type Answer = (db: number) => void;

interface Stretch {
  readonly askedMs: number;
  /** What is decoded before this overlaps with another stream's sound. */
  readonly fromMs: number;
  readonly answer: Answer;
  squares: number;
  samples: number;
}

/** Decodes short stretches of AAC of many streams and tells how loud they are, in one child. */
export class SoundProbe {
  readonly #child: ProbeChild;
  readonly #clock: () => number;
  readonly #open = new Map<number, Stretch>();

  constructor(options: Pick<ProbeChildOptions, 'ffmpegPath' | 'processes' | 'clock' | 'log'>) {
    this.#clock = options.clock;
    this.#child = new ProbeChild({
      ...options,
      name: 'quality probe of sound',
      kind: 'audio',
      args: `-map 0:a -ar ${sampleRate} -ac 1 -c:a pcm_s16le`.split(' '),
      maxFrameBytes,
      onFrame: (number, ms, data) => {
        this.#measure(number, ms, data);
      },
      onLost: () => {
        this.#open.clear();
      },
    });
  }

  /** `config` and `frames` are FLV audio bodies that follow each other, {@link leadingFrames} ahead of those that count. `answer` comes once, or never. */
  ask(config: Buffer, frames: readonly Buffer[], frameMs: number, answer: Answer): boolean {
    const parts = frames.map((body, index) => ({ ms: Math.round(index * frameMs), body }));
    const number = this.#child.ask([{ ms: 0, body: config }, ...parts]);
    if (number === null) return false;
    this.#open.set(number, {
      askedMs: this.#clock(),
      fromMs: Math.floor(leadingFrames * frameMs) - 1,
      answer,
      squares: 0,
      samples: 0,
    });
    return true;
  }

  /** Answers what is whole by now. Called about once a second. */
  settle(): void {
    const now = this.#clock();
    for (const [number, { askedMs, answer, squares, samples }] of this.#open) {
      const age = now - askedMs;
      if (samples === 0 ? age < givenUpAfterMs : age < wholeAfterMs) continue;
      this.#open.delete(number);
      if (samples > 0) answer(Math.max(silentDb, 10 * Math.log10(squares / samples / 32_768 ** 2)));
    }
  }

  close(): Promise<void> {
    return this.#child.close();
  }

  #measure(number: number, ms: number, data: Buffer): void {
    const stretch = this.#open.get(number);
    if (stretch === undefined || ms < stretch.fromMs) return;
    for (let at = 0; at + 1 < data.length; at += 2) {
      const sample = data.readInt16LE(at);
      stretch.squares += sample * sample;
      stretch.samples++;
    }
  }
}

import type { CodedFrame } from './coded-frame.ts';

export type MediaFrame = Extract<CodedFrame, { kind: 'video' | 'audio' }>;

export interface TimedFrame {
  readonly frame: MediaFrame;
  /** On the stream's clock. */
  readonly lineMs: number;
}

/** What is known of the stream's tracks while it opens. */
export interface KnownTracks {
  readonly video: boolean;
  readonly audio: boolean;
  /** Something was recorded before: what is not known does not come. */
  readonly hasBegun: boolean;
}

/** A stream that shows only one kind for this long is taken to have only that one. */
const waitForOtherMs = 500;
/** How long a joined stretch waits for a picture before its sound goes on alone. */
const waitForPictureMs = 1000;
/** How long it waits for a key frame while pictures come: longer than the longest usual group of pictures. */
const waitForKeyMs = 15_000;
/** Sound this long before the first key frame of a stream that came back belongs to it. */
const soundLeadMs = 500;
const maxHeldFrames = 2000;

/**
 * How a stretch of a stream begins: frames are held back until it is known what it is made of, and where its zero is. A
 * stretch that is joined to an earlier one begins with a key frame, so that picture and sound go on together.
 */
export class Opening {
  readonly #joined: boolean;
  readonly #soundLeadMs: number;
  #held: TimedFrame[] = [];
  #heardAudio = false;
  #heardVideo = false;
  #key: TimedFrame | null = null;

  /** `after` is what the stretch follows: null for the first, a hold, or an interruption of the stream. */
  constructor(after: 'hold' | 'interruption' | null) {
    this.#joined = after !== null;
    this.#soundLeadMs = after === 'hold' ? 0 : soundLeadMs;
  }

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** Holds a frame back; true when the stretch can begin. */
  hold(timed: TimedFrame, known: KnownTracks): boolean {
    this.#held.push(timed);
    const { frame } = timed;
    if (frame.kind === 'audio') this.#heardAudio = true;
    else {
      this.#heardVideo = true;
      if (frame.key) this.#key ??= timed;
    }
    if (this.#held.length >= maxHeldFrames) return true;
    const waitedMs = timed.lineMs - (this.#key ?? this.#held[0]!).lineMs;
    const bothHeard = this.#heardAudio && this.#heardVideo && known.audio && known.video;
    if (!this.#joined || !(known.video || known.hasBegun))
      return bothHeard || timed.lineMs - this.#held[0]!.lineMs >= waitForOtherMs;
    if (!known.video) return true;
    if (this.#key !== null) return !known.audio || bothHeard || waitedMs >= waitForOtherMs;
    return waitedMs >= (this.#heardVideo ? waitForKeyMs : waitForPictureMs);
  }

  /** What was held back and belongs to the stretch, with its zero on the stream's clock; null when nothing does. */
  begin(): { readonly frames: readonly TimedFrame[]; readonly zeroMs: number } | null {
    const frames = this.#joined && this.#key !== null ? this.#fromKey(this.#key) : this.#held;
    if (frames.length === 0) return null;
    return { frames, zeroMs: frames.reduce((min, { lineMs }) => Math.min(min, lineMs), Infinity) };
  }

  #fromKey(key: TimedFrame): readonly TimedFrame[] {
    const keyAt = this.#held.indexOf(key);
    const soundFromMs = key.lineMs - this.#soundLeadMs;
    return this.#held.filter(({ frame, lineMs }, index) =>
      frame.kind === 'video' ? index >= keyAt : lineMs >= soundFromMs,
    );
  }
}

/** How long after its quickest possible arrival a moment is shown: decoding and an uneven network fit in between. */
const initialDelayMs = 440;
/** A stream that is later than this loses what is late; waiting longer would be no live mix. */
const maxDelayMs = 2000;
/** Pictures may lag behind sound in a stream by this much and still wait for each other. */
const maxKindSpreadMs = 2000;
const windowMs = 5000;

type Kind = 'video' | 'audio';

/**
 * Says when a moment of an input's media is due on the mix's clock. Pictures and sound use the same answer, which is what
 * keeps lips and voice together. The answer follows the least delayed packets of the last seconds, so neither a burst
 * after a stall nor two clocks of slightly different speed move it for long.
 */
export class Playout {
  private readonly least: Record<Kind, LeastDelay> = { video: new LeastDelay(), audio: new LeastDelay() };
  private delayMs = initialDelayMs;
  private offsetMs = 0;

  /** Notes a packet's arrival; both times in milliseconds. */
  observe(kind: Kind, mediaMs: number, arrivalMs: number): void {
    this.least[kind].add(arrivalMs - mediaMs, arrivalMs);
    const video = this.least.video.value(arrivalMs);
    const audio = this.least.audio.value(arrivalMs);
    if (video === null || audio === null) this.offsetMs = video ?? audio ?? 0;
    // The later kind sets the pace, unless it is so late that waiting for it would spoil the other.
    else this.offsetMs = Math.min(Math.max(video, audio), Math.min(video, audio) + maxKindSpreadMs);
  }

  /** Something came out of the decoder this much after it was due: from now on there is more time. */
  late(byMs: number): void {
    this.delayMs = Math.min(maxDelayMs, this.delayMs + byMs + 20);
  }

  /** When a moment of media is due on the mix's clock. */
  dueMs(mediaMs: number): number {
    return mediaMs + this.offsetMs + this.delayMs;
  }

  /** Which moment of media is due at a time of the mix's clock. */
  mediaMsAt(mixMs: number): number {
    return mixMs - this.offsetMs - this.delayMs;
  }
}

/** The least value of the last five to ten seconds. */
class LeastDelay {
  private current = Infinity;
  private former = Infinity;
  private since = 0;

  add(delayMs: number, atMs: number): void {
    this.turn(atMs);
    this.current = Math.min(this.current, delayMs);
  }

  value(atMs: number): number | null {
    this.turn(atMs);
    const least = Math.min(this.current, this.former);
    return least === Infinity ? null : least;
  }

  private turn(atMs: number): void {
    const age = atMs - this.since;
    if (age < windowMs) return;
    this.former = age < 2 * windowMs ? this.current : Infinity;
    this.current = Infinity;
    this.since = atMs;
  }
}

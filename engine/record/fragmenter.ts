import type { TrackRun } from '../containers/mp4-fragment.ts';
import type { Sample } from '../containers/sample.ts';
import type { AudioTrack, VideoTrack } from '../containers/track.ts';

/** Media between two cuts. Every sample is complete; runs are never empty. */
export interface MediaFragment {
  readonly runs: readonly TrackRun[];
  /** Of the picture, or of the sound where there is no picture. */
  readonly startSeconds: number;
  readonly durationSeconds: number;
  readonly key: boolean;
}

export interface FragmentLimits {
  /** A fragment is cut at the last key frame before it would grow longer than this. */
  readonly targetSeconds: number;
  /** Without a key frame for this long, or with this much in memory, it is cut between two. */
  readonly maxSeconds: number;
  readonly maxBytes: number;
}

export const defaultFragmentLimits: FragmentLimits = {
  targetSeconds: 2,
  maxSeconds: 10,
  maxBytes: 8 * 1024 * 1024,
};

/**
 * Gathers samples into fragments of at most one group of pictures or two seconds, whichever is longer. A killed process
 * loses what is gathered here and nothing else.
 */
export class Fragmenter {
  readonly #video: VideoTrack | null;
  readonly #audio: AudioTrack | null;
  readonly #limits: FragmentLimits;
  readonly #onFragment: (fragment: MediaFragment) => void;
  #pictures: Sample[] = [];
  #sounds: Sample[] = [];
  #lastKey = 0;
  #lastGroup = 0;
  #bytes = 0;

  constructor(
    tracks: { readonly video: VideoTrack | null; readonly audio: AudioTrack | null },
    onFragment: (fragment: MediaFragment) => void,
    limits: FragmentLimits = defaultFragmentLimits,
  ) {
    this.#video = tracks.video;
    this.#audio = tracks.audio;
    this.#limits = limits;
    this.#onFragment = onFragment;
  }

  /** Takes a picture whose duration is known, in decoding order. */
  picture(sample: Sample): void {
    const timescale = this.#video!.timescale;
    const first = this.#pictures[0];
    if (first !== undefined) {
      const elapsed = (sample.decodeTime - first.decodeTime) / timescale;
      if (sample.key) this.#lastGroup = (sample.decodeTime - this.#lastKey) / timescale;
      const due = sample.key && elapsed + this.#lastGroup > this.#limits.targetSeconds;
      if (due || elapsed >= this.#limits.maxSeconds || this.#bytes >= this.#limits.maxBytes)
        this.#cut(sample.decodeTime / timescale);
    }
    if (sample.key) this.#lastKey = sample.decodeTime;
    this.#pictures.push(sample);
    this.#bytes += sample.data.length;
  }

  sound(sample: Sample): void {
    const timescale = this.#audio!.timescale;
    this.#sounds.push(sample);
    this.#bytes += sample.data.length;
    const elapsed = (sample.decodeTime + sample.duration - this.#sounds[0]!.decodeTime) / timescale;
    const limit = this.#video === null ? this.#limits.targetSeconds : this.#limits.maxSeconds;
    // A picture that stands still must not keep its sound in memory.
    if (elapsed >= limit || this.#bytes >= this.#limits.maxBytes) this.#cut(Number.POSITIVE_INFINITY);
  }

  /** Gives out what is left. */
  end(): void {
    this.#cut(Number.POSITIVE_INFINITY);
  }

  #cut(untilSeconds: number): void {
    const video = this.#video;
    const audio = this.#audio;
    const pictures = this.#pictures;
    this.#pictures = [];
    let sounds = this.#sounds;
    this.#sounds = [];
    if (audio !== null && untilSeconds !== Number.POSITIVE_INFINITY) {
      const split = sounds.findIndex((sample) => sample.decodeTime / audio.timescale >= untilSeconds);
      if (split >= 0) {
        this.#sounds = sounds.slice(split);
        sounds = sounds.slice(0, split);
      }
    }
    this.#bytes = this.#sounds.reduce((sum, sample) => sum + sample.data.length, 0);
    const runs: TrackRun[] = [];
    if (video !== null && pictures.length > 0) runs.push({ track: video, samples: pictures });
    if (audio !== null && sounds.length > 0) runs.push({ track: audio, samples: sounds });
    const [leading] = runs;
    if (leading === undefined) return;
    const first = leading.samples[0]!;
    const last = leading.samples.at(-1)!;
    this.#onFragment({
      runs,
      startSeconds: first.decodeTime / leading.track.timescale,
      durationSeconds: (last.decodeTime + last.duration - first.decodeTime) / leading.track.timescale,
      key: first.key,
    });
  }
}

import type { TrackRun } from '../containers/mp4-fragment.ts';
import type { Sample } from '../containers/sample.ts';
import type { Track } from '../containers/track.ts';
import type { RecordingTracks } from './sample-assembler.ts';

/** Media between two cuts. Every sample is complete; runs are never empty. */
export interface MediaFragment {
  readonly runs: readonly TrackRun[];
  /** Where it begins and how long it lasts on the recording's line; the next one begins where it ends. */
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** When its first frame came, epoch milliseconds. */
  readonly arrivedAtMs: number;
  /** Decoding can begin here: a file may. */
  readonly key: boolean;
  /** The tracks from here on, where times or codecs do not continue those of the fragment before. */
  readonly joint?: readonly Track[];
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

/** A cut at a key frame waits this long for sound that comes late, so that each fragment has its own sound. */
const lateSoundSeconds = 3;
/** A picture that was away for this long is not waited for where a file must be split. */
const pictureAwaySeconds = 60;

/** A cut that was decided on at a key frame and waits for the sound before it. */
interface DueCut {
  readonly pictures: number;
  readonly atSeconds: number;
  readonly arrivedAtMs: number;
}

export interface FragmenterOptions {
  readonly onFragment: (fragment: MediaFragment) => void;
  /** Asked where a file could begin: true cuts there, so that one can. */
  readonly isSplitDue?: (seconds: number) => boolean;
  readonly limits?: FragmentLimits;
}

/**
 * Gathers samples into fragments of at most one group of pictures or two seconds, whichever is longer. A killed process
 * loses what is gathered here and nothing else.
 */
export class Fragmenter {
  readonly #tracks: RecordingTracks;
  readonly #onFragment: (fragment: MediaFragment) => void;
  readonly #isSplitDue: (seconds: number) => boolean;
  readonly #limits: FragmentLimits;
  #pictures: Sample[] = [];
  #sounds: Sample[] = [];
  #due: DueCut | null = null;
  /** Of the fragment that is being gathered; null where its first sample tells. */
  #startSeconds: number | null = null;
  #arrivedAtMs: number | null = null;
  #soundCame = false;
  #lastKey: number | null = null;
  #lastGroup = 0;
  #lastPictureSeconds: number | null = null;
  #awaitingKey = false;
  /** Where a picture that had to be ended early was made to end: the next cannot come before. */
  #pictureFloor = 0;
  #bytes = 0;

  constructor(tracks: RecordingTracks, options: FragmenterOptions) {
    this.#tracks = tracks;
    this.#onFragment = options.onFragment;
    this.#isSplitDue = options.isSplitDue ?? (() => false);
    this.#limits = options.limits ?? defaultFragmentLimits;
  }

  /** Takes a picture in decoding order; the next one tells how long it lasts. */
  picture(given: Sample, arrivedAtMs: number): void {
    const { timescale } = this.#tracks.video!;
    if (this.#awaitingKey && !given.key) return;
    this.#awaitingKey = false;
    const late = given.decodeTime < this.#pictureFloor;
    const sample = late ? { ...given, decodeTime: this.#pictureFloor++ } : given;
    const seconds = sample.decodeTime / timescale;
    this.#endLastPicture(sample.decodeTime);
    const first = this.#pictures[this.#due?.pictures ?? 0];
    if (this.#due !== null && seconds - this.#due.atSeconds >= lateSoundSeconds) this.#cutDue();
    if (first !== undefined || this.#sounds.length > 0) {
      const elapsed = first === undefined ? 0 : (sample.decodeTime - first.decodeTime) / timescale;
      if (sample.key && this.#lastKey !== null)
        this.#lastGroup = (sample.decodeTime - this.#lastKey) / timescale;
      const due =
        sample.key && (elapsed + this.#lastGroup > this.#limits.targetSeconds || this.#isSplitDue(seconds));
      if (due) this.#cutAt(seconds, arrivedAtMs);
      else if (elapsed >= this.#limits.maxSeconds || this.#bytes >= this.#limits.maxBytes)
        this.#cutNow(seconds, arrivedAtMs);
    }
    if (sample.key) this.#lastKey = sample.decodeTime;
    this.#lastPictureSeconds = seconds;
    this.#arrivedAtMs ??= arrivedAtMs;
    this.#pictures.push(sample);
    this.#bytes += sample.data.length;
  }

  sound(sample: Sample, arrivedAtMs: number): void {
    const { timescale } = this.#tracks.audio!;
    const seconds = sample.decodeTime / timescale;
    if (this.#due !== null && seconds >= this.#due.atSeconds) this.#cutDue();
    if (this.#isPictureAway(seconds) && this.#sounds.length > 0 && this.#isSplitDue(seconds)) {
      this.#cutNow(seconds, arrivedAtMs);
      this.#awaitingKey = this.#tracks.video !== null;
    }
    this.#soundCame = true;
    this.#arrivedAtMs ??= arrivedAtMs;
    this.#sounds.push(sample);
    this.#bytes += sample.data.length;
    const end = (sample.decodeTime + sample.duration) / timescale;
    const elapsed = end - this.#sounds[0]!.decodeTime / timescale;
    const limit = this.#tracks.video === null ? this.#limits.targetSeconds : this.#limits.maxSeconds;
    // A picture that stands still must not keep its sound in memory.
    if (elapsed < limit && this.#bytes < this.#limits.maxBytes) return;
    if (this.#due !== null) this.#cutDue();
    else this.#cutNow(end, null);
  }

  /** Gives out what is left. */
  end(): void {
    if (this.#due !== null) this.#cutDue();
    this.#emit(this.#pictures, this.#sounds, null);
    this.#pictures = [];
    this.#sounds = [];
    this.#bytes = 0;
    this.#startSeconds = null;
    this.#arrivedAtMs = null;
    this.#lastKey = null;
    this.#lastGroup = 0;
  }

  #isPictureAway(seconds: number): boolean {
    return (
      this.#tracks.video === null || seconds - (this.#lastPictureSeconds ?? -Infinity) > pictureAwaySeconds
    );
  }

  #endLastPicture(atTicks: number): void {
    const last = this.#pictures.at(-1);
    if (last === undefined) return;
    const duration = Math.max(1, atTicks - last.decodeTime);
    if (duration !== last.duration) this.#pictures[this.#pictures.length - 1] = { ...last, duration };
  }

  /** Cuts before the picture that comes now, at once or when the sound has come as far. */
  #cutAt(atSeconds: number, arrivedAtMs: number): void {
    if (this.#due !== null) this.#cutDue();
    this.#due = { pictures: this.#pictures.length, atSeconds, arrivedAtMs };
    if (this.#tracks.audio === null || !this.#soundCame) this.#cutDue();
  }

  #cutDue(): void {
    const { pictures, atSeconds, arrivedAtMs } = this.#due!;
    this.#due = null;
    const rest = this.#pictures.splice(pictures);
    this.#cutNow(atSeconds, arrivedAtMs);
    this.#pictures = rest;
    for (const { data } of rest) this.#bytes += data.length;
  }

  /** Cuts between all pictures and what comes; sound from `atSeconds` on goes with what comes. */
  #cutNow(atSeconds: number, nextArrivedAtMs: number | null): void {
    if (this.#due !== null) this.#cutDue();
    const { video, audio } = this.#tracks;
    if (video !== null) this.#holdLastPicture(Math.round(atSeconds * video.timescale), video.timescale);
    const split =
      audio === null
        ? -1
        : this.#sounds.findIndex(({ decodeTime }) => decodeTime / audio.timescale >= atSeconds);
    const rest = split < 0 ? [] : this.#sounds.splice(split);
    this.#emit(this.#pictures, this.#sounds, atSeconds);
    this.#pictures = [];
    this.#sounds = rest;
    this.#bytes = rest.reduce((sum, { data }) => sum + data.length, 0);
    this.#startSeconds = atSeconds;
    this.#arrivedAtMs = nextArrivedAtMs;
    this.#soundCame = rest.length > 0;
  }

  /** A picture that stands still lasts until the cut, since the next one is not known. */
  #holdLastPicture(untilTicks: number, timescale: number): void {
    const last = this.#pictures.at(-1);
    if (last === undefined || untilTicks - last.decodeTime - last.duration < timescale) return;
    this.#endLastPicture(untilTicks);
    this.#pictureFloor = untilTicks;
  }

  #emit(pictures: readonly Sample[], sounds: readonly Sample[], untilSeconds: number | null): void {
    const { video, audio } = this.#tracks;
    const runs: TrackRun[] = [];
    if (video !== null && pictures.length > 0) runs.push({ track: video, samples: pictures });
    if (audio !== null && sounds.length > 0) runs.push({ track: audio, samples: sounds });
    if (runs.length === 0) return;
    const startSeconds =
      this.#startSeconds ??
      Math.min(...runs.map(({ track, samples }) => samples[0]!.decodeTime / track.timescale));
    const endSeconds = untilSeconds ?? Math.max(...runs.map(endOf));
    this.#onFragment({
      runs,
      startSeconds,
      durationSeconds: Math.max(0.001, endSeconds - startSeconds),
      arrivedAtMs: this.#arrivedAtMs ?? 0,
      key: pictures.length > 0 ? pictures[0]!.key : this.#isPictureAway(startSeconds),
    });
  }
}

function endOf({ track, samples }: TrackRun): number {
  const last = samples.at(-1)!;
  return (last.decodeTime + last.duration) / track.timescale;
}

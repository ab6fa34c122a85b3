import type { TrackRun } from '../containers/mp4-fragment.ts';
import type { Track } from '../containers/track.ts';

interface Reach {
  readonly firstPresentation: number;
  readonly delay: number;
  end: number;
  frames: number;
}

/** How long what was written plays, from the first thing shown or heard to the end of the last. */
export class PlayedLength {
  readonly #reaches = new Map<Track, Reach>();

  add(runs: readonly TrackRun[]): void {
    for (const { track, samples } of runs) {
      const first = samples[0]!;
      const last = samples.at(-1)!;
      const reach = this.#reaches.get(track) ?? {
        firstPresentation: first.decodeTime + first.compositionOffset,
        delay: first.compositionOffset,
        end: 0,
        frames: 0,
      };
      reach.end = last.decodeTime + last.duration;
      reach.frames += samples.length;
      this.#reaches.set(track, reach);
    }
  }

  get durationMs(): number {
    const all = [...this.#reaches.entries()];
    if (all.length === 0) return 0;
    const begin = Math.min(...all.map(([track, reach]) => reach.firstPresentation / track.timescale));
    const end = Math.max(...all.map(([track, reach]) => (reach.end + reach.delay) / track.timescale));
    return Math.round((end - begin) * 1000);
  }

  /** Pictures. */
  get frames(): number {
    return [...this.#reaches.entries()].find(([track]) => track.kind === 'video')?.[1].frames ?? 0;
  }
}

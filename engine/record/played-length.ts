import type { TrackRun } from '../containers/mp4-fragment.ts';
import type { Track } from '../containers/track.ts';

interface Reach {
  begin: number;
  end: number;
  frames: number;
}

/** How long what was written plays, from the first thing shown or heard to the end of the last. */
export class PlayedLength {
  readonly #reaches = new Map<Track, Reach>();

  add(runs: readonly TrackRun[]): void {
    for (const { track, samples } of runs) {
      const reach = this.#reaches.get(track) ?? { begin: Number.POSITIVE_INFINITY, end: 0, frames: 0 };
      for (const { decodeTime, compositionOffset, duration } of samples) {
        const shown = decodeTime + compositionOffset;
        reach.begin = Math.min(reach.begin, shown);
        reach.end = Math.max(reach.end, shown + duration);
      }
      reach.frames += samples.length;
      this.#reaches.set(track, reach);
    }
  }

  get durationMs(): number {
    const all = [...this.#reaches.entries()];
    if (all.length === 0) return 0;
    const begin = Math.min(...all.map(([track, reach]) => reach.begin / track.timescale));
    const end = Math.max(...all.map(([track, reach]) => reach.end / track.timescale));
    return Math.round((end - begin) * 1000);
  }

  /** Pictures. */
  get frames(): number {
    return [...this.#reaches.entries()].find(([track]) => track.kind === 'video')?.[1].frames ?? 0;
  }
}

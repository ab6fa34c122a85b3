import type { Picture } from './picture.ts';
import { PicturePool } from './picture-pool.ts';
import type { Playout } from './playout.ts';

/** Pictures decoded and not yet due; more than playout ever holds back means that times went wrong. */
const maxWaitingPictures = 128;

export interface TimedPicture {
  readonly mediaMs: number;
  readonly picture: Picture;
}

/** An input's pictures in the order of their times, and the one that is shown now. Those that have been go back to the pool. */
export class PictureQueue {
  readonly pool = new PicturePool();
  private readonly playout: Playout;
  private waiting: TimedPicture[] = [];
  private shown: Picture | null = null;

  constructor(playout: Playout) {
    this.playout = playout;
  }

  add(mediaMs: number, picture: Picture): void {
    // A decoder that has just taken over repeats what was shown already.
    const at = this.waiting.findIndex((one) => one.mediaMs >= mediaMs);
    if (at === -1) this.waiting.push({ mediaMs, picture });
    else this.drop(at, this.waiting[at]!.mediaMs === mediaMs ? 1 : 0, { mediaMs, picture });
    if (this.waiting.length > maxWaitingPictures) this.drop(0, 1);
  }

  /** The picture to show at a time of the mix: the last one due; while the stream stalls, the last there was. */
  at(mixMs: number): Picture | null {
    let due = 0;
    while (due < this.waiting.length && this.playout.dueMs(this.waiting[due]!.mediaMs) <= mixMs) due += 1;
    // Whoever joins is seen as soon as there is anything to see.
    if (due === 0 && this.shown === null && this.waiting.length > 0) due = 1;
    if (due > 0) {
      if (this.shown !== null) this.pool.give(this.shown.data);
      this.shown = this.waiting[due - 1]!.picture;
      this.drop(0, due - 1);
      this.waiting.shift();
    }
    return this.shown;
  }

  clear(): void {
    this.drop(0, this.waiting.length);
    if (this.shown !== null) this.pool.give(this.shown.data);
    this.shown = null;
  }

  private drop(at: number, count: number, ...instead: TimedPicture[]): void {
    for (const { picture } of this.waiting.splice(at, count, ...instead)) this.pool.give(picture.data);
  }
}

import type { Picture } from './picture.ts';
import type { Playout } from './playout.ts';

/** Pictures decoded and not yet due; more than playout ever holds back means that times went wrong. */
const maxWaitingPictures = 128;

interface TimedPicture {
  readonly mediaMs: number;
  readonly picture: Picture;
}

/** An input's pictures in the order of their times, and the one that is shown now. */
export class PictureQueue {
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
    else this.waiting.splice(at, this.waiting[at]!.mediaMs === mediaMs ? 1 : 0, { mediaMs, picture });
    if (this.waiting.length > maxWaitingPictures) this.waiting.shift();
  }

  /** The picture to show at a time of the mix: the last one due; while the stream stalls, the last there was. */
  at(mixMs: number): Picture | null {
    let due = 0;
    while (due < this.waiting.length && this.playout.dueMs(this.waiting[due]!.mediaMs) <= mixMs) due += 1;
    // Whoever joins is seen as soon as there is anything to see.
    if (due === 0 && this.shown === null && this.waiting.length > 0) due = 1;
    if (due > 0) {
      this.shown = this.waiting[due - 1]!.picture;
      this.waiting.splice(0, due);
    }
    return this.shown;
  }

  clear(): void {
    this.waiting = [];
    this.shown = null;
  }
}

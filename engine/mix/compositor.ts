import { backgroundYuv } from '../../domain/mixing/background.ts';
import type { Placement } from '../../domain/mixing/layout.ts';
import type { Canvas } from '../../domain/mixing/rect.ts';
import { blankPicture, drawPicture, fillPicture, type Picture } from './picture.ts';

/** A picture and where it goes; null shows the background there. */
export interface PlacedPicture {
  readonly placement: Placement;
  readonly picture: Picture | null;
}

/** Draws placed pictures on a background, back to front, and only when something has changed. */
export class Compositor {
  private readonly canvas: Picture;
  private readonly background;
  private readonly spare: Buffer[] = [];
  private drawn: readonly PlacedPicture[] = [];

  constructor(canvas: Canvas, backgroundColor: number) {
    this.background = backgroundYuv(backgroundColor, canvas);
    this.canvas = blankPicture(canvas.width, canvas.height, this.background);
  }

  /** A copy of the canvas with everything drawn; give it back with {@link reuse} once it is written. */
  compose(pictures: readonly PlacedPicture[]): Buffer {
    const ordered = pictures.toSorted((one, other) => one.placement.zOrder - other.placement.zOrder);
    if (!samePlaces(ordered, this.drawn)) fillPicture(this.canvas, this.background);
    if (!samePictures(ordered, this.drawn)) {
      for (const { placement, picture } of ordered)
        if (picture !== null) drawPicture(this.canvas, picture, placement.rect);
    }
    this.drawn = ordered;
    const copy = this.spare.pop() ?? Buffer.allocUnsafe(this.canvas.data.length);
    this.canvas.data.copy(copy);
    return copy;
  }

  reuse(buffer: Buffer): void {
    if (this.spare.length < 8) this.spare.push(buffer);
  }
}

function samePlaces(some: readonly PlacedPicture[], others: readonly PlacedPicture[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ placement }, index) => placement === others[index]!.placement)
  );
}

function samePictures(some: readonly PlacedPicture[], others: readonly PlacedPicture[]): boolean {
  return samePlaces(some, others) && some.every(({ picture }, index) => picture === others[index]!.picture);
}

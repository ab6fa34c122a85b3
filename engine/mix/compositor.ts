import { backgroundYuv } from '../../domain/mixing/background.ts';
import type { Canvas, Rect } from '../../domain/mixing/rect.ts';
import { blankPicture, drawPicture, fillPicture, type Picture } from './picture.ts';
import { placeHolderPicture } from './place-holder.ts';

/** A picture and where it goes; null shows what is behind it. */
export interface PlacedPicture {
  readonly rect: Rect;
  readonly zOrder: number;
  readonly picture: Picture | null;
}

/** What a mix shows beside the pictures of its streams; pictures are of the size in which they are drawn. */
export interface Scenery {
  /** 24-bit RGB. */
  readonly backgroundColor: number;
  /** Fills the canvas. */
  readonly background: Picture | null;
  /** Over everything. */
  readonly watermark: { readonly rect: Rect; readonly picture: Picture } | null;
}

/** Draws placed pictures on a background, back to front, and only when something has changed. */
export class Compositor {
  private readonly canvas: Picture;
  private readonly spare: Buffer[] = [];
  private readonly holders = new Map<string, Picture>();
  private scenery: Scenery;
  private drawn: readonly PlacedPicture[] | null = null;

  constructor(canvas: Canvas, scenery: Scenery) {
    this.canvas = blankPicture(canvas.width, canvas.height, backgroundYuv(scenery.backgroundColor, canvas));
    this.scenery = scenery;
  }

  setScenery(scenery: Scenery): void {
    this.scenery = scenery;
    this.drawn = null;
  }

  /** The picture of a place without one; made once for a size. */
  placeHolder({ width, height }: Rect): Picture {
    const key = `${String(width)}x${String(height)}`;
    const made = this.holders.get(key) ?? placeHolderPicture(width, height);
    this.holders.set(key, made);
    return made;
  }

  /** A copy of the canvas with everything drawn; give it back with {@link reuse} once it is written. */
  compose(pictures: readonly PlacedPicture[]): Buffer {
    const ordered = pictures.toSorted((one, other) => one.zOrder - other.zOrder);
    const samePlaces = this.drawn !== null && areSame(ordered, this.drawn, sameRect);
    if (!samePlaces) this.drawBackground();
    if (!samePlaces || !areSame(ordered, this.drawn ?? [], samePicture)) {
      for (const { picture, rect } of ordered) if (picture !== null) drawPicture(this.canvas, picture, rect);
      const { watermark } = this.scenery;
      if (watermark !== null) drawPicture(this.canvas, watermark.picture, watermark.rect);
    }
    this.drawn = ordered;
    const copy = this.spare.pop() ?? Buffer.allocUnsafe(this.canvas.data.length);
    this.canvas.data.copy(copy);
    return copy;
  }

  reuse(buffer: Buffer): void {
    if (this.spare.length < 8) this.spare.push(buffer);
  }

  private drawBackground(): void {
    const { background, backgroundColor } = this.scenery;
    if (background === null) fillPicture(this.canvas, backgroundYuv(backgroundColor, this.canvas));
    else background.data.copy(this.canvas.data);
  }
}

function areSame(
  some: readonly PlacedPicture[],
  others: readonly PlacedPicture[],
  same: (one: PlacedPicture, other: PlacedPicture) => boolean,
): boolean {
  return some.length === others.length && some.every((one, index) => same(one, others[index]!));
}

/** A place that had a picture and has none shows the background again. */
function sameRect({ rect, zOrder, picture }: PlacedPicture, other: PlacedPicture): boolean {
  return (
    zOrder === other.zOrder &&
    (picture === null) === (other.picture === null) &&
    rect.x === other.rect.x &&
    rect.y === other.rect.y &&
    rect.width === other.rect.width &&
    rect.height === other.rect.height
  );
}

function samePicture({ picture }: PlacedPicture, other: PlacedPicture): boolean {
  return picture === other.picture;
}

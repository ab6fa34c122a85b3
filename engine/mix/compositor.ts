import { backgroundYuv } from '../../domain/mixing/background.ts';
import { overlap, type Canvas, type Rect } from '../../domain/mixing/rect.ts';
import { drawPicture, fillPicture, newDrawing, type Drawing, type Picture } from './picture.ts';
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

/** A canvas and what it shows. */
export interface Sheet {
  readonly canvas: Drawing;
  /** Null before the first drawing. */
  drawn: { readonly scenery: Scenery; readonly pictures: readonly PlacedPicture[] } | null;
}

const keptSheets = 8;

/**
 * Draws placed pictures on a background, back to front. A sheet that has been used goes on from what it shows: only what has
 * changed since is drawn on it.
 */
export class Compositor {
  private readonly size: Canvas;
  private readonly spare: Sheet[] = [];
  private readonly holders = new Map<string, Picture>();
  private scenery: Scenery;

  constructor(size: Canvas, scenery: Scenery) {
    this.size = size;
    this.scenery = scenery;
  }

  setScenery(scenery: Scenery): void {
    this.scenery = scenery;
  }

  /** The picture of a place without one; made once for a size. */
  placeHolder({ width, height }: Rect): Picture {
    const key = `${String(width)}x${String(height)}`;
    const made = this.holders.get(key) ?? placeHolderPicture(width, height);
    this.holders.set(key, made);
    return made;
  }

  /** A sheet with everything drawn; give it back with {@link reuse} once it is written. */
  compose(pictures: readonly PlacedPicture[]): Sheet {
    const ordered = pictures.toSorted((one, other) => one.zOrder - other.zOrder);
    const sheet = this.spare.shift() ?? { canvas: newDrawing(this.size), drawn: null };
    this.draw(sheet, ordered);
    sheet.drawn = { scenery: this.scenery, pictures: ordered };
    return sheet;
  }

  reuse(sheet: Sheet): void {
    if (this.spare.length < keptSheets) this.spare.push(sheet);
  }

  private draw({ canvas, drawn }: Sheet, ordered: readonly PlacedPicture[]): void {
    const goesOn = drawn?.scenery === this.scenery && haveSamePlaces(ordered, drawn.pictures);
    const before = goesOn ? drawn.pictures : null;
    if (before === null) this.drawBackground(canvas);
    const { watermark } = this.scenery;
    const layers = watermark === null ? ordered : [...ordered, watermark];
    // What lies over something that is drawn anew is drawn again, too.
    const fresh: Rect[] = [];
    for (const [index, { picture, rect }] of layers.entries()) {
      if (picture === null) continue;
      const isNew = before === null || (index < ordered.length && before[index]!.picture !== picture);
      if (!isNew && !fresh.some((one) => overlap(one, rect))) continue;
      drawPicture(canvas, picture, rect);
      fresh.push(rect);
    }
  }

  private drawBackground(canvas: Picture): void {
    const { background, backgroundColor } = this.scenery;
    if (background === null) fillPicture(canvas, backgroundYuv(backgroundColor, canvas));
    else background.data.copy(canvas.data);
  }
}

function haveSamePlaces(some: readonly PlacedPicture[], others: readonly PlacedPicture[]): boolean {
  return some.length === others.length && some.every((one, index) => isSamePlace(one, others[index]!));
}

/** A place that had a picture and has none shows the background again. */
function isSamePlace({ rect, zOrder, picture }: PlacedPicture, other: PlacedPicture): boolean {
  return (
    zOrder === other.zOrder &&
    (picture === null) === (other.picture === null) &&
    rect.x === other.rect.x &&
    rect.y === other.rect.y &&
    rect.width === other.rect.width &&
    rect.height === other.rect.height
  );
}

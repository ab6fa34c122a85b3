import type { YuvColor } from '../../domain/mixing/background.ts';
import type { Canvas, Rect } from '../../domain/mixing/rect.ts';

/** A raw picture: full-size luma, then both colour planes at half the width and height (I420). Sizes are even. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

export function pictureBytes(width: number, height: number): number {
  return (width * height * 3) / 2;
}

export function blankPicture(width: number, height: number, color: YuvColor): Picture {
  const picture = { width, height, data: Buffer.allocUnsafe(pictureBytes(width, height)) };
  fillPicture(picture, color);
  return picture;
}

export function fillPicture({ width, height, data }: Picture, color: YuvColor): void {
  const luma = width * height;
  data.fill(color.y, 0, luma);
  data.fill(color.u, luma, luma + luma / 4);
  data.fill(color.v, luma + luma / 4);
}

/** A picture to draw on. Behind its bytes `memory` has as much room again. */
export interface Drawing extends Picture {
  readonly memory: Buffer;
}

/** Shows whatever its memory held before. */
export function newDrawing({ width, height }: Canvas): Drawing {
  const bytes = pictureBytes(width, height);
  const memory = Buffer.allocUnsafeSlow(2 * bytes);
  return { width, height, data: memory.subarray(0, bytes), memory };
}

/** Draws a picture into a rectangle of another, which must hold it. A picture of another size is stretched. */
export function drawPicture(target: Drawing, source: Picture, rect: Rect): void {
  const fits = source.width === rect.width && source.height === rect.height;
  // Rows move within one memory: to copy one from another, a view of it is made first, which costs about as much as the row.
  if (fits) target.memory.set(source.data, target.data.length);
  for (const plane of [0, 1, 2] as const) {
    const scale = plane === 0 ? 1 : 2;
    const place = {
      x: rect.x / scale,
      y: rect.y / scale,
      width: rect.width / scale,
      height: rect.height / scale,
    };
    if (fits) movePlane(target, planeOf(target, plane), planeOf(source, plane), place);
    else stretchPlane(planeOf(target, plane), planeOf(source, plane), place);
  }
}

interface Plane {
  readonly data: Buffer;
  readonly offset: number;
  readonly stride: number;
  readonly rows: number;
}

function planeOf({ width, height, data }: Picture, plane: 0 | 1 | 2): Plane {
  const luma = width * height;
  if (plane === 0) return { data, offset: 0, stride: width, rows: height };
  return { data, offset: luma + (plane - 1) * (luma / 4), stride: width / 2, rows: height / 2 };
}

function movePlane({ memory, data }: Drawing, target: Plane, source: Plane, rect: Rect): void {
  let from = data.length + source.offset;
  let to = target.offset + rect.y * target.stride + rect.x;
  for (let row = 0; row < rect.height; row += 1) {
    memory.copyWithin(to, from, from + rect.width);
    from += source.stride;
    to += target.stride;
  }
}

/** Nearest neighbour: seen only for the moment until a decoder of the new size delivers. */
function stretchPlane(target: Plane, source: Plane, rect: Rect): void {
  for (let row = 0; row < rect.height; row += 1) {
    const from = source.offset + Math.floor((row * source.rows) / rect.height) * source.stride;
    const to = target.offset + (rect.y + row) * target.stride + rect.x;
    for (let column = 0; column < rect.width; column += 1) {
      target.data[to + column] = source.data[from + Math.floor((column * source.stride) / rect.width)]!;
    }
  }
}

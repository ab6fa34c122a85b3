import type { YuvColor } from '../../domain/mixing/background.ts';
import type { Rect } from '../../domain/mixing/rect.ts';

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

/** Draws a picture into a rectangle of another, which must hold it. A picture of another size is stretched. */
export function drawPicture(target: Picture, source: Picture, rect: Rect): void {
  const draw = source.width === rect.width && source.height === rect.height ? copyPlane : stretchPlane;
  for (const plane of [0, 1, 2] as const) {
    const scale = plane === 0 ? 1 : 2;
    draw(planeOf(target, plane), planeOf(source, plane), {
      x: rect.x / scale,
      y: rect.y / scale,
      width: rect.width / scale,
      height: rect.height / scale,
    });
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

function copyPlane(target: Plane, source: Plane, rect: Rect): void {
  for (let row = 0; row < rect.height; row += 1) {
    const from = source.offset + row * source.stride;
    source.data.copy(
      target.data,
      target.offset + (rect.y + row) * target.stride + rect.x,
      from,
      from + rect.width,
    );
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

import type { YuvColor } from '../../domain/mixing/background.ts';
import { blankPicture, type Picture } from './picture.ts';

const wall: YuvColor = { y: 70, u: 128, v: 128 };
const figureLuma = 150;

/** A head and shoulders in two greys: what stands where a user's picture is awaited. */
export function placeHolderPicture(width: number, height: number): Picture {
  const picture = blankPicture(width, height, wall);
  const size = Math.min(width, height);
  const ellipses = [
    { x: width / 2, y: height / 2 - size * 0.12, across: size * 0.16, down: size * 0.18 },
    { x: width / 2, y: height / 2 + size * 0.38, across: size * 0.32, down: size * 0.28 },
  ];
  const isInside = (column: number, row: number): boolean =>
    ellipses.some(({ x, y, across, down }) => ((column - x) / across) ** 2 + ((row - y) / down) ** 2 <= 1);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1)
      if (isInside(column, row)) picture.data[row * width + column] = figureLuma;
  return picture;
}

import { fractionRect, type Canvas, type Rect } from './rect.ts';

/** Rows in a column of small pictures by how many there are with the big one, and how many columns (https://trtc.io/document/45169). */
function sideShape(count: number): {
  readonly width: number;
  readonly rows: number;
  readonly columns: number;
} {
  if (count <= 5) return { width: 1 / 5, rows: 4, columns: 1 };
  if (count <= 7) return { width: 1 / 7, rows: 6, columns: 1 };
  if (count <= 9) return { width: 1 / 9, rows: 8, columns: 1 };
  return { width: 1 / 10, rows: 8, columns: 2 };
}

/** Two columns of eight; what is more stands in a row below the big picture. */
const besideAtMost = 16;

/**
 * One big picture and the others in columns beside it: the column next to it first, from the top. The proportions are those
 * published for the newer recording; of MCU mixing only "big on the left, at most two columns of eight" is published.
 */
export function screenShareTiles(count: number, canvas: Canvas, mainOnRight: boolean): Rect[] {
  const { width, rows, columns } = sideShape(count);
  const bigWidth = 1 - columns * width;
  const hasRowBelow = count - 1 > besideAtMost;
  const place = (left: number, top: number, right: number, bottom: number): Rect =>
    fractionRect(
      canvas,
      mainOnRight ? { left: 1 - right, top, right: 1 - left, bottom } : { left, top, right, bottom },
    );
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return place(0, 0, bigWidth, hasRowBelow ? 7 / 8 : 1);
    const small = index - 1;
    if (small >= besideAtMost) {
      const left = (small - besideAtMost) * width;
      return place(left, 7 / 8, left + width, 1);
    }
    const left = bigWidth + Math.floor(small / rows) * width;
    const row = small % rows;
    return place(left, row / rows, left + width, (row + 1) / rows);
  });
}

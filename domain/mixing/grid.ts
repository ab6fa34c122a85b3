import { evenBelow, type Canvas, type Rect } from './rect.ts';

/** At most 16 streams are mixed, those with sound alone among them (https://www.tencentcloud.com/document/product/647/34618). */
export const maxMixedStreams = 16;

/**
 * Columns and rows for a number of tiles. The vendor publishes the geometry for its newer recording, whose grid this is:
 * one fills the canvas, two halve its width, then 2×2, 3×3, 4×4 (https://trtc.io/document/45169).
 */
export function gridShape(tiles: number): { readonly columns: number; readonly rows: number } {
  if (tiles <= 1) return { columns: 1, rows: 1 };
  if (tiles === 2) return { columns: 2, rows: 1 };
  const side = tiles <= 4 ? 2 : tiles <= 9 ? 3 : 4;
  return { columns: side, rows: side };
}

/** Equal tiles row by row from the top left. They cover the canvas to its edges: widths differ by at most 2 pixels. */
export function gridTiles(tiles: number, canvas: Canvas): Rect[] {
  const count = Math.min(tiles, maxMixedStreams);
  const { columns, rows } = gridShape(count);
  const left = (column: number): number =>
    column === columns ? canvas.width : evenBelow((canvas.width * column) / columns);
  const top = (row: number): number =>
    row === rows ? canvas.height : evenBelow((canvas.height * row) / rows);
  return Array.from({ length: count }, (_, index) => {
    const column = index % columns;
    const row = Math.floor(index / columns);
    return {
      x: left(column),
      y: top(row),
      width: left(column + 1) - left(column),
      height: top(row + 1) - top(row),
    };
  });
}

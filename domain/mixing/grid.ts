import { fractionRect, type Canvas, type Rect } from './rect.ts';

/**
 * Columns and rows for a number of tiles. The vendor publishes the geometry for its newer recording, whose grid this is:
 * one fills the canvas, two halve its width, then 2×2, 3×3, 4×4, 5×5 (https://trtc.io/document/45169).
 */
export function gridShape(tiles: number): { readonly columns: number; readonly rows: number } {
  if (tiles <= 1) return { columns: 1, rows: 1 };
  if (tiles === 2) return { columns: 2, rows: 1 };
  const side = tiles <= 4 ? 2 : tiles <= 9 ? 3 : tiles <= 16 ? 4 : 5;
  return { columns: side, rows: side };
}

/** Equal tiles row by row from the top left. They cover the canvas to its edges: widths differ by at most 2 pixels. */
export function gridTiles(tiles: number, canvas: Canvas): Rect[] {
  const { columns, rows } = gridShape(tiles);
  return Array.from({ length: tiles }, (_, index) => {
    const column = index % columns;
    const row = Math.floor(index / columns);
    return fractionRect(canvas, {
      left: column / columns,
      top: row / rows,
      right: (column + 1) / columns,
      bottom: (row + 1) / rows,
    });
  });
}

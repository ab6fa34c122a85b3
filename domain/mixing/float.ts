import { fractionRect, wholeCanvas, type Canvas, type Rect } from './rect.ts';

/**
 * Sizes and gaps as fractions of the canvas's width and of its height. The vendor publishes them for its newer recording
 * (https://trtc.io/document/45169); for MCU mixing it only says: rows of four from the bottom left, at most four rows.
 */
const upTo17 = { side: 0.235, gap: 0.012, perRow: 4 };
const above17 = { side: 0.188, gap: 0.01, perRow: 5 };

/** One picture on the whole canvas, then small ones that float on it, row by row from the bottom left. */
export function floatTiles(count: number, canvas: Canvas): Rect[] {
  const { side, gap, perRow } = count <= 17 ? upTo17 : above17;
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return wholeCanvas(canvas);
    const left = gap + ((index - 1) % perRow) * (side + gap);
    const fromBottom = gap + Math.floor((index - 1) / perRow) * (side + gap);
    return fractionRect(canvas, {
      left,
      top: 1 - fromBottom - side,
      right: left + side,
      bottom: 1 - fromBottom,
    });
  });
}

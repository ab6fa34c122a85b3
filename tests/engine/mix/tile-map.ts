import { backgroundYuv, type YuvColor } from '../../../domain/mixing/background.ts';
import type { Arrangement } from '../../../domain/mixing/layout.ts';
import { fitWithin, type Canvas, type Rect } from '../../../domain/mixing/rect.ts';
import { pixelAt } from './decoded-mix.ts';

/** Sixteen colours that are told apart after encoding; the seventeenth is the background's. */
export const tileColors = [
  ...[0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0xff00ff, 0x00ffff, 0xffffff, 0xff8000],
  ...[0x8000ff, 0x006030, 0x804000, 0x90ff90, 0xff90c0, 0x004090, 0x808080, 0x600030],
] as const;
export const backgroundColor = 0x202020;
const black = -2;
const background = -1;

/** Which picture is expected at each pixel: an index into the colours, row by row. */
export function expectedMap(
  { placements }: Arrangement,
  canvas: Canvas,
  source: { readonly size: Canvas; readonly indexOf: (id: string) => number },
): Int8Array {
  const map = new Int8Array(canvas.width * canvas.height).fill(background);
  const paint = ({ x, y, width, height }: Rect, label: number): void => {
    for (let row = y; row < y + height; row += 1)
      map.fill(label, row * canvas.width + x, row * canvas.width + x + width);
  };
  for (const { id, rect, renderMode } of placements.toSorted((one, other) => one.zOrder - other.zOrder)) {
    if (renderMode === 'fit') paint(rect, black);
    paint(renderMode === 'crop' ? rect : fitWithin(source.size, rect), source.indexOf(id));
  }
  return map;
}

/** How far a picture may be from where it should be. */
const tolerance = 2;

/**
 * The share of pixels that show something else than expected, of those that are more than 2 pixels away from every edge;
 * and how many of those each picture has.
 */
export function compareTiles(
  mix: Canvas,
  data: Buffer,
  map: Int8Array,
): { readonly wrong: number; readonly seen: ReadonlyMap<number, number> } {
  const { width, height } = mix;
  const colors = new Map<number, YuvColor>(
    [...tileColors.entries(), [background, backgroundColor] as const, [black, 0] as const].map(
      ([label, rgb]) => [label, backgroundYuv(rgb, mix)],
    ),
  );
  const isInside = (x: number, y: number): boolean => {
    const label = map[y * width + x];
    for (let row = Math.max(0, y - tolerance); row <= Math.min(height - 1, y + tolerance); row += 1)
      for (let column = Math.max(0, x - tolerance); column <= Math.min(width - 1, x + tolerance); column += 1)
        if (map[row * width + column] !== label) return false;
    return true;
  };
  const nearest = (x: number, y: number): number => {
    const [luma, u, v] = pixelAt(mix, data, x, y);
    let best = 0;
    let least = Infinity;
    for (const [label, color] of colors) {
      const distance = (luma - color.y) ** 2 + (u - color.u) ** 2 + (v - color.v) ** 2;
      if (distance >= least) continue;
      least = distance;
      best = label;
    }
    return best;
  };
  const seen = new Map<number, number>();
  let checked = 0;
  let wrong = 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (!isInside(x, y)) continue;
      const label = map[y * width + x]!;
      checked += 1;
      seen.set(label, (seen.get(label) ?? 0) + 1);
      if (nearest(x, y) !== label) wrong += 1;
    }
  return { wrong: wrong / checked, seen };
}

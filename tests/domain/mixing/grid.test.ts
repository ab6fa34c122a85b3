import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { gridShape, gridTiles } from '../../../domain/mixing/grid.ts';
import type { Rect } from '../../../domain/mixing/rect.ts';

const canvas = fc.record({
  width: fc.integer({ min: 8, max: 960 }).map((half) => 2 * half),
  height: fc.integer({ min: 8, max: 540 }).map((half) => 2 * half),
});

describe('a grid', () => {
  it.each([
    [1, 1, 1],
    [2, 2, 1],
    [3, 2, 2],
    [4, 2, 2],
    [5, 3, 3],
    [9, 3, 3],
    [10, 4, 4],
    [16, 4, 4],
    [17, 5, 5],
  ])('of %i tiles has %i columns and %i rows, as the vendor publishes', (tiles, columns, rows) => {
    expect(gridShape(tiles)).toEqual({ columns, rows });
  });

  it('halves the width for two', () => {
    expect(gridTiles(2, { width: 1280, height: 720 })).toEqual([
      { x: 0, y: 0, width: 640, height: 720 },
      { x: 640, y: 0, width: 640, height: 720 },
    ]);
  });

  it('fills row by row from the top left', () => {
    expect(gridTiles(3, { width: 1280, height: 720 }).map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [640, 0],
      [0, 360],
    ]);
  });

  it('has even, nearly equal tiles that lie on the canvas and do not overlap, on any canvas', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), canvas, (count, size) => {
        const tiles = gridTiles(count, size);
        expect(tiles).toHaveLength(count);
        for (const { x, y, width, height } of tiles) {
          expect([x, y, width, height].every((value) => value % 2 === 0)).toBe(true);
          expect(width).toBeGreaterThan(0);
          expect(height).toBeGreaterThan(0);
          expect(x + width).toBeLessThanOrEqual(size.width);
          expect(y + height).toBeLessThanOrEqual(size.height);
        }
        const widths = tiles.map(({ width }) => width);
        expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(2);
        expect(tiles.some((one, index) => tiles.slice(index + 1).some((other) => overlap(one, other)))).toBe(
          false,
        );
      }),
    );
  });

  it('covers the canvas to its edges when every tile is taken', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 4, 9, 16, 25), canvas, (count, size) => {
        const area = gridTiles(count, size).reduce((sum, { width, height }) => sum + width * height, 0);
        expect(area).toBe(size.width * size.height);
      }),
    );
  });
});

function overlap(one: Rect, other: Rect): boolean {
  const apartX = one.x + one.width <= other.x || other.x + other.width <= one.x;
  const apartY = one.y + one.height <= other.y || other.y + other.height <= one.y;
  return !apartX && !apartY;
}

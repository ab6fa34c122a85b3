import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToFile, placeFiles, toMediaMs, toWallMs } from '../../../domain/recording/media-time.ts';

const startedAtMs = 1_770_000_000_000;
const at = (seconds: number): number => startedAtMs + seconds * 1000;

describe('a moment in a recording’s media', () => {
  const gaps = [
    { startMs: at(30), endMs: at(40) },
    { startMs: at(10), endMs: at(15) },
    { startMs: at(12), endMs: at(20) },
  ];
  it.each([
    [-3, 0],
    [0, 0],
    [5, 5],
    [10, 10],
    [14, 10],
    [20, 10],
    [25, 15],
    [35, 20],
    [41, 21],
  ])('at %i s of the clock lies at %i s, with what was left out left out', (clock, media) => {
    expect(toMediaMs({ startedAtMs, gaps }, at(clock))).toBe(media * 1000);
  });

  it('stands still while a gap lasts', () => {
    const timeline = { startedAtMs, gaps: [{ startMs: at(10), endMs: null }] };
    expect(toMediaMs(timeline, at(500))).toBe(10_000);
    expect(toWallMs(timeline, 4000)).toBe(at(4));
  });

  it('is found again from its place, never runs back, and never exceeds the time that passed', () => {
    const gap = fc
      .tuple(fc.integer({ min: -20, max: 200 }), fc.integer({ min: 0, max: 60 }))
      .map(([start, length]) => ({ startMs: at(start), endMs: at(start + length) }));
    fc.assert(
      fc.property(
        fc.array(gap, { maxLength: 8 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        (some, one, other) => {
          const timeline = { startedAtMs, gaps: some };
          expect(toMediaMs(timeline, toWallMs(timeline, one * 1000))).toBe(one * 1000);
          const [early, late] = [Math.min(one, other), Math.max(one, other)];
          const [from, to] = [toMediaMs(timeline, at(early)), toMediaMs(timeline, at(late))];
          expect(to - from).toBeGreaterThanOrEqual(0);
          expect(to - from).toBeLessThanOrEqual((late - early) * 1000);
        },
      ),
    );
  });
});

describe('the files of a split recording', () => {
  const files = [
    { id: 'b', startedAtMs: at(60), durationMs: 60_500 },
    { id: 'a', startedAtMs: at(0), durationMs: 60_000 },
    { id: 'c', startedAtMs: at(121), durationMs: 5000 },
  ];
  it('follow each other without a gap', () => {
    expect(placeFiles(files).map(({ fileId, startMs, endMs }) => [fileId, startMs, endMs])).toEqual([
      ['a', 0, 60_000],
      ['b', 60_000, 120_500],
      ['c', 120_500, 125_500],
    ]);
  });

  it('share out markers, each to one file and in its own time; the last takes what lies beyond', () => {
    const markers = [0, 59_999, 60_000, 120_500, 999_000].map((mediaMs) => ({ mediaMs }));
    const places = placeFiles(files);
    const shared = places.map((place, index) => cutToFile(markers, place, index === places.length - 1));
    expect(shared.map((list) => list.map(({ mediaMs }) => mediaMs))).toEqual([
      [0, 59_999],
      [0],
      [0, 878_500],
    ]);
  });
});

import type { DayUsage } from './day-usage.ts';
import type { Draw } from './draws.ts';
import { drawOne } from './draws.ts';
import type { PastDay } from './forecast-days.ts';
import { likeDays, weekdayOf } from './forecast-days.ts';
import type { Known } from './forecast-known.ts';
import { printUse } from './use.ts';

const drawnMonths = 100;

/**
 * Months that might be. Each learns from other days, drawn from those that were, so that the band holds how little they are; then
 * each day that is left is a whole day of its kind, so that what happens together stays together.
 */
export function* drawMonths(known: Known, draw: Draw): Generator<readonly DayUsage[]> {
  const ahead = known.ahead.map(weekdayOf);
  const kinds = new Map(ahead.map((weekday) => [weekday, likeDays(known.past, weekday)]));
  const widths = new Map([...kinds].map(([weekday, days]) => [weekday, widthOfPeaks(days)]));
  const place = openPlaces();
  for (let month = 0; month < drawnMonths; month++) {
    const learnt = new Map(
      [...kinds].map(([weekday, days]) => [weekday, days.map(() => drawOne(draw, days))]),
    );
    const days = ahead.map((weekday, index) => {
      const found = drawOne(draw, learnt.get(weekday)!);
      const rows = place(found, known.ahead[index]!);
      return { rows: loosenPeak(rows, widths.get(weekday)!, draw), growth: found.growth };
    });
    yield layOut(
      known,
      days.map(({ rows }) => rows),
      days.map(({ growth }) => growth),
    );
  }
}

/** Puts what was used on another day; the same on the same day are the same objects, so that each can be priced once. */
function openPlaces(): (past: PastDay, day: string) => readonly DayUsage[] {
  const places = new Map<string, readonly DayUsage[]>();
  return (past, day) => {
    const key = `${past.day} ${day}`;
    const placed = places.get(key) ?? past.rows.map((row) => ({ ...row, day }));
    places.set(key, placed);
    return placed;
  };
}

/**
 * A highest that was never seen may come: drawn peaks alone would never be above those of the past. Each is moved by some of the
 * spread among its like (a smoothed bootstrap, the width by Silverman's rule), and by nothing where they are all alike.
 */
function widthOfPeaks(like: readonly PastDay[]): number {
  const peaks = like.flatMap((past) => peakOf(past.rows));
  const mean = peaks.reduce((sum, peak) => sum + peak, 0) / Math.max(1, peaks.length);
  const squares = peaks.reduce((sum, peak) => sum + (peak - mean) ** 2, 0);
  return 1.06 * peaks.length ** -0.2 * Math.sqrt(squares / Math.max(1, peaks.length - 1));
}

function loosenPeak(rows: readonly DayUsage[], width: number, draw: Draw): readonly DayUsage[] {
  // Three even draws are near enough to a normal one of spread 1.
  const move = Math.round(width * 2 * (draw() + draw() + draw() - 1.5));
  return rows.map((row) =>
    row.use.kind === 'channels' ? { ...row, quantity: larger(1n, row.quantity + BigInt(move)) } : row,
  );
}

const peakOf = (rows: readonly DayUsage[]): readonly number[] =>
  rows.filter(({ use }) => use.kind === 'channels').map(({ quantity }) => Number(quantity));

/** Use of the days ahead, of each what is given for it: today no less than it has already, what is kept carried on from the last day. */
export function layOut(
  { ahead, today, levels }: Known,
  uses: readonly (readonly DayUsage[])[],
  growths: readonly PastDay['growth'][],
): readonly DayUsage[] {
  const kept = new Map(levels);
  const sample = today.find(({ use }) => use.kind === 'storage');
  if (sample !== undefined && !kept.has(printUse(sample.use)))
    kept.set(printUse(sample.use), { use: sample.use, bytes: 0n });
  return ahead.flatMap((day, index) => {
    const storage = [...kept].map(([key, { use, bytes }]): DayUsage => {
      const grown = bytes + (growths[index]!.get(key) ?? 0n);
      kept.set(key, { use, bytes: grown < 0n ? 0n : grown });
      return { day, use, quantity: kept.get(key)!.bytes, begunMinutes: 0n, weight: 1n, samples: [] };
    });
    const rows = [...uses[index]!, ...storage];
    return (index === 0 ? atLeast(rows, today) : rows).filter(({ quantity }) => quantity > 0n);
  });
}

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** What is known already is the least of a day. */
export function atLeast(rows: readonly DayUsage[], least: readonly DayUsage[]): readonly DayUsage[] {
  const known = new Map(least.map((row) => [printUse(row.use), row]));
  const raised = rows.map((row): DayUsage => {
    const other = known.get(printUse(row.use));
    known.delete(printUse(row.use));
    if (other === undefined) return row;
    const more = other.quantity > row.quantity ? other : row;
    return { ...more, begunMinutes: larger(row.begunMinutes, other.begunMinutes) };
  });
  return [...raised, ...known.values()];
}

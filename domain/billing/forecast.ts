import type { Decimal } from '../money.ts';
import { Decimal as Decimals } from '../money.ts';
import type { Period } from './calendar.ts';
import { dayMs, daysOf, printDay } from './calendar.ts';
import type { CostLine } from './cost-line.ts';
import type { DayUsage } from './day-usage.ts';
import type { Draw } from './draws.ts';
import { drawOne, seededDraws } from './draws.ts';
import type { PastDay } from './forecast-days.ts';
import { levelsOf, likeDays, pastDays, weekdayOf } from './forecast-days.ts';
import { quantitiesOf } from './metered.ts';
import type { Sums, Tariff } from './rate.ts';
import { isComplete, rate, sumsOf } from './rate.ts';
import { printUse } from './use.ts';
import type { CostWarning } from './warning.ts';

export interface ForecastQuestion {
  readonly month: Period;
  /** Until when usage is known. */
  readonly knownUntilMs: number;
  /** Of the month, and of the days before it that may be learnt from. */
  readonly rows: readonly DayUsage[];
  readonly tariff: Tariff;
}

export interface Forecast extends Sums {
  readonly kind: 'forecast';
  readonly lines: readonly CostLine[];
  readonly complete: boolean;
  readonly warnings: readonly CostWarning[];
  /** Between these lie nine of ten months that were drawn. */
  readonly low: Decimal;
  readonly high: Decimal;
  /** What is known of the month, today's part too. */
  readonly soFar: Decimal;
  readonly learntFromDays: number;
  readonly forecastDays: number;
}

export interface ForecastRefusal {
  readonly kind: 'refusal';
  readonly haveDays: number;
  readonly needDays: number;
  /** The first day on which it can be told if use goes on; null before the first whole day of use is over. */
  readonly possibleFrom: string | null;
}

/** A week: each day of it once. */
export const leastPastDays = 7;
/** Eight weeks. */
export const mostPastDays = 56;
const drawnMonths = 100;
const band = { low: 0.05, high: 0.95 };

interface Known {
  readonly month: Period;
  readonly past: readonly PastDay[];
  /** Days of the month that are over, by what was used. */
  readonly rows: readonly DayUsage[];
  /** Today's part, if today is of the month. */
  readonly today: readonly DayUsage[];
  /** Days of the month that are not over. */
  readonly ahead: readonly string[];
  readonly levels: ReturnType<typeof levelsOf>;
}

/**
 * What a month will have cost at its end, from what is known of it and days like those that are left: see docs/costs.md for the
 * method. The same question has the same answer. It halts after each month that it rates: whoever has others to serve lets them go first.
 */
export function* forecastInSteps(
  question: ForecastQuestion,
): Generator<undefined, Forecast | ForecastRefusal, undefined> {
  const known = whatIsKnown(question);
  const { past, ahead, today, rows, month } = known;
  if (ahead.length > 0 && past.length < leastPastDays) return refuse(question, past);
  const { tariff } = question;
  const drawn: (readonly DayUsage[])[] = [];
  const totals: Decimal[] = [];
  if (ahead.length > 0)
    for (const days of drawMonths(known, seededDraws(printDay(month.fromMs)))) {
      drawn.push(days);
      totals.push(totalOf(tariff, [...rows, ...days]));
      yield;
    }
  totals.sort((one, other) => one.comparedTo(other));
  const expected = expectDays(known, drawn);
  yield;
  const { fees, warnings } = rate(tariff, quantitiesOf([...rows, ...expected]));
  yield;
  const lines = fees.map(({ line }) => line);
  const sums = sumsOf(lines);
  const at = (part: number): Decimal => totals[Math.round(part * (totals.length - 1))] ?? sums.total;
  return {
    ...{ kind: 'forecast', lines, ...sums, complete: isComplete(warnings), warnings },
    ...{ low: Decimals.min(at(band.low), sums.total), high: Decimals.max(at(band.high), sums.total) },
    soFar: totalOf(tariff, [...rows, ...today]),
    ...{ learntFromDays: past.length, forecastDays: ahead.length },
  };
}

/** The same at once. */
export function forecastMonth(question: ForecastQuestion): Forecast | ForecastRefusal {
  const steps = forecastInSteps(question);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

function whatIsKnown({ month, knownUntilMs, rows }: ForecastQuestion): Known {
  const byDay = Map.groupBy(rows, ({ day }) => day);
  const rowsOf = (day: string): readonly DayUsage[] => byDay.get(day) ?? [];
  const first = rows.reduce((least, { day }) => (day < least ? day : least), '9999-12-31');
  const windowMs = Math.min(knownUntilMs, month.untilMs);
  const before = daysOf({ fromMs: windowMs - (mostPastDays + 1) * dayMs, untilMs: windowMs })
    .filter(({ untilMs }) => untilMs <= knownUntilMs)
    .map(({ fromMs }) => printDay(fromMs))
    .filter((day) => day >= first)
    .slice(-mostPastDays);
  const days = daysOf(month);
  const over = days.filter(({ untilMs }) => untilMs <= knownUntilMs);
  const ahead = days.filter(({ untilMs }) => untilMs > knownUntilMs);
  const last = printDay(over.at(-1)?.fromMs ?? month.fromMs - dayMs);
  return {
    ...{ month, past: pastDays(before, dayBefore(before[0]), rowsOf) },
    rows: over.flatMap(({ fromMs }) => rowsOf(printDay(fromMs))),
    today: ahead.slice(0, 1).flatMap(({ fromMs }) => rowsOf(printDay(fromMs))),
    ahead: ahead.map(({ fromMs }) => printDay(fromMs)),
    levels: levelsOf(rowsOf(last)),
  };
}

function dayBefore(day: string | undefined): string {
  return day === undefined ? '' : printDay(Date.parse(`${day}T00:00:00+08:00`) - dayMs);
}

function refuse({ knownUntilMs }: ForecastQuestion, past: readonly PastDay[]): ForecastRefusal {
  const missing = leastPastDays - past.length;
  const today = printDay(knownUntilMs);
  const possibleFrom =
    past.length === 0 ? null : printDay(Date.parse(`${today}T00:00:00+08:00`) + missing * dayMs);
  return { kind: 'refusal', haveDays: past.length, needDays: leastPastDays, possibleFrom };
}

function totalOf(tariff: Tariff, rows: readonly DayUsage[]): Decimal {
  return sumsOf(rate(tariff, quantitiesOf(rows)).fees.map(({ line }) => line)).total;
}

/**
 * Months that might be. Each learns from other days, drawn from those that were, so that the band holds how little they are; then
 * each day that is left is a whole day of its kind, so that what happens together stays together.
 */
function* drawMonths(known: Known, draw: Draw): Generator<readonly DayUsage[]> {
  const kinds = new Map(known.ahead.map((day) => [weekdayOf(day), likeDays(known.past, weekdayOf(day))]));
  for (let month = 0; month < drawnMonths; month++) {
    const learnt = new Map(
      [...kinds].map(([weekday, days]) => [weekday, days.map(() => drawOne(draw, days))]),
    );
    const days = known.ahead.map((day) => {
      const found = drawOne(draw, learnt.get(weekdayOf(day))!);
      return { ...found, rows: loosenPeak(found.rows, kinds.get(weekdayOf(day))!, draw) };
    });
    yield layOut(
      known,
      days.map(({ rows }) => rows),
      days.map(({ growth }) => growth),
    );
  }
}

/**
 * A highest that was never seen may come: drawn peaks alone would never be above those of the past. Each is moved by some of the
 * spread among its like (a smoothed bootstrap, the width by Silverman's rule), and by nothing where they are all alike.
 */
function loosenPeak(rows: readonly DayUsage[], like: readonly PastDay[], draw: Draw): readonly DayUsage[] {
  const peaks = like.flatMap((past) => peakOf(past.rows));
  const mean = peaks.reduce((sum, peak) => sum + peak, 0) / Math.max(1, peaks.length);
  const squares = peaks.reduce((sum, peak) => sum + (peak - mean) ** 2, 0);
  const width = 1.06 * peaks.length ** -0.2 * Math.sqrt(squares / Math.max(1, peaks.length - 1));
  // Three even draws are near enough to a normal one of spread 1.
  const move = Math.round(width * 2 * (draw() + draw() + draw() - 1.5));
  return rows.map((row) =>
    row.use.kind === 'channels' ? { ...row, quantity: larger(1n, row.quantity + BigInt(move)) } : row,
  );
}

const peakOf = (rows: readonly DayUsage[]): readonly number[] =>
  rows.filter(({ use }) => use.kind === 'channels').map(({ quantity }) => Number(quantity));

/** Use of the days ahead: today no less than it has already, what is kept carried on from the last day. */
function layOut(
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
    const rows = [...uses[index]!.map((row) => ({ ...row, day })), ...storage];
    return (index === 0 ? atLeast(rows, today) : rows).filter(({ quantity }) => quantity > 0n);
  });
}

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);

function atLeast(rows: readonly DayUsage[], least: readonly DayUsage[]): readonly DayUsage[] {
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

/** Each day ahead as the mean of days like it; of channels, whose highest is paid for, the middle of the drawn months. */
function expectDays(known: Known, drawn: readonly (readonly DayUsage[])[]): readonly DayUsage[] {
  const days = known.ahead.map((day) => likeDays(known.past, weekdayOf(day)));
  const rows = layOut(
    known,
    days.map((like) => meanOf(like.map((past) => past.rows.filter(({ use }) => use.kind !== 'channels')))),
    days.map((like) => meanGrowth(like)),
  ).filter(({ use }) => use.kind !== 'channels');
  return [...rows, ...expectChannels(known, drawn)];
}

function meanOf(days: readonly (readonly DayUsage[])[]): readonly DayUsage[] {
  const count = BigInt(days.length);
  return [...Map.groupBy(days.flat(), ({ use }) => printUse(use)).values()].map((rows) => {
    const mean = (pick: (row: DayUsage) => bigint): bigint =>
      (rows.reduce((sum, row) => sum + pick(row), 0n) + count / 2n) / count;
    return {
      ...{ ...rows[0]!, quantity: mean(({ quantity }) => quantity), weight: 1n },
      begunMinutes: mean(({ begunMinutes }) => begunMinutes),
    };
  });
}

function meanGrowth(days: readonly PastDay[]): PastDay['growth'] {
  const keys = new Set(days.flatMap(({ growth }) => [...growth.keys()]));
  const sumOf = (key: string): bigint => days.reduce((sum, { growth }) => sum + (growth.get(key) ?? 0n), 0n);
  return new Map([...keys].map((key) => [key, sumOf(key) / BigInt(days.length)]));
}

/** As many days with recording as in the middle of drawn months, the first with the middle of their highest peaks. */
function expectChannels(
  { ahead, today }: Known,
  drawn: readonly (readonly DayUsage[])[],
): readonly DayUsage[] {
  const months = drawn.map((rows) => rows.filter(({ use }) => use.kind === 'channels'));
  const middle = <T>(values: readonly T[], order: (one: T, other: T) => number): T | undefined =>
    values.toSorted(order)[Math.floor(values.length / 2)];
  const used =
    middle(
      months.map((rows) => rows.length),
      (one, other) => one - other,
    ) ?? 0;
  const peaks = months.flatMap((rows) =>
    rows.length === 0 ? [] : [rows.reduce((most, row) => (row.quantity > most.quantity ? row : most))],
  );
  const peak = middle(peaks, (one, other) => Number(one.quantity - other.quantity));
  const now = today.filter(({ use }) => use.kind === 'channels');
  if (peak === undefined || used === 0) return now;
  const rows = ahead
    .slice(0, used)
    .map((day, index): DayUsage => ({ ...peak, day, quantity: index === 0 ? peak.quantity : 1n }));
  return atLeast(rows.slice(0, 1), now).concat(rows.slice(1));
}

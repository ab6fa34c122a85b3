import type { Decimal } from '../money.ts';
import { Decimal as Decimals } from '../money.ts';
import { dayMs, printDay } from './calendar.ts';
import type { CostLine } from './cost-line.ts';
import type { DayUsage } from './day-usage.ts';
import { seededDraws } from './draws.ts';
import type { PastDay } from './forecast-days.ts';
import { likeDays, weekdayOf } from './forecast-days.ts';
import { atLeast, drawMonths, layOut } from './forecast-draws.ts';
import type { Known, KnownUsage } from './forecast-known.ts';
import { whatIsKnown } from './forecast-known.ts';
import { isOfChannels, quantitiesOf, quantityOfDay } from './metered.ts';
import type { PricedQuantity, Sums, Tariff } from './rate.ts';
import { isComplete, price, rateInSteps, sumsOf, totalInSteps } from './rate.ts';
import type { Steps } from './steps.ts';
import { atOnce, mapInSteps } from './steps.ts';
import { printUse } from './use.ts';
import type { CostWarning } from './warning.ts';

export interface ForecastQuestion extends KnownUsage {
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
const band = { low: 0.05, high: 0.95 };

/**
 * What a month will have cost at its end, from what is known of it and days like those that are left: see docs/costs.md for the
 * method. The same question has the same answer.
 */
export function* forecastInSteps(question: ForecastQuestion): Steps<Forecast | ForecastRefusal> {
  const known = whatIsKnown(question);
  const { past, ahead, today, rows, month } = known;
  if (ahead.length > 0 && past.length < leastPastDays) return refuse(question, past);
  yield;
  const { tariff } = question;
  const priceRows = openPricing(tariff);
  const drawn: (readonly DayUsage[])[] = [];
  const totals: Decimal[] = [];
  if (ahead.length > 0)
    for (const days of drawMonths(known, seededDraws(printDay(month.fromMs)))) {
      yield;
      drawn.push(days.filter(isOfChannels));
      totals.push(yield* totalInSteps(tariff, yield* priceRows([...rows, ...days])));
    }
  totals.sort((one, other) => one.comparedTo(other));
  const expected = yield* expectDays(known, drawn);
  const { fees, warnings } = yield* rateInSteps(tariff, quantitiesOf([...rows, ...expected]));
  const lines = fees.map(({ line }) => line);
  const sums = sumsOf(lines);
  const at = (part: number): Decimal => totals[Math.round(part * (totals.length - 1))] ?? sums.total;
  return {
    ...{ kind: 'forecast', lines, ...sums, complete: isComplete(warnings), warnings },
    ...{ low: Decimals.min(at(band.low), sums.total), high: Decimals.max(at(band.high), sums.total) },
    soFar: yield* totalInSteps(tariff, yield* priceRows([...rows, ...today])),
    ...{ learntFromDays: past.length, forecastDays: ahead.length },
  };
}

/** The same at once. */
export function forecastMonth(question: ForecastQuestion): Forecast | ForecastRefusal {
  return atOnce(forecastInSteps(question));
}

function refuse({ knownUntilMs }: ForecastQuestion, past: readonly PastDay[]): ForecastRefusal {
  const missing = leastPastDays - past.length;
  const today = printDay(knownUntilMs);
  const possibleFrom =
    past.length === 0 ? null : printDay(Date.parse(`${today}T00:00:00+08:00`) + missing * dayMs);
  return { kind: 'refusal', haveDays: past.length, needDays: leastPastDays, possibleFrom };
}

/** Prices rows of months that have most of them in common: each but once. */
function openPricing(tariff: Tariff): (rows: readonly DayUsage[]) => Steps<readonly PricedQuantity[]> {
  const known = new Map<DayUsage, PricedQuantity>();
  const priceRow = (row: DayUsage): PricedQuantity => {
    const priced = known.get(row) ?? price(tariff, quantityOfDay(row));
    known.set(row, priced);
    return priced;
  };
  return function* (rows) {
    const channels = [...quantitiesOf(rows.filter(isOfChannels))].map((quantity) => price(tariff, quantity));
    const others = rows.filter((row) => !isOfChannels(row));
    return [...channels, ...(yield* mapInSteps(others, priceRow))];
  };
}

/** Each day ahead as the mean of days like it; of channels, whose highest is paid for, the middle of the drawn months. */
function* expectDays(known: Known, peaks: readonly (readonly DayUsage[])[]): Steps<readonly DayUsage[]> {
  const means = new Map<number, Pick<PastDay, 'rows' | 'growth'>>();
  for (const weekday of new Set(known.ahead.map(weekdayOf))) {
    const like = likeDays(known.past, weekday);
    const rows = meanOf(like.map((past) => past.rows.filter((row) => !isOfChannels(row))));
    means.set(weekday, { rows, growth: meanGrowth(like) });
    yield;
  }
  const days = known.ahead.map((day) => means.get(weekdayOf(day))!);
  const rows = layOut(
    known,
    days.map((mean, index) => mean.rows.map((row) => ({ ...row, day: known.ahead[index]! }))),
    days.map(({ growth }) => growth),
  ).filter((row) => !isOfChannels(row));
  return [...rows, ...expectChannels(known, peaks)];
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
  months: readonly (readonly DayUsage[])[],
): readonly DayUsage[] {
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
  const now = today.filter(isOfChannels);
  if (peak === undefined || used === 0) return now;
  const rows = ahead
    .slice(0, used)
    .map((day, index): DayUsage => ({ ...peak, day, quantity: index === 0 ? peak.quantity : 1n }));
  return atLeast(rows.slice(0, 1), now).concat(rows.slice(1));
}

import type { Decimal } from '../money.ts';
import { printDecimal } from '../money.ts';
import { walkTiers } from './tier-walk.ts';
import type { Rate, Subject } from './price-book.ts';

/** Use of one thing in a month: so much of one use, so many uses on each of so many days. */
export interface Measure {
  readonly subject: Subject;
  /** Of one use, in the unit of the price. */
  readonly each: Decimal;
  readonly usesPerDay: Decimal;
  readonly days: number;
  /** The share of a month's days in which a month's fee was used. */
  readonly share: { readonly used: number; readonly of: number } | null;
  /** How the quantity came about, in words. */
  readonly origin: string;
  readonly assumptions: readonly string[];
}

/** The same quantity on so many days (or months), each of which is rated by itself. */
export interface Run {
  readonly quantity: Decimal;
  readonly periods: number;
}

/** What is rated: quantities after rounding, and how they were rounded, in words. */
export interface Rounded {
  readonly run: Run;
  readonly rounding: string | null;
}

/** Begun units count whole where the price says so: of each use, or of the sum of a day or a month. */
export function roundMeasure(rate: Rate, { each, usesPerDay, days }: Measure): Rounded {
  const one = rate.roundUp === 'each' ? each.ceil() : each;
  const daily = one.times(usesPerDay);
  const sum = rate.per === 'month' ? daily.times(days) : daily;
  const quantity = rate.roundUp === 'sum' ? sum.ceil() : sum;
  const changed = rate.roundUp === 'each' ? !one.equals(each) : !quantity.equals(sum);
  const [from, to] = rate.roundUp === 'each' ? [each, one] : [sum, quantity];
  const whose = rate.roundUp === 'each' ? 'of each use' : `of the sum of a ${rate.per}`;
  const rounding =
    rate.roundUp === null
      ? null
      : `begun ${rate.unit}s ${whose} count whole${changed ? `: ${printDecimal(from)} → ${printDecimal(to)}` : ''}`;
  return { run: { quantity, periods: rate.per === 'month' ? 1 : days }, rounding };
}

/** Takes what is paid already off the first periods; answers what is left to be rated, and how much was taken. */
export function coverRun(
  run: Run,
  available: Decimal,
): { readonly runs: readonly Run[]; readonly taken: Decimal } {
  const { quantity, periods } = run;
  const whole = quantity.times(periods);
  if (quantity.isZero() || available.greaterThanOrEqualTo(whole)) return { runs: [], taken: whole };
  const full = available.div(quantity).floor().toNumber();
  const rest = available.minus(quantity.times(full));
  const untouched = periods - full - (rest.isZero() ? 0 : 1);
  const runs = [
    ...(rest.isZero() ? [] : [{ quantity: quantity.minus(rest), periods: 1 }]),
    ...(untouched > 0 ? [{ quantity, periods: untouched }] : []),
  ];
  return { runs, taken: available };
}

/** What a run costs, tier by tier. */
export function rateRun(rate: Rate, { quantity, periods }: Run): ReturnType<typeof walkTiers> {
  return walkTiers(rate, quantity).map((step) => ({ ...step, amount: step.amount.times(periods) }));
}

import type { Decimal } from '../money.ts';
import { Decimal as Decimals, printDecimal } from '../money.ts';
import { printSubject } from './classify.ts';
import { monthOf, printMonth, readDay } from './calendar.ts';
import type { Rate, Subject } from './price-book.ts';
import type { Bearer, Quantity } from './quantity.ts';
import type { Run } from './runs.ts';
import type { Steps } from './steps.ts';
import { mapInSteps } from './steps.ts';

/** All use of one row of a book that is rated together: of a day, of several days that are alike, or of a month. */
export interface Measure {
  readonly subject: Subject;
  readonly rate: Rate;
  /** `2026-06-01`, or `2026-06` where a month is summed. */
  readonly period: string;
  readonly run: Run;
  /** What is rounded, in words; null where nothing is. */
  readonly rounding: string | null;
  readonly share: Quantity['share'];
  readonly origin: string;
  readonly assumptions: readonly string[];
  readonly bearers: readonly Bearer[];
}

/** A quantity with the row of the book that it is rated by. */
export interface Priced {
  readonly quantity: Quantity;
  readonly subject: Subject;
  readonly rate: Rate;
  /** One word: equal ones are summed together; null: it stands alone. */
  readonly group: string | null;
}

/** How a quantity is summed with others, as `Priced` has it. */
export function groupOf(
  { day, days, share }: Quantity,
  subject: Subject,
  { per, from }: Rate,
): Priced['group'] {
  if (share !== null) return null;
  return `${printSubject(subject)}|${from}|${per === 'month' ? day.slice(0, 7) : `${day}/${String(days)}`}`;
}

/** Quantities that the vendor sums before it rounds and walks tiers, together. */
export function* sumTogether(priced: readonly Priced[]): Steps<readonly Measure[]> {
  const groups = new Map<string, Priced[]>();
  yield* mapInSteps(priced, (one, index) => {
    const key = one.group ?? String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  });
  return yield* mapInSteps(groups.values(), measureOf);
}

/** Beyond this a quotient of thousandths of a second is no part of a minute. */
const quotientDecimals = 20;
const begin = (value: Decimal): Decimal => value.toDecimalPlaces(quotientDecimals).ceil();

/** Begun units count whole where the price says so: of each use, or of the sum of a day or a month. */
function measureOf(group: readonly Priced[]): Measure {
  const { subject, rate, quantity: first } = group[0]!;
  const isMonthly = rate.per === 'month';
  const sumOf = (pick: (quantity: Quantity) => Decimal): Decimal =>
    Decimals.sum(
      ...group.map(({ quantity }) => (isMonthly ? pick(quantity).times(quantity.days) : pick(quantity))),
    );
  const sum = sumOf(({ each, usesPerDay }) => each.times(usesPerDay));
  const begun = (): Decimal =>
    sumOf(({ begunPerDay, each, usesPerDay }) => begunPerDay ?? begin(each).times(usesPerDay));
  const quantity = rate.roundUp === 'each' ? begun() : rate.roundUp === 'sum' ? begin(sum) : sum;
  const whose = rate.roundUp === 'each' ? 'of each use' : `of the sum of a ${rate.per}`;
  const change = quantity.equals(sum) ? '' : `: ${printDecimal(brief(sum))} → ${printDecimal(quantity)}`;
  return {
    ...{ subject, rate, share: first.share },
    period: isMonthly ? printMonth(monthOf(readDay(first.day)!.fromMs).fromMs) : first.day,
    run: { quantity, periods: isMonthly ? 1 : first.days },
    rounding: rate.roundUp === null ? null : `begun ${rate.unit}s ${whose} count whole${change}`,
    origin: joinOrigins(group.map(({ quantity: { origin } }) => origin)),
    assumptions: [...new Set(group.flatMap(({ quantity: { assumptions } }) => assumptions))],
    bearers: group.flatMap(({ quantity: { bearers } }) => bearers),
  };
}

const brief = (value: Decimal): Decimal => value.toDecimalPlaces(6);

/** Origins that a line repeats at most; a month of metered days has many. */
const mostOrigins = 4;

function joinOrigins(origins: readonly string[]): string {
  const all = [...new Set(origins)];
  const shown = all.slice(0, mostOrigins).join('; and ');
  return all.length > mostOrigins ? `${shown}; and ${String(all.length - mostOrigins)} more` : shown;
}

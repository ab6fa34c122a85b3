import type { Decimal } from '../money.ts';
import { printDecimal, roundAmount } from '../money.ts';
import type { Draw } from './allowances.ts';
import type { Charge } from './items.ts';
import { items, itemTitles } from './items.ts';
import type { Measure } from './measure.ts';
import type { Source, Subject } from './price-book.ts';
import type { Bearer } from './quantity.ts';
import type { Run } from './runs.ts';
import { rateRun } from './runs.ts';
import type { TierStep } from './tier-walk.ts';
import { describeWalk } from './tier-walk.ts';

/** A line that explains itself: whence its quantity and its price, and what happened in between. */
export interface CostLine extends Subject {
  readonly charge: Charge;
  readonly description: string;
  /** `2026-06-01`, or `2026-06` where a month is rated as a whole. */
  readonly period: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly unitPrice: Decimal;
  readonly amount: Decimal;
  /** The formula with its numbers. */
  readonly why: string;
  readonly source: string;
  readonly origin: string;
  /** Null where the price has no tiers. */
  readonly tierWalk: string | null;
  /** Null where nothing is rounded. */
  readonly rounding: string | null;
  /** The day from which the price holds, and whether the vendor states it. */
  readonly priceFrom: string;
  readonly priceFromIsStated: boolean;
  /** Date of the page's edition. */
  readonly pageDate: string;
  readonly assumptions: readonly string[];
}

/** A line and whose use it came from. */
export interface Fee {
  readonly line: CostLine;
  readonly bearers: readonly Bearer[];
}

export function describeSubject({ item, class: size, codec, region }: Subject): string {
  return [itemTitles[item], size, codec?.toUpperCase() ?? null, region]
    .filter((part) => part !== null)
    .join(', ');
}

export function printSource({ page, date }: Source): string {
  return `${page} (${date})`;
}

/** One line for each tier of each run: nearly always one in all. */
export function linesOf(draw: Draw): readonly Fee[] {
  return draw.runs.flatMap((run) => rateRun(draw.measure.rate, run).map((step) => lineOf(draw, run, step)));
}

/** What the lines come to, in their order, without their words. */
export function amountsOf({ measure, runs }: Draw): readonly Decimal[] {
  return runs.flatMap((run) => rateRun(measure.rate, run).map(({ amount }) => partOf(measure, amount)));
}

/** Cuts what came of a division that does not end; anything else keeps its last digit. */
function tidy(value: Decimal): Decimal {
  return value.decimalPlaces() > 30 ? roundAmount(value) : value;
}

const shareOf = ({ rate, share }: Measure): Measure['share'] => (rate.byValidDays ? share : null);

/** Of a month's fee, what its days of use have of it. */
function partOf(measure: Measure, value: Decimal): Decimal {
  const share = shareOf(measure);
  return share === null ? tidy(value) : roundAmount(value.times(share.used).div(share.of));
}

function lineOf({ measure, covered }: Draw, run: Run, step: TierStep): Fee {
  const { subject, rate, rounding, origin, assumptions, period, bearers } = measure;
  const share = shareOf(measure);
  const { unitPrice } = step;
  const whole = step.quantity.times(run.periods);
  const periods = run.periods === 1 ? '' : ` × ${String(run.periods)} ${rate.per}s`;
  const days = share === null ? '' : ` × ${String(share.used)} of ${String(share.of)} days`;
  const amount = partOf(measure, step.amount);
  const line: CostLine = {
    ...subject,
    ...{ charge: items[subject.item], description: describeSubject(subject), period },
    ...{ unit: rate.unit, unitPrice, amount },
    quantity: partOf(measure, whole),
    why: `${printDecimal(tidy(step.quantity))} ${rate.unit}${periods}${days} × ${printDecimal(unitPrice)} = ${printDecimal(amount)}`,
    source: printSource(rate.source),
    origin: [origin, ...covered].join('; '),
    ...{ rounding, tierWalk: describeWalk(rate, step) },
    ...{ priceFrom: rate.from, priceFromIsStated: rate.basis === 'stated', pageDate: rate.source.date },
    assumptions: [...assumptions, ...rate.notes],
  };
  return { line, bearers };
}

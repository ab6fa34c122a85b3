import type { Decimal } from '../money.ts';
import { printDecimal, roundAmount } from '../money.ts';
import type { Draw } from './allowances.ts';
import type { CostLine } from './fee.ts';
import { items, itemTitles } from './items.ts';
import type { Run } from './measure.ts';
import { rateRun } from './measure.ts';
import type { Subject } from './price-book.ts';
import { printSource } from './tariff.ts';
import type { TierStep } from './tier-walk.ts';
import { describeWalk } from './tier-walk.ts';

/** A line that explains itself: whence its quantity and its price, and what happened in between. */
export interface EstimateLine extends CostLine, Subject {
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

export function describeSubject({ item, class: size, codec, region }: Subject): string {
  return [itemTitles[item], size, codec?.toUpperCase() ?? null, region]
    .filter((part) => part !== null)
    .join(', ');
}

/** One line for each tier of each run: nearly always one in all. */
export function linesOf(draw: Draw): readonly EstimateLine[] {
  return draw.runs.flatMap((run) => rateRun(draw.rate, run).map((step) => lineOf(draw, run, step)));
}

/** Cuts what came of a division that does not end; anything else keeps its last digit. */
function tidy(value: Decimal): Decimal {
  return value.decimalPlaces() > 30 ? roundAmount(value) : value;
}

function lineOf({ measure, rate, rounding, covered }: Draw, run: Run, step: TierStep): EstimateLine {
  const { subject, share, origin, assumptions } = measure;
  const { unitPrice } = step;
  const whole = step.quantity.times(run.periods);
  const part = (value: Decimal): Decimal =>
    share === null ? tidy(value) : roundAmount(value.times(share.used).div(share.of));
  const periods = run.periods === 1 ? '' : ` × ${String(run.periods)} ${rate.per}s`;
  const days = share === null ? '' : ` × ${String(share.used)} of ${String(share.of)} days`;
  const amount = part(step.amount);
  return {
    ...subject,
    ...{
      charge: items[subject.item],
      description: describeSubject(subject),
      unit: rate.unit,
      unitPrice,
      amount,
    },
    quantity: part(whole),
    why: `${printDecimal(tidy(step.quantity))} ${rate.unit}${periods}${days} × ${printDecimal(unitPrice)} = ${printDecimal(amount)}`,
    source: printSource(rate.source),
    origin: [origin, ...covered].join('; '),
    ...{ rounding, tierWalk: describeWalk(rate, step) },
    ...{ priceFrom: rate.from, priceFromIsStated: rate.basis === 'stated', pageDate: rate.source.date },
    assumptions: [...assumptions, ...rate.notes],
  };
}

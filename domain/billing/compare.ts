import type { Decimal } from '../money.ts';
import { Decimal as Decimals, roundAmount } from '../money.ts';
import { printSubject } from './classify.ts';
import type { CostLine } from './cost-line.ts';
import { describeSubject } from './cost-line.ts';
import type { Charge } from './items.ts';
import type { Subject } from './price-book.ts';
import type { Sums } from './rate.ts';
import { sumsOf } from './rate.ts';

export const differenceKinds = ['added', 'gone', 'changed', 'same'] as const;

/** What one side pays for a row of a book, all its lines together. */
export interface ComparedSide {
  readonly quantity: Decimal;
  readonly amount: Decimal;
}

/** What became of one row of a book. Both effects sum to the difference, to the last digit. */
export interface LineDifference extends Subject {
  readonly kind: (typeof differenceKinds)[number];
  readonly charge: Charge;
  readonly description: string;
  readonly unit: string;
  readonly before: ComparedSide | null;
  readonly after: ComparedSide | null;
  readonly difference: Decimal;
  /** More or less use, at the price that was paid before; the whole of a line that was added or is gone. */
  readonly quantityEffect: Decimal;
  /** What is left: another price, or another tier that the quantity reaches. */
  readonly priceEffect: Decimal;
}

/** The sums are of the differences. */
export interface Comparison extends Sums {
  readonly lines: readonly LineDifference[];
}

const keyOf = (line: CostLine): string => `${printSubject(line)} ${line.unit}`;

function sideOf(lines: readonly CostLine[]): ComparedSide | null {
  return lines.length === 0
    ? null
    : {
        quantity: Decimals.sum(...lines.map(({ quantity }) => quantity)),
        amount: Decimals.sum(...lines.map(({ amount }) => amount)),
      };
}

const nothing: ComparedSide = { quantity: new Decimals(0), amount: new Decimals(0) };

function kindOf(before: ComparedSide | null, after: ComparedSide | null): LineDifference['kind'] {
  if (before === null) return 'added';
  if (after === null) return 'gone';
  const isSame = before.quantity.equals(after.quantity) && before.amount.equals(after.amount);
  return isSame ? 'same' : 'changed';
}

/** At one price throughout, all of it is the quantity's: a share of days that does not end would leave a last digit. */
function effectOfQuantity(before: readonly CostLine[], after: readonly CostLine[]): Decimal {
  const [was, is] = [sideOf(before)!, sideOf(after)!];
  const prices = new Set([...before, ...after].map(({ unitPrice }) => unitPrice.toFixed()));
  if (prices.size === 1) return is.amount.minus(was.amount);
  if (was.quantity.isZero()) return new Decimals(0);
  return roundAmount(was.amount.times(is.quantity.minus(was.quantity)).div(was.quantity));
}

function differenceOf(was: readonly CostLine[], is: readonly CostLine[]): LineDifference {
  const one = (is[0] ?? was[0])!;
  const { item, class: size, codec, region, charge, unit } = one;
  const [before, after] = [sideOf(was), sideOf(is)];
  const difference = (after ?? nothing).amount.minus((before ?? nothing).amount);
  const quantityEffect = before === null || after === null ? difference : effectOfQuantity(was, is);
  return {
    ...{ item, class: size, codec, region, charge, unit, description: describeSubject(one) },
    ...{ kind: kindOf(before, after), before, after, difference, quantityEffect },
    priceEffect: difference.minus(quantityEffect),
  };
}

/**
 * Two costs, row by row of the book: lines of several days or tiers of one row stand together. A size or region that changes is
 * one row gone and another added.
 */
export function compareLines(before: readonly CostLine[], after: readonly CostLine[]): Comparison {
  const [was, is] = [Map.groupBy(before, keyOf), Map.groupBy(after, keyOf)];
  const lines = [...new Set([...was.keys(), ...is.keys()])].map((key) =>
    differenceOf(was.get(key) ?? [], is.get(key) ?? []),
  );
  return { lines, ...sumsOf(lines.map(({ charge, difference }) => ({ charge, amount: difference }))) };
}

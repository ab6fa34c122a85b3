import { Decimal, printDecimal } from '../money.ts';
import type { Measure } from './measure.ts';
import type { PackageKind, PriceBook, Subject } from './price-book.ts';
import type { Run } from './runs.ts';
import { coverRun } from './runs.ts';

/** A measure, what of it is left to be rated, and what was taken off it. */
export interface Draw {
  readonly measure: Measure;
  runs: readonly Run[];
  readonly covered: string[];
}

function meets(pattern: Subject, { item, class: size, codec, region }: Subject): boolean {
  const fits = (own: string | null, found: string | null): boolean => own === null || own === found;
  return (
    pattern.item === item &&
    fits(pattern.class, size) &&
    fits(pattern.codec, codec) &&
    fits(pattern.region, region)
  );
}

/** Takes at most `available` units of use off what is left; answers how much it took. */
function take(draw: Draw, available: Decimal, from: string): Decimal {
  let left = available;
  draw.runs = draw.runs.flatMap((run) => {
    const { runs, taken } = coverRun(run, left);
    left = left.minus(taken);
    return left.isZero() && taken.isZero() ? [run] : runs;
  });
  const taken = available.minus(left);
  if (!taken.isZero()) draw.covered.push(`${printDecimal(taken)} ${draw.measure.rate.unit}s paid by ${from}`);
  return taken;
}

/** The month's free minutes, in the book's order. */
export function drawFreeMinutes(book: PriceBook, day: string, draws: readonly Draw[]): void {
  for (const { id, minutes, order, from, until } of book.freeMinutes) {
    if (day < from || (until !== null && day > until)) continue;
    let left = new Decimal(minutes);
    for (const subject of order)
      for (const draw of draws)
        if (!left.isZero() && meets(subject, draw.measure.subject)) left = left.minus(take(draw, left, id));
  }
}

/** The kind and size of a package by its id; null where the book has none. */
export function findPackage(
  book: PriceBook,
  id: string,
): { readonly kind: PackageKind; readonly holds: string; readonly price: string } | null {
  for (const kind of book.packages) {
    const found = kind.packages.find((sold) => sold.id === id);
    if (found !== undefined) return { kind, holds: found.holds, price: found.price };
  }
  return null;
}

/** Of a unit of use, so many decimals are paid by a package. */
const unitDecimals = 10;

/**
 * One package, drawn on in the order of its kind's rows: the mainland's use first where regions differ. `holds`: what is left in
 * it; undefined: it is full. Answers what is left.
 */
export function drawPackage(book: PriceBook, id: string, draws: readonly Draw[], holds?: Decimal): Decimal {
  const found = findPackage(book, id);
  if (found === null) return holds ?? new Decimal(0);
  let left = holds ?? new Decimal(found.holds);
  const none = new Decimal(10).pow(-unitDecimals);
  for (const row of found.kind.ratios)
    for (const draw of draws) {
      if (!meets(row, draw.measure.subject)) continue;
      const taken = take(draw, left.div(row.ratio).toDecimalPlaces(unitDecimals, Decimal.ROUND_DOWN), id);
      left = left.minus(taken.times(row.ratio));
      // What the division leaves pays for nothing.
      if (left.lessThan(none.times(row.ratio))) left = new Decimal(0);
    }
  return left;
}

import { Decimal, printDecimal } from '../money.ts';
import type { Draw } from './allowances.ts';
import { drawPackage, findPackage } from './allowances.ts';
import { readDay } from './calendar.ts';
import type { PriceBook } from './price-book.ts';

/** What is left in a prepaid package, in its own unit; decimal text. */
export interface PackageBalance {
  readonly package: string;
  readonly left: string;
  /** The day it was bought, `2026-06-01`, from which it holds for the months of its kind; null: it is taken to hold always. */
  readonly boughtOn?: string | null;
}

/** The first day on which a package that was bought on a day holds no more. */
export function goneFrom(boughtOn: string, months: number): string {
  const [year, month, day] = boughtOn.split('-').map(Number) as [number, number, number];
  const index = month - 1 + months;
  const [goneYear, goneMonth] = [year + Math.floor(index / 12), (index % 12) + 1];
  // A month without that day: the first day of the next one.
  const text = [goneYear, goneMonth, day].map((part) => String(part).padStart(2, '0')).join('-');
  return readDay(text) === null ? goneFrom(`${text.slice(0, 8)}01`, 1) : text;
}

/** Whether a package may pay for use of a day; of a month that is rated as a whole, a day in it is enough. */
function holdsOn(book: PriceBook, { package: id, boughtOn }: PackageBalance, period: string): boolean {
  const found = findPackage(book, id);
  if (found === null || boughtOn === undefined || boughtOn === null) return true;
  const first = period.length === 7 ? `${period}-01` : period;
  return boughtOn.slice(0, period.length) <= period && first < goneFrom(boughtOn, found.kind.months);
}

/** The oldest first; of those of which it is not known, as they are told. */
function byAge(balances: readonly PackageBalance[]): readonly PackageBalance[] {
  return balances.toSorted((one, other) => (one.boughtOn ?? '').localeCompare(other.boughtOn ?? ''));
}

/**
 * Draws on packages as the vendor settles: day by day, on each day the oldest package first, and what is rated by the month at its
 * end. Answers what is left in each.
 */
export function drawBalances(
  book: PriceBook,
  balances: readonly PackageBalance[],
  draws: readonly Draw[],
): readonly PackageBalance[] {
  const left = byAge(balances).map((balance) => ({ balance, holds: new Decimal(balance.left) }));
  if (left.length === 0) return [];
  const atEnd = (period: string): string => (period.length === 7 ? `${period}-99` : period);
  const byPeriod = [...Map.groupBy(draws, ({ measure: { period } }) => period)].toSorted(([one], [other]) =>
    atEnd(one) < atEnd(other) ? -1 : 1,
  );
  for (const [period, own] of byPeriod)
    for (const one of left)
      if (holdsOn(book, one.balance, period))
        one.holds = drawPackage(book, one.balance.package, own, one.holds);
  return left.map(({ balance, holds }) => ({ ...balance, left: printDecimal(holds) }));
}

/** What of balances goes on into a month: packages that are used up or hold no more are gone. */
export function carryInto(
  book: PriceBook,
  balances: readonly PackageBalance[],
  month: string,
): readonly PackageBalance[] {
  return balances.filter(({ package: id, left, boughtOn }) => {
    const months = findPackage(book, id)?.kind.months ?? 0;
    const isGone = boughtOn !== undefined && boughtOn !== null && goneFrom(boughtOn, months) <= `${month}-01`;
    return !isGone && !new Decimal(left).isZero();
  });
}

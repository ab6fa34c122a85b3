import { Decimal, printDecimal } from '../money.ts';
import type { Draw } from './allowances.ts';
import { drawFreeMinutes, drawPackage, findPackage } from './allowances.ts';
import type { PackageBalance } from './balances.ts';
import { drawBalances } from './balances.ts';
import { classify, subjectOf } from './classify.ts';
import type { CostLine, Fee } from './cost-line.ts';
import { describeSubject, linesOf, printSource } from './cost-line.ts';
import { findRate } from './find-rate.ts';
import type { Charge } from './items.ts';
import { charges } from './items.ts';
import type { Priced } from './measure.ts';
import { sumTogether } from './measure.ts';
import type { AccountCohort, PriceBook } from './price-book.ts';
import type { Quantity } from './quantity.ts';
import { cheaperAbove } from './tier-walk.ts';
import type { CostWarning } from './warning.ts';

/** A book, for whom, and what is paid already. */
export interface Tariff {
  readonly book: PriceBook;
  readonly cohort: AccountCohort;
  /** Whether the month's free minutes are all for this use. */
  readonly useFreeMinutes: boolean;
  /** Ids of prepaid packages, the oldest first. */
  readonly packages: readonly string[];
  /** Packages that were paid for before and what is left in each: no line of their own. */
  readonly balances?: readonly PackageBalance[];
  /** The month that begins with these balances, `2026-06`: later ones begin with what it leaves. Absent: every month does. */
  readonly balancesFrom?: string;
}

export interface Rated {
  readonly fees: readonly Fee[];
  readonly warnings: readonly CostWarning[];
  /** What is left in the packages that were paid for before. */
  readonly left: readonly PackageBalance[];
}

/**
 * What use costs: the one way from quantities to lines, whether they are planned, metered in a running month or of a past that
 * is rated again. Free minutes and packages are of one month: quantities of several months are rated month by month.
 */
export function rate(tariff: Tariff, quantities: readonly Quantity[]): Rated {
  const warnings: CostWarning[] = [];
  const priced = quantities.flatMap((quantity) => price(tariff, quantity, warnings));
  const draws = sumTogether(priced).map((measure): Draw => ({ measure, runs: [measure.run], covered: [] }));
  const [first] = quantities;
  if (tariff.useFreeMinutes && first !== undefined) drawFreeMinutes(tariff.book, first.day, draws);
  const left = drawBalances(tariff.book, tariff.balances ?? [], draws);
  warnings.push(...drawPackages(tariff, draws), ...edgesOf(draws));
  return {
    fees: [...draws.flatMap(linesOf), ...packageFees(tariff, first?.day.slice(0, 7) ?? '')],
    warnings: warnings.filter(
      ({ message }, index) => warnings.findIndex((other) => other.message === message) === index,
    ),
    left,
  };
}

/** The row that a quantity is charged by; none, and a warning, where the book has no price. */
function price({ book, cohort }: Tariff, quantity: Quantity, warnings: CostWarning[]): readonly Priced[] {
  if (quantity.each.times(quantity.usesPerDay).isZero()) return [];
  const when = { cohort, day: quantity.day };
  const { subject, warning } = classify(book, when, quantity.use);
  if (warning !== null) warnings.push(warning);
  if (subject === null) return [];
  const found = findRate(book, subject, when);
  if (found !== null) return [{ quantity, subject, rate: found }];
  const message = `No rate: ${book.id} has no price for ${describeSubject(subject)} on ${quantity.day} (${quantity.origin}). It is left out of the total.`;
  warnings.push({ code: 'NO_RATE', message });
  return [];
}

/** What a package of storage holds is room, not use: it is told, not drawn on. */
function drawPackages({ book, packages }: Tariff, draws: readonly Draw[]): readonly CostWarning[] {
  return packages.flatMap((id): CostWarning[] => {
    if (findPackage(book, id)?.kind.kind !== 'vod-storage') {
      drawPackage(book, id, draws);
      return [];
    }
    const message = `${id} is counted with its price, but what it covers is not taken off: it holds so many GB at one time for a year, and an estimate counts GB-days.`;
    return [{ code: 'NOT_APPLIED', message }];
  });
}

function packageFees({ book, packages }: Tariff, period: string): readonly Fee[] {
  return packages.map((id): Fee => {
    const { kind, holds, price: text } = findPackage(book, id)!;
    const unitPrice = new Decimal(text);
    const line: CostLine = {
      ...subjectOf('package', { class: id }),
      ...{ charge: 'OTHER', description: `Prepaid package ${id}`, unit: 'package', period },
      ...{ quantity: new Decimal(1), unitPrice, amount: unitPrice, rounding: null, tierWalk: null },
      why: `1 package × ${text} = ${text}`,
      origin: `holds ${holds} ${kind.unit}s for ${String(kind.months)} months; the whole price is counted`,
      source: printSource(kind.source),
      ...{ priceFrom: kind.source.date, priceFromIsStated: false, pageDate: kind.source.date },
      assumptions: kind.notes,
    };
    return { line, bearers: [] };
  });
}

/** The places where more use costs less, which volume tiers have just below their bounds. */
function edgesOf(draws: readonly Draw[]): readonly CostWarning[] {
  return draws.flatMap(({ measure: { subject, rate: row }, runs }) =>
    runs.flatMap(({ quantity }): CostWarning[] => {
      const edge = cheaperAbove(row, quantity);
      if (edge === null) return [];
      const message = `${describeSubject(subject)}: ${printDecimal(quantity)} ${row.unit} on a ${row.per} cost more than ${printDecimal(edge.fromQuantity)} would (${printDecimal(edge.amount)}), since the whole takes the price of the tier it reaches.`;
      return [{ code: 'TIER_EDGE', message }];
    }),
  );
}

export interface Sums {
  readonly subtotals: Readonly<Record<Charge, Decimal>>;
  readonly total: Decimal;
}

/** The sum of lines, by charge and altogether, to the last digit. */
export function sumsOf(lines: readonly Pick<CostLine, 'charge' | 'amount'>[]): Sums {
  const subtotals = Object.fromEntries(charges.map((charge) => [charge, new Decimal(0)])) as Record<
    Charge,
    Decimal
  >;
  for (const { charge, amount } of lines) subtotals[charge] = subtotals[charge].plus(amount);
  return { subtotals, total: Decimal.sum(0, ...Object.values(subtotals)) };
}

/** Whether everything that was used has a price. */
export function isComplete(warnings: readonly CostWarning[]): boolean {
  return !warnings.some(({ code }) => code === 'NO_RATE');
}

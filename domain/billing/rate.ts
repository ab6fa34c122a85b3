import { Decimal, printDecimal } from '../money.ts';
import type { Draw } from './allowances.ts';
import { drawFreeMinutes, drawPackage, findPackage } from './allowances.ts';
import type { PackageBalance } from './balances.ts';
import { drawBalances } from './balances.ts';
import { classify, subjectOf } from './classify.ts';
import type { CostLine, Fee } from './cost-line.ts';
import { amountsOf, describeSubject, linesOf, printSource } from './cost-line.ts';
import { findRate } from './find-rate.ts';
import type { Charge } from './items.ts';
import { charges } from './items.ts';
import type { Priced } from './measure.ts';
import { groupOf, sumTogether } from './measure.ts';
import type { AccountCohort, PriceBook } from './price-book.ts';
import type { Quantity } from './quantity.ts';
import type { Steps } from './steps.ts';
import { atOnce, mapInSteps } from './steps.ts';
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

/** A quantity and what of it is charged. */
export interface PricedQuantity {
  readonly quantity: Quantity;
  /** One, or none where it costs nothing or has no price. */
  readonly priced: readonly Priced[];
  readonly warnings: readonly CostWarning[];
}

/**
 * What use costs: the one way from quantities to lines, whether they are planned, metered in a running month or of a past that
 * is rated again. Free minutes and packages are of one month: quantities of several months are rated month by month.
 */
export function rate(tariff: Tariff, quantities: Iterable<Quantity>): Rated {
  return atOnce(rateInSteps(tariff, quantities));
}

export function* rateInSteps(tariff: Tariff, quantities: Iterable<Quantity>): Steps<Rated> {
  const priced = yield* mapInSteps(quantities, (quantity) => price(tariff, quantity));
  const { draws, left, warnings } = yield* settle(tariff, priced);
  const fees = yield* mapInSteps(draws, linesOf);
  const edges = yield* mapInSteps(draws, edgesOf);
  return {
    fees: [...fees.flat(), ...packageFees(tariff, priced[0]?.quantity.day.slice(0, 7) ?? '')],
    warnings: eachOnce([...priced.flatMap((one) => one.warnings), ...warnings, ...edges.flat()]),
    left,
  };
}

/** What the fees that `rate` answers come to, for whoever needs none of their words. */
export function* totalInSteps(tariff: Tariff, priced: readonly PricedQuantity[]): Steps<Decimal> {
  const { draws } = yield* settle(tariff, priced);
  const amounts = yield* mapInSteps(draws, amountsOf);
  const prices = tariff.packages.map((id) => findPackage(tariff.book, id)!.price);
  return Decimal.sum(0, ...amounts.flat(), ...prices);
}

/** The row that a quantity is charged by; none, and a warning, where the book has no price. */
export function price({ book, cohort }: Tariff, quantity: Quantity): PricedQuantity {
  if (quantity.each.isZero() || quantity.usesPerDay.isZero()) return { quantity, priced: [], warnings: [] };
  const when = { cohort, day: quantity.day };
  const { subject, warning } = classify(book, when, quantity.use);
  const warnings = warning === null ? [] : [warning];
  if (subject === null) return { quantity, priced: [], warnings };
  const found = findRate(book, subject, when);
  if (found !== null) {
    const group = groupOf(quantity, subject, found);
    return { quantity, priced: [{ quantity, subject, rate: found, group }], warnings };
  }
  const message = `No rate: ${book.id} has no price for ${describeSubject(subject)} on ${quantity.day} (${quantity.origin}). It is left out of the total.`;
  return { quantity, priced: [], warnings: [...warnings, { code: 'NO_RATE', message }] };
}

/** Sums what is rated together, and takes off what is paid already. */
function* settle(
  tariff: Tariff,
  all: readonly PricedQuantity[],
): Steps<Pick<Rated, 'left' | 'warnings'> & { readonly draws: readonly Draw[] }> {
  const measures = yield* sumTogether(all.flatMap(({ priced }) => priced));
  const draws = measures.map((measure): Draw => ({ measure, runs: [measure.run], covered: [] }));
  const [first] = all;
  if (tariff.useFreeMinutes && first !== undefined) drawFreeMinutes(tariff.book, first.quantity.day, draws);
  yield;
  const left = drawBalances(tariff.book, tariff.balances ?? [], draws);
  yield;
  return { draws, left, warnings: drawPackages(tariff, draws) };
}

function eachOnce(warnings: readonly CostWarning[]): readonly CostWarning[] {
  const told = new Set<string>();
  return warnings.filter(({ message }) => {
    const isNew = !told.has(message);
    told.add(message);
    return isNew;
  });
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
function edgesOf({ measure: { subject, rate: row }, runs }: Draw): readonly CostWarning[] {
  return runs.flatMap(({ quantity }): CostWarning[] => {
    const edge = cheaperAbove(row, quantity);
    if (edge === null) return [];
    const message = `${describeSubject(subject)}: ${printDecimal(quantity)} ${row.unit} on a ${row.per} cost more than ${printDecimal(edge.fromQuantity)} would (${printDecimal(edge.amount)}), since the whole takes the price of the tier it reaches.`;
    return [{ code: 'TIER_EDGE', message }];
  });
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

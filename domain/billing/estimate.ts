import { DomainError, refuseFaults } from '../errors.ts';
import { Decimal, printDecimal } from '../money.ts';
import type { Draw } from './allowances.ts';
import { drawFreeMinutes, drawPackage, findPackage } from './allowances.ts';
import { printMonth, readDay } from './calendar.ts';
import type { EstimateLine } from './estimate-line.ts';
import { describeSubject, linesOf } from './estimate-line.ts';
import type { Charge } from './fee.ts';
import { charges } from './fee.ts';
import { anyRate, cohortRow, findRate } from './find-rate.ts';
import type { Measure } from './measure.ts';
import { roundMeasure } from './measure.ts';
import type { CostWarning, Plan, PlanContext } from './plan.ts';
import { measureOf, subjectOf } from './plan.ts';
import { planOthers, planPlayback, planRelay, planStorage } from './plan-keeping.ts';
import { planMixing } from './plan-mixing.ts';
import { monthDaysOf, planCalls, planRecording } from './plan-recording.ts';
import type { PriceBook } from './price-book.ts';
import { growScenario } from './read-scenario.ts';
import type { KnownUse, Scenario } from './scenario.ts';
import { cheaperAbove } from './tier-walk.ts';

/** What one month of a scenario costs. */
export interface MonthEstimate {
  /** `2026-11`. */
  readonly month: string;
  readonly lines: readonly EstimateLine[];
  readonly subtotals: Readonly<Record<Charge, Decimal>>;
  readonly total: Decimal;
  /** False where something that is used has no price: the total then lacks it. */
  readonly complete: boolean;
  readonly warnings: readonly CostWarning[];
}

export interface Estimate extends MonthEstimate {
  readonly scenario: Scenario;
  readonly assumptions: readonly string[];
  /** This month and those after it, as the plan grows. */
  readonly months: readonly MonthEstimate[];
}

/** What a plan costs under a book, this month and in those after it. The same numbers wherever it is asked. */
export function estimateCost(book: PriceBook, scenario: Scenario): Estimate {
  refuseUnknownPackages(book, scenario);
  const months = Array.from({ length: scenario.months }, (_, index) =>
    estimateMonth(book, growScenario(scenario, index)),
  );
  return { ...months[0]!, scenario, months, assumptions: assumptionsOf(book, scenario) };
}

function assumptionsOf(book: PriceBook, scenario: Scenario): readonly string[] {
  return [
    `Account: ${cohortRow(book, scenario.cohort).title}.`,
    'List prices in USD without tax; a contract’s own prices go before them.',
    'Days and months are UTC+8, as the vendor bills; a GB is 10^9 bytes.',
    ...(scenario.preset === null ? [] : [`The preset ${scenario.preset} holds typical numbers of our own.`]),
    ...(scenario.useFreeMinutes || book.freeMinutes.length === 0
      ? []
      : ['The account’s free minutes of the month are taken by others.']),
  ];
}

function refuseUnknownPackages(book: PriceBook, { packages }: Scenario): void {
  const known = book.packages.flatMap((kind) => kind.packages.map(({ id }) => id));
  refuseFaults(
    packages.flatMap((id, index) =>
      known.includes(id)
        ? []
        : [
            {
              field: `packages[${String(index)}]`,
              got: id,
              allowed: known.join(', ') || 'none in this book',
            },
          ],
    ),
  );
}

function planAll(context: PlanContext): Plan {
  const parts: readonly Plan[] = [
    { measures: [...planRecording(context), ...planCalls(context)], warnings: [] },
    planMixing(context),
    planStorage(context),
    planPlayback(context),
    planRelay(context),
    { measures: [...planOthers(context), ...knownUses(context)], warnings: [] },
  ];
  return {
    measures: parts.flatMap(({ measures }) => measures),
    warnings: parts.flatMap(({ warnings }) => warnings),
  };
}

function knownUses({ book, when, scenario }: PlanContext): readonly Measure[] {
  return scenario.measures.map((use: KnownUse): Measure => {
    const { item, class: size, codec, region, quantity, usesPerDay, days } = use;
    const subject = { item, class: size, codec, region };
    const rate = anyRate(book, item, when);
    if (rate?.byValidDays !== true)
      return measureOf(subject, quantity, new Decimal(usesPerDay), days ?? 1, 'as given');
    const monthDays = monthDaysOf(scenario.at);
    const share = { used: Math.min(days ?? monthDays, monthDays), of: monthDays };
    return { ...measureOf(subject, quantity, new Decimal(usesPerDay), 1, 'as given'), share };
  });
}

function estimateMonth(book: PriceBook, scenario: Scenario): MonthEstimate {
  const when = { cohort: scenario.cohort, day: scenario.at };
  const { measures, warnings } = planAll({ book, when, scenario });
  const found: CostWarning[] = [...warnings];
  const draws = measures.flatMap((measure): Draw[] => {
    if (measure.each.times(measure.usesPerDay).isZero()) return [];
    const rate = findRate(book, measure.subject, when);
    if (rate !== null) {
      const { run, rounding } = roundMeasure(rate, measure);
      return [{ measure, rate, rounding, runs: [run], covered: [] }];
    }
    const what = describeSubject(measure.subject);
    const message = `No rate: ${book.id} has no price for ${what} on ${when.day} (${measure.origin}). It is left out of the total.`;
    found.push({ code: 'NO_RATE', message });
    return [];
  });
  if (scenario.useFreeMinutes) drawFreeMinutes(book, when.day, draws);
  found.push(...drawPackages(book, scenario, draws));
  found.push(...edgesOf(draws));
  const lines = [...draws.flatMap(linesOf), ...packageLines(book, scenario)];
  return { month: printMonth(readDay(scenario.at)!.fromMs), lines, ...sumsOf(lines), ...statusOf(found) };
}

function statusOf(warnings: readonly CostWarning[]): Pick<MonthEstimate, 'complete' | 'warnings'> {
  return { complete: !warnings.some(({ code }) => code === 'NO_RATE'), warnings };
}

function sumsOf(lines: readonly EstimateLine[]): Pick<MonthEstimate, 'subtotals' | 'total'> {
  const sumOf = (charge: Charge): Decimal =>
    Decimal.sum(0, ...lines.filter((line) => line.charge === charge).map(({ amount }) => amount));
  const subtotals = Object.fromEntries(charges.map((charge) => [charge, sumOf(charge)])) as Record<
    Charge,
    Decimal
  >;
  return { subtotals, total: Decimal.sum(0, ...Object.values(subtotals)) };
}

/** What a package of storage holds is room, not use: it is told, not drawn on. */
function drawPackages(book: PriceBook, scenario: Scenario, draws: readonly Draw[]): readonly CostWarning[] {
  return scenario.packages.flatMap((id): CostWarning[] => {
    if (findPackage(book, id)?.kind.kind !== 'vod-storage') {
      drawPackage(book, id, draws);
      return [];
    }
    const message = `${id} is counted with its price, but what it covers is not taken off: it holds so many GB at one time for a year, and an estimate counts GB-days.`;
    return [{ code: 'NOT_APPLIED', message }];
  });
}

function packageLines(book: PriceBook, { packages }: Scenario): readonly EstimateLine[] {
  return packages.map((id): EstimateLine => {
    const { kind, holds, price } = findPackage(book, id)!;
    const unitPrice = new Decimal(price);
    return {
      ...subjectOf('package', { class: id }),
      ...{ charge: 'OTHER', description: `Prepaid package ${id}`, unit: 'package' },
      ...{ quantity: new Decimal(1), unitPrice, amount: unitPrice, rounding: null, tierWalk: null },
      why: `1 package × ${price} = ${price}`,
      origin: `holds ${holds} ${kind.unit}s for ${String(kind.months)} months; the whole price is counted`,
      source: `${kind.source.page} (${kind.source.date})`,
      ...{ priceFrom: kind.source.date, priceFromIsStated: false, pageDate: kind.source.date },
      assumptions: kind.notes,
    };
  });
}

/** The places where more use costs less, which volume tiers have just below their bounds. */
function edgesOf(draws: readonly Draw[]): readonly CostWarning[] {
  return draws.flatMap(({ measure, rate, runs }) =>
    runs.flatMap(({ quantity }): CostWarning[] => {
      const edge = cheaperAbove(rate, quantity);
      if (edge === null) return [];
      const what = describeSubject(measure.subject);
      const message = `${what}: ${printDecimal(quantity)} ${rate.unit} on a ${rate.per} cost more than ${printDecimal(edge.fromQuantity)} would (${printDecimal(edge.amount)}), since the whole takes the price of the tier it reaches.`;
      return [{ code: 'TIER_EDGE', message }];
    }),
  );
}

/** An amount in another currency, at the rate of the day that the exchange names. */
export function exchangeAmount(amount: Decimal, scenario: Scenario): Decimal | null {
  return scenario.exchange === null ? null : amount.times(scenario.exchange.perUsd);
}

/** The part of a total in percent, to four decimals; 0 of nothing. */
export function percentOf(amount: Decimal, total: Decimal): Decimal {
  return total.isZero() ? new Decimal(0) : amount.div(total).times(100).toDecimalPlaces(4);
}

/** Throws NOT_FOUND for the id of no book, naming those that there are. */
export function requireBook(books: readonly PriceBook[], id: string | null): PriceBook {
  if (id === null) return books[0]!;
  const found = books.find((book) => book.id === id);
  if (found !== undefined) return found;
  const known = books.map((book) => book.id).join(', ');
  throw new DomainError('NOT_FOUND', 'caller', `There is no price book ${id}; there are: ${known}.`, {
    field: 'book',
  });
}

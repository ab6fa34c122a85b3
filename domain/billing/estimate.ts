import { DomainError, refuseFaults } from '../errors.ts';
import { Decimal } from '../money.ts';
import { printMonth, readDay } from './calendar.ts';
import type { CostLine } from './cost-line.ts';
import { anyRate, cohortRow } from './find-rate.ts';
import type { Plan, PlanContext } from './plan.ts';
import { planOthers, planPlayback, planRelay, planStorage } from './plan-keeping.ts';
import { planMixing } from './plan-mixing.ts';
import { monthDaysOf, planCalls, planRecording } from './plan-recording.ts';
import type { PriceBook } from './price-book.ts';
import type { Quantity } from './quantity.ts';
import { quantityOf } from './quantity.ts';
import type { Sums } from './rate.ts';
import { isComplete, rate, sumsOf } from './rate.ts';
import { growScenario } from './read-scenario.ts';
import type { KnownUse, Scenario } from './scenario.ts';
import type { CostWarning } from './warning.ts';

/** What one month of a scenario costs. */
export interface MonthEstimate extends Sums {
  /** `2026-11`. */
  readonly month: string;
  readonly lines: readonly CostLine[];
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

/** What a plan costs under a book, this month and in those after it. The same numbers wherever it is asked. `path`: of its fields in errors. */
export function estimateCost(book: PriceBook, scenario: Scenario, path = ''): Estimate {
  refuseUnknownPackages(book, scenario, path);
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

function refuseUnknownPackages(book: PriceBook, { packages }: Scenario, path: string): void {
  const known = book.packages.flatMap((kind) => kind.packages.map(({ id }) => id));
  refuseFaults(
    packages.flatMap((id, index) =>
      known.includes(id)
        ? []
        : [
            {
              field: `${path === '' ? '' : `${path}.`}packages[${String(index)}]`,
              got: JSON.stringify(id),
              allowed: known.join(', ') || 'none in this book',
            },
          ],
    ),
  );
}

/** What a plan uses in its month, before any price. */
function planAll(context: PlanContext): Plan {
  const parts: readonly Plan[] = [
    { quantities: [...planRecording(context), ...planCalls(context)], warnings: [] },
    planMixing(context),
    planStorage(context),
    planPlayback(context),
    planRelay(context),
    { quantities: [...planOthers(context), ...knownUses(context)], warnings: [] },
  ];
  return {
    quantities: parts.flatMap(({ quantities }) => quantities),
    warnings: parts.flatMap(({ warnings }) => warnings),
  };
}

function knownUses({ book, when, scenario }: PlanContext): readonly Quantity[] {
  return scenario.measures.map((known: KnownUse): Quantity => {
    const { item, class: size, codec, region, quantity: each, usesPerDay, days } = known;
    const use = { kind: 'known', subject: { item, class: size, codec, region } } as const;
    const found = { day: scenario.at, each, usesPerDay, origin: 'as given' };
    if (anyRate(book, item, when)?.byValidDays !== true)
      return quantityOf(use, { ...found, days: days ?? 1 });
    const monthDays = monthDaysOf(scenario.at);
    return quantityOf(use, {
      ...found,
      share: { used: Math.min(days ?? monthDays, monthDays), of: monthDays },
    });
  });
}

function estimateMonth(book: PriceBook, scenario: Scenario): MonthEstimate {
  const { cohort, at, useFreeMinutes, packages } = scenario;
  const plan = planAll({ book, when: { cohort, day: at }, scenario });
  const rated = rate({ book, cohort, useFreeMinutes, packages }, plan.quantities);
  const lines = rated.fees.map(({ line }) => line);
  const warnings = [...plan.warnings, ...rated.warnings];
  const month = printMonth(readDay(at)!.fromMs);
  return { month, lines, ...sumsOf(lines), complete: isComplete(warnings), warnings };
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
  throw new DomainError(
    'NOT_FOUND',
    'caller',
    `There is no price book ${id.slice(0, 80)}; there are: ${known}.`,
    {
      field: 'book',
    },
  );
}

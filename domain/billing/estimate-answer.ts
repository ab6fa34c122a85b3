import type { Decimal } from '../money.ts';
import { printDay } from './calendar.ts';
import type { Estimate } from './estimate.ts';
import { estimateCost, exchangeAmount, requireBook } from './estimate.ts';
import type { PriceBook } from './price-book.ts';
import { readScenario, scenarioFields } from './read-scenario.ts';
import type { InputOrigin, Scenario } from './scenario.ts';
import { bookAgeDays } from './shelf.ts';

/** The same plan under another book. */
export interface BesideEstimate {
  readonly book: PriceBook;
  readonly estimate: Estimate;
  /** Its total less the total of the book that was asked. */
  readonly difference: Decimal;
}

/** A field of the plan as it was taken. */
export interface InputValue {
  readonly field: keyof Scenario;
  readonly value: Scenario[keyof Scenario];
  readonly origin: InputOrigin;
}

/** An estimate with all that explains it: what the API and the command show alike. */
export interface EstimateAnswer {
  readonly book: PriceBook;
  readonly bookAgeDays: number;
  readonly estimate: Estimate;
  readonly inputs: readonly InputValue[];
  readonly beside: readonly BesideEstimate[];
  /** The total in the currency of the plan's exchange; null without one. */
  readonly exchanged: Decimal | null;
}

export interface EstimateQuestion {
  /** The plan as it came, from an API or a file. */
  readonly scenario: unknown;
  /** Null: the book of the newest pages. */
  readonly bookId: string | null;
  readonly besideIds: readonly string[];
  readonly books: readonly PriceBook[];
  readonly nowMs: number;
  /** Put before the names of fields in errors, as `input`. */
  readonly path?: string;
}

/** The book that stands beside every estimate where none is asked for. */
export const defaultBeside: readonly string[] = ['seed-2022'];

/** Throws BAD_INPUT with every bad field, NOT_FOUND for a book that is not there. */
export function answerEstimate(question: EstimateQuestion): EstimateAnswer {
  const { books, bookId, besideIds, nowMs, path = '' } = question;
  const book = requireBook(books, bookId);
  const others = besideIds.filter((id) => id !== book.id).map((id) => requireBook(books, id));
  const { scenario, origins } = readScenario(question.scenario, { today: printDay(nowMs), path });
  const estimate = estimateCost(book, scenario, path);
  return {
    ...{ book, bookAgeDays: bookAgeDays(book, nowMs), estimate },
    inputs: scenarioFields.map((field) => ({
      ...{ field, value: scenario[field], origin: origins.get(field) ?? 'default' },
    })),
    // Packages are sold by one book; beside another they would only be refused.
    beside: others.map((other) => {
      const again = estimateCost(other, { ...scenario, packages: [] });
      return { book: other, estimate: again, difference: again.total.minus(estimate.total) };
    }),
    exchanged: exchangeAmount(estimate.total, scenario),
  };
}

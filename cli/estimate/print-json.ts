import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import type { CostLine } from '../../domain/billing/cost-line.ts';
import type { MonthEstimate } from '../../domain/billing/estimate.ts';
import { percentOf } from '../../domain/billing/estimate.ts';
import { charges } from '../../domain/billing/items.ts';
import type { Decimal } from '../../domain/money.ts';
import { printDecimal } from '../../domain/money.ts';

const subtotalsOf = ({ subtotals }: MonthEstimate) =>
  charges.map((charge) => ({ charge, amount: printDecimal(subtotals[charge]) }));

/** A line with its numbers as text, named as the API names them. */
export function plainLine(line: CostLine, total: Decimal) {
  return {
    ...line,
    quantity: printDecimal(line.quantity),
    unitPrice: printDecimal(line.unitPrice),
    amount: printDecimal(line.amount),
    sharePercent: printDecimal(percentOf(line.amount, total)),
  };
}

/** The whole answer, with the API's names; numbers are decimal text. */
export function printJson({
  book,
  bookAgeDays,
  estimate,
  inputs,
  beside,
  exchanged,
}: EstimateAnswer): string {
  const { month, total, complete, lines, assumptions, warnings, months, scenario } = estimate;
  const { id, title, pagesDate, currency } = book;
  const answer = {
    ...{ book: { id, title, pagesDate }, bookAgeDays, currency, month, total: printDecimal(total), complete },
    subtotals: subtotalsOf(estimate),
    lines: lines.map((line) => plainLine(line, total)),
    ...{ assumptions, warnings, inputs },
    months: months.map((one) => ({
      ...{ month: one.month, total: printDecimal(one.total), complete: one.complete },
      subtotals: subtotalsOf(one),
    })),
    beside: beside.map((other) => ({
      ...{ bookId: other.book.id, total: printDecimal(other.estimate.total) },
      ...{ difference: printDecimal(other.difference), complete: other.estimate.complete },
      subtotals: subtotalsOf(other.estimate),
    })),
    exchangedCurrency: scenario.exchange?.currency ?? null,
    exchangedTotal: exchanged === null ? null : printDecimal(exchanged),
  };
  return JSON.stringify(answer, null, 2);
}

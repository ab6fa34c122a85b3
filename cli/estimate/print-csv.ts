import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import { drawCsv } from '../../domain/billing/export/csv.ts';
import { plainLine } from './print-json.ts';

const columns = [
  ...(['charge', 'item', 'class', 'codec', 'region', 'quantity', 'unit', 'unitPrice', 'amount'] as const),
  ...(['sharePercent', 'origin', 'why', 'tierWalk', 'rounding', 'priceFrom', 'source', 'pageDate'] as const),
];

/** One row for each line, of the book asked and of those beside it; amounts sum to each book's total. */
export function printCsv({ book, estimate, beside }: EstimateAnswer): string {
  const estimates = [{ book, estimate }, ...beside];
  const rows = estimates.flatMap((one) =>
    one.estimate.lines.map((line) => {
      const plain = plainLine(line, one.estimate.total);
      return [one.book.id, one.estimate.month, ...columns.map((column) => plain[column])];
    }),
  );
  return drawCsv([['book', 'month', ...columns], ...rows]);
}

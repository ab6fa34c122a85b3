import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import { plainLine } from './print-json.ts';

const columns = [
  ...(['charge', 'item', 'class', 'codec', 'region', 'quantity', 'unit', 'unitPrice', 'amount'] as const),
  ...(['sharePercent', 'origin', 'why', 'tierWalk', 'rounding', 'priceFrom', 'source', 'pageDate'] as const),
];

/** Quoted where it must be; text that a spreadsheet would run as a formula is made plain text by an apostrophe. */
function cell(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One row for each line, of the book asked and of those beside it; amounts sum to each book's total. */
export function printCsv({ book, estimate, beside }: EstimateAnswer): string {
  const estimates = [{ book, estimate }, ...beside];
  const rows = estimates.flatMap((one) =>
    one.estimate.lines.map((line) => {
      const plain = plainLine(line, one.estimate.total);
      return [one.book.id, one.estimate.month, ...columns.map((column) => plain[column])];
    }),
  );
  return [['book', 'month', ...columns], ...rows].map((row) => row.map(cell).join(',')).join('\n');
}

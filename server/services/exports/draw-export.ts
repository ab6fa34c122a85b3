import type { ExportBill } from '../../../domain/billing/export/bill-table.ts';
import {
  billTable,
  cutBills,
  focusTable,
  numberColumns,
  totalOf,
} from '../../../domain/billing/export/bill-table.ts';
import { drawCsv } from '../../../domain/billing/export/csv.ts';
import { sayIncomplete } from '../../../domain/billing/incomplete.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { BillExportFormat } from '../../ports/bill-exports.ts';
import { drawXlsx } from './draw-xlsx.ts';

/** What a file of each format is called and said to be. */
export const exportFiles: Readonly<
  Record<BillExportFormat, { readonly ending: string; readonly contentType: string }>
> = {
  CSV: { ending: 'csv', contentType: 'text/csv; charset=utf-8' },
  FOCUS: { ending: 'focus.csv', contentType: 'text/csv; charset=utf-8' },
  XLSX: {
    ending: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
};

/** Bills of months, in order, as one file; with `digits` its amounts are cut, and still sum to the cut sum. */
export async function drawExport(
  months: readonly { readonly month: string; readonly bill: ExportBill }[],
  format: BillExportFormat,
  digits: number | null,
  account: { readonly id: string; readonly name: string },
): Promise<{ readonly content: Buffer; readonly total: string }> {
  const exact = months.map(({ bill }) => bill);
  const bills = digits === null ? exact : cutBills(exact, digits);
  const shown = months.map(({ month }, index) => ({ month, bill: bills[index]! }));
  const total = printDecimal(totalOf(bills));
  if (format === 'CSV') return { content: Buffer.from(drawCsv(billTable(shown))), total };
  if (format === 'FOCUS') return { content: Buffer.from(drawCsv(focusTable(bills, account))), total };
  const totals = shown.map(({ month, bill }) => {
    const { bookId, currency, unpriced } = bill;
    return [month, bookId, currency, printDecimal(totalOf([bill])), sayIncomplete(unpriced)];
  });
  const content = await drawXlsx(
    [
      { name: 'Lines', table: billTable(shown), isNumber: (column) => numberColumns.has(column) },
      {
        name: 'Months',
        table: [['month', 'book', 'currency', 'amount', 'incomplete'], ...totals],
        isNumber: (column) => column === 'amount',
      },
    ],
    digits,
  );
  return { content, total };
}

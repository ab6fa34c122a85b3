import type { PrintedLine } from '../../domain/billing/focus.ts';
import { focusRow } from '../../domain/billing/focus.ts';
import { charges } from '../../domain/billing/items.ts';
import { drawCsv } from '../csv.ts';
import { drawTable } from '../table.ts';
import type { BillAnswer } from './answer.ts';

/** Whose bill is printed. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

export type PrintBill = (bill: BillAnswer, account: Account) => string;

export const printJson: PrintBill = (bill) => JSON.stringify(bill, null, 2);

const columns = [
  ...(['period', 'charge', 'item', 'class', 'region', 'description', 'quantity', 'unit'] as const),
  ...(['unitPrice', 'amount', 'sharePercent', 'origin', 'why', 'tierWalk', 'rounding'] as const),
  ...(['priceFrom', 'source', 'pageDate'] as const),
];

/** One row for each line; amounts sum to the total. */
export const printCsv: PrintBill = ({ book, currency, lines }) =>
  drawCsv([
    ['book', 'currency', ...columns],
    ...lines.map((line) => [book.id, currency, ...columns.map((column) => line[column])]),
  ]);

/** One row of FOCUS 1.2 for each line; `BilledCost` sums to the total. */
export const printFocus: PrintBill = ({ book, currency, lines }, account) => {
  const rows = lines.map((line) => focusRow(line, { ...account, currency, bookId: book.id }));
  const names = Object.keys(focusRow(emptyLine, { ...account, currency, bookId: book.id }));
  return drawCsv([names, ...rows.map((row) => Object.values(row))]);
};

/** Of a bill without lines the heading is printed all the same. */
const emptyLine: PrintedLine = {
  ...{ item: '', charge: 'OTHER', class: null, region: null, description: '', period: '2026-01' },
  ...{ quantity: '0', unit: '', unitPrice: '0', amount: '0' },
};

export const printTable: PrintBill = (bill, account) => {
  const { book, bookAgeDays, currency, total, lines, subtotals, warnings, corrections } = bill;
  const rows: (string[] | null)[] = [
    ['charge', 'for', 'of', 'quantity', 'unit', `${currency} per unit`, currency],
  ];
  for (const charge of charges) {
    for (const line of lines.filter((one) => one.charge === charge))
      rows.push([
        ...[charge.toLowerCase(), line.description, line.period, line.quantity, line.unit],
        ...[line.unitPrice, line.amount],
      ]);
    const sum = subtotals.find((one) => one.charge === charge)?.amount ?? '0';
    rows.push([charge.toLowerCase(), 'all', '', '', '', '', sum], null);
  }
  rows.push(['total', '', '', '', '', '', total]);
  const known =
    bill.measuredUntil === null ? 'nothing was ever metered' : `metered until ${bill.measuredUntil}`;
  return [
    `${account.name} by ${book.title} (${book.id}, pages of ${book.pagesDate}, ${String(bookAgeDays)} days old).`,
    `${bill.provisional ? 'Provisional' : 'Closed'}; ${known}.${bill.complete ? '' : ' INCOMPLETE: something used has no price.'}`,
    drawTable(rows),
    ...lines.map(
      ({ description, period, why, origin }) =>
        `${description}, ${period}\n  from      ${origin}\n  formula   ${why}`,
    ),
    ...warnings.map(({ code, message }) => `${code}: ${message}`),
    ...corrections.map(
      ({ day, use, before, after, madeAt }) =>
        `corrected ${madeAt}: ${use} of ${day} from ${before} to ${after}`,
    ),
  ].join('\n');
};

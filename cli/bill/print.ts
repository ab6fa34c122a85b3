import { billTable, focusTable } from '../../domain/billing/export/bill-table.ts';
import { charges } from '../../domain/billing/items.ts';
import { drawCsv } from '../../domain/billing/export/csv.ts';
import { drawTable } from '../table.ts';
import type { BillAnswer } from './answer.ts';

/** Whose bill is printed. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

export type PrintBill = (bill: BillAnswer, account: Account) => string;

export const printJson: PrintBill = (bill) => JSON.stringify(bill, null, 2);

const exported = ({ book, currency, lines }: BillAnswer) => [{ bookId: book.id, currency, lines }];

/** One row for each line; amounts sum to the total. */
export const printCsv: PrintBill = (bill) => drawCsv(billTable(exported(bill)));

/** One row of FOCUS 1.2 for each line; `BilledCost` sums to the total. */
export const printFocus: PrintBill = (bill, account) => drawCsv(focusTable(exported(bill), account));

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

import { unpricedOf } from '../../domain/billing/incomplete.ts';
import { charges } from '../../domain/billing/items.ts';
import { drawExport } from '../../server/services/exports/draw-export.ts';
import { drawTable } from '../table.ts';
import type { BillAnswer } from './answer.ts';

/** Whose bill is printed. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

export interface PrintOptions {
  /** `2026-10` or `2026-10-05`. */
  readonly period: string;
  /** Decimals that amounts were cut to; null: they have every digit. */
  readonly decimals: number | null;
  readonly account: Account;
}

/** Files that the API's exports are made of too: one row for each line, whose amounts sum to the total. */
const exported = { csv: 'CSV', focus: 'FOCUS', xlsx: 'XLSX' } as const;

export const billFormats = ['table', 'json', 'csv', 'focus', 'xlsx'] as const;
export type BillFormat = (typeof billFormats)[number];

export interface Drawn {
  /** Text, or the bytes of a workbook. */
  readonly content: string | Buffer;
  /** What the format has no place for, for the error output; null where all is said. */
  readonly besides: string | null;
}

/** A bill in one of the formats: text, or the bytes of a workbook. */
export async function printBill(
  format: BillFormat,
  bill: BillAnswer,
  { period, decimals, account }: PrintOptions,
): Promise<string | Buffer> {
  if (format === 'table') return printTable(bill, account);
  if (format === 'json') return JSON.stringify(bill, null, 2);
  const { book, currency, lines, warnings } = bill;
  const months = [
    { month: period, bill: { bookId: book.id, currency, lines, unpriced: unpricedOf(warnings) } },
  ];
  const { content } = await drawExport(months, exported[format], decimals, account);
  return format === 'xlsx' ? content : content.toString();
}

function printTable(bill: BillAnswer, account: Account): string {
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
}

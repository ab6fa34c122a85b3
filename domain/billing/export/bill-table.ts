import { Decimal, printDecimal } from '../../money.ts';
import type { CostLine } from '../cost-line.ts';
import { percentOf } from '../estimate.ts';
import { sayIncomplete } from '../incomplete.ts';
import type { FocusAccount, PrintedLine } from '../focus.ts';
import { focusRow } from '../focus.ts';
import { roundTogether } from '../round-together.ts';

/** A line of a bill as text, every number decimal. */
export interface ExportLine extends PrintedLine {
  readonly sharePercent: string;
  readonly origin: string;
  readonly why: string;
  readonly tierWalk: string | null;
  readonly rounding: string | null;
  readonly priceFrom: string;
  readonly source: string;
  readonly pageDate: string;
}

export interface ExportBill {
  readonly bookId: string;
  readonly currency: string;
  readonly lines: readonly ExportLine[];
  /** Sentences that say what has no price, so that no line is of it; none: the bill is complete. */
  readonly unpriced: readonly string[];
}

const columns = [
  ...(['period', 'charge', 'item', 'class', 'region', 'description', 'quantity', 'unit'] as const),
  ...(['unitPrice', 'amount', 'sharePercent', 'origin', 'why', 'tierWalk', 'rounding'] as const),
  ...(['priceFrom', 'source', 'pageDate'] as const),
];
/** Columns of the table that hold numbers. */
export const numberColumns: ReadonlySet<string> = new Set([
  ...['quantity', 'unitPrice', 'amount', 'sharePercent'],
]);

/** Rows of cells, the heading first. */
export type ExportTable = readonly (readonly (string | null)[])[];

/** A row without an amount for what has no price: its description says so. */
function unpricedRow(period: string, { bookId, currency }: ExportBill, message: string): ExportTable[number] {
  const description = sayIncomplete([message])!.replaceAll('\n', ' ');
  const said: Partial<Record<(typeof columns)[number], string>> = { period, item: 'NO_RATE', description };
  return [bookId, currency, ...columns.map((column) => said[column] ?? null)];
}

/** One row for each line of all bills, those of what has no price first; `amount` sums to their totals. */
export function billTable(
  months: readonly { readonly month: string; readonly bill: ExportBill }[],
): ExportTable {
  const bills = months.map(({ bill }) => bill);
  return [
    ['book', 'currency', ...columns],
    ...months.flatMap(({ month, bill }) => bill.unpriced.map((message) => unpricedRow(month, bill, message))),
    ...bills.flatMap(({ bookId, currency, lines }) =>
      lines.map((line) => [bookId, currency, ...columns.map((column) => line[column])]),
    ),
  ];
}

/** Of bills without lines the heading is printed all the same. */
const emptyLine: PrintedLine = {
  ...{ item: '', charge: 'OTHER', class: null, region: null, description: '', period: '2026-01' },
  ...{ quantity: '0', unit: '', unitPrice: '0', amount: '0' },
};

/** One row of FOCUS 1.2 for each line; `BilledCost` sums to the totals. */
export function focusTable(
  bills: readonly ExportBill[],
  account: Pick<FocusAccount, 'id' | 'name'>,
): ExportTable {
  const names = Object.keys(focusRow(emptyLine, { ...account, currency: '', bookId: '' }));
  const rows = bills.flatMap(({ bookId, currency, lines }) =>
    lines.map((line) => Object.values(focusRow(line, { ...account, currency, bookId }))),
  );
  return [names, ...rows];
}

/** The same bills with amounts of so many decimals that together still sum to their cut sum. */
export function cutBills(bills: readonly ExportBill[], decimals: number): readonly ExportBill[] {
  const cut = roundTogether(
    bills.flatMap(({ lines }) => lines.map(({ amount }) => new Decimal(amount))),
    decimals,
  );
  let next = 0;
  return bills.map((bill) => ({
    ...bill,
    lines: bill.lines.map((line) => ({ ...line, amount: cut[next++]!.toFixed(decimals) })),
  }));
}

/** The sum of every line. */
export function totalOf(bills: readonly ExportBill[]): Decimal {
  return Decimal.sum(0, ...bills.flatMap(({ lines }) => lines.map(({ amount }) => amount)));
}

/** As the API spells an item: `STORAGE_VOD`. */
function spellItem(item: string): string {
  return item.toUpperCase().replaceAll(/[.-]/g, '_');
}

/** A line as the API prints it. */
export function printLine(line: CostLine, total: Decimal): ExportLine {
  const { charge, description, period, unit, origin, why, tierWalk, rounding } = line;
  const { priceFrom, source, pageDate, region } = line;
  return {
    ...{ charge, description, period, unit, origin, why, tierWalk, rounding, priceFrom, source, pageDate },
    ...{ region, class: line.class, item: spellItem(line.item), amount: printDecimal(line.amount) },
    ...{ quantity: printDecimal(line.quantity), unitPrice: printDecimal(line.unitPrice) },
    sharePercent: printDecimal(percentOf(line.amount, total)),
  };
}

import type { FieldFault } from '../../errors.ts';
import { refuseFaults } from '../../errors.ts';
import { Decimal } from '../../money.ts';
import type { Period } from '../calendar.ts';
import { daysOf, monthsOf, printDay, printMonth } from '../calendar.ts';
import type { Charge } from '../items.ts';
import { charges } from '../items.ts';
import type { Stated } from './compare.ts';

export const invoiceColumns = ['day', 'charge', 'amount', 'currency'] as const;
/** A month has at most 31 days and itself, with five charges each: more rows are no invoice of a month. */
export const maxInvoiceRows = 1000;
/** So many faults are told; whoever has more mends these first. */
const maxFaults = 20;

export interface InvoiceRow {
  /** `2026-10-05`, or `2026-10` for what the whole month is charged. */
  readonly period: string;
  readonly charge: Charge;
  readonly amount: Decimal;
}

export interface ReadInvoice {
  readonly rows: readonly InvoiceRow[];
  readonly total: Decimal;
}

export interface InvoiceTerms {
  readonly month: Period;
  readonly currency: string;
  /** Put before places in errors, as `input.csv`. */
  readonly path: string;
}

const amountPattern = /^-?\d{1,12}(\.\d{1,10})?$/;
const formulaPattern = /^\s*[=+\-@\t\r]/;

/**
 * The rows of an invoice, the heading first. All of it is right, or BAD_INPUT names row and column of what is not; rows are
 * counted as a spreadsheet does, the heading is row 1.
 */
export function readInvoice(
  table: readonly (readonly string[])[],
  { month, currency, path }: InvoiceTerms,
): ReadInvoice {
  const [heading = [], ...records] = table;
  const expected = invoiceColumns.join(',');
  if (heading.join(',') !== expected)
    refuseFaults([
      { field: `${path} row 1`, got: quote(heading.join(',')), allowed: `the columns ${expected}` },
    ]);
  if (records.length > maxInvoiceRows)
    refuseFaults([
      {
        field: `${path} row ${String(maxInvoiceRows + 2)}`,
        got: `past the last one that is read`,
        allowed: `at most ${String(maxInvoiceRows)} rows below the heading`,
      },
    ]);
  const faults: FieldFault[] = [];
  const known = new Map<string, number>();
  const days = new Set(daysOf(month).map(({ fromMs }) => printDay(fromMs)));
  const monthName = printMonth(monthsOf(month)[0]!.fromMs);
  const rows = records.flatMap((cells, index): InvoiceRow[] => {
    const number = index + 2;
    const found = readRow(cells, `${path} row ${String(number)}`, { days, monthName, currency });
    if (!('period' in found)) {
      faults.push(...found.faults);
      return [];
    }
    const key = `${found.period} ${found.charge}`;
    const before = known.get(key);
    known.set(key, before ?? number);
    if (before === undefined) return [found];
    faults.push({
      field: `${path} row ${String(number)}`,
      got: `${key} again, as row ${String(before)}`,
      allowed: 'each charge once a day',
    });
    return [];
  });
  refuseFaults(faults.slice(0, maxFaults));
  const missing = [...days].filter((day) => !rows.some(({ period }) => period === day));
  if (missing.length > 0)
    refuseFaults([
      {
        field: `${path} column day`,
        got: `without ${missing.slice(0, maxFaults).join(', ')}`,
        allowed: 'every day of the month, with 0 where nothing is charged',
      },
    ]);
  return { rows, total: Decimal.sum(0, ...rows.map(({ amount }) => amount)) };
}

const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

function readRow(
  cells: readonly string[],
  place: string,
  terms: { readonly days: ReadonlySet<string>; readonly monthName: string; readonly currency: string },
): InvoiceRow | { readonly faults: readonly FieldFault[] } {
  if (cells.length !== invoiceColumns.length)
    return {
      faults: [
        { field: place, got: `${String(cells.length)} cells`, allowed: String(invoiceColumns.length) },
      ],
    };
  const [period, charge, amount, currency] = cells as [string, string, string, string];
  const faults: FieldFault[] = [];
  const check = (
    column: (typeof invoiceColumns)[number],
    text: string,
    isRight: boolean,
    allowed: string,
  ) => {
    if (isRight) return;
    const what = formulaPattern.test(text) ? `${quote(text)}, a formula` : quote(text);
    faults.push({ field: `${place} column ${column}`, got: what, allowed });
  };
  const name = charges.find((one) => one === charge);
  check(
    'day',
    period,
    terms.days.has(period) || period === terms.monthName,
    `a day of ${terms.monthName}, or ${terms.monthName} for what the whole month is charged`,
  );
  check('charge', charge, name !== undefined, charges.join(', '));
  check('amount', amount, amountPattern.test(amount), 'a decimal number as 12.34, up to ten decimals');
  check('currency', currency, currency === terms.currency, terms.currency);
  return faults.length > 0 ? { faults } : { period, charge: name!, amount: new Decimal(amount) };
}

/** What an invoice says, to be compared. */
export function stateInvoice({ rows }: Pick<ReadInvoice, 'rows'>, currency: string): readonly Stated[] {
  return rows.map(({ period, charge, amount }) => ({
    ...{ period, charge, of: 'amount', unit: currency, quantity: amount },
  }));
}

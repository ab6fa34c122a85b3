import type { Config } from '../config.ts';
import { openHouse } from '../bill/running-house.ts';
import { drawTable } from '../table.ts';
import { readTextFile } from '../text-file.ts';
import type { ReconciliationAnswer } from './answer.ts';
import { reconciliationAnswer } from './answer.ts';
import { reconcileDocuments } from './documents.ts';

export interface ReconcileOptions {
  /** `2026-10`. */
  readonly month: string;
  /** A file of comma-separated values; undefined: none is read. */
  readonly invoice: string | undefined;
  readonly format: string | undefined;
}

/** More than a request may have is not read at all; the API takes less still, and says so. */
const maxFileBytes = 200_000;

const printers: Readonly<Record<string, (answer: ReconciliationAnswer) => string>> = {
  table: printTable,
  json: (answer) => JSON.stringify(answer, null, 2),
};

/**
 * `roomtape reconcile`: has the running house read the provider's usage, and an invoice where one is given, and prints what it
 * answers. A locked month is printed as it was.
 */
export async function reconcile(config: Config, options: ReconcileOptions): Promise<string> {
  const { month, invoice, format = 'table' } = options;
  const print = printers[format];
  if (print === undefined)
    throw new Error(`--format is "${format}"; allowed: ${Object.keys(printers).join(', ')}.`);
  const csv = invoice === undefined ? null : readTextFile(invoice, maxFileBytes);
  const house = openHouse(config);
  let { answer } = await house.ask(reconcileDocuments.read, { month }, reconciliationAnswer);
  if (answer.lockedAt === null)
    ({ answer } = await house.ask(reconcileDocuments.importUsage, { month }, reconciliationAnswer));
  if (csv !== null)
    ({ answer } = await house.ask(reconcileDocuments.importInvoice, { month, csv }, reconciliationAnswer));
  return print(answer);
}

type Side = NonNullable<ReconciliationAnswer['usage']>;

function printSide(title: string, { counts, comparisons, readAt }: Side): string {
  const { matched, providerOnly, oursOnly, differs } = counts;
  const summary = `${String(matched)} matched, ${String(differs)} differ, ${String(providerOnly)} the provider’s alone, ${String(oursOnly)} ours alone`;
  return [
    `${title}, read ${readAt}: ${summary}.`,
    drawTable([
      ['period', 'charge', 'of', 'ours', 'theirs', 'difference', 'unit', 'class'],
      ...comparisons.map((row) => [
        ...[row.period, row.charge.toLowerCase(), row.of, row.ours, row.theirs, row.difference],
        ...[row.unit, row.class.toLowerCase().replace('_', ' ')],
      ]),
    ]),
  ].join('\n');
}

function printTable({
  month,
  usage,
  invoice,
  lockedAt,
  lockedBy,
  lockedByRole,
}: ReconciliationAnswer): string {
  const locked =
    lockedAt === null ? 'not locked' : `locked ${lockedAt} by ${lockedBy ?? ''} (${lockedByRole ?? ''})`;
  return [
    `Reconciliation of ${month}, the whole account; ${locked}.`,
    usage === null ? 'The provider’s usage was not read.' : printSide('The provider’s usage', usage),
    invoice === null
      ? 'No invoice was read.'
      : printSide(`The provider’s invoice of ${invoice.total} ${invoice.currency}`, invoice),
  ].join('\n\n');
}

import { CsvError, parse } from 'csv-parse';
import { maxInvoiceRows } from '../../domain/billing/reconciliation/read-invoice.ts';
import type { DomainError } from '../../domain/errors.ts';
import { badInput } from '../../domain/errors.ts';

/** More text than so many rows can have is not read at all. */
export const maxInvoiceBytes = 200_000;

/**
 * Comma-separated values as rows of cells, the heading first. Reading stops one row past what an invoice may have: whoever reads
 * the rows says so. BAD_INPUT with the line where the text is no table.
 */
export async function readInvoiceTable(text: string, path: string): Promise<readonly (readonly string[])[]> {
  const refuse = (got: string, allowed: string): DomainError => badInput({ field: path, got, allowed });
  const bytes = Buffer.byteLength(text);
  if (bytes > maxInvoiceBytes)
    throw refuse(`${String(bytes)} bytes long`, `at most ${String(maxInvoiceBytes)} bytes`);
  const rows: (readonly string[])[] = [];
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true });
  parser.end(text);
  try {
    for await (const row of parser as AsyncIterable<readonly string[]>) {
      rows.push(row);
      if (rows.length > maxInvoiceRows + 1) break;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refuse(`no table: ${error.message}`, 'comma-separated values');
  }
  return rows;
}

import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import { answerEstimate, defaultBeside } from '../../domain/billing/estimate-answer.ts';
import { compareLines } from '../../domain/billing/compare.ts';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import { priceBooks } from '../../domain/billing/shelf.ts';
import { describeFault, DomainError } from '../../domain/errors.ts';
import { comparisonPrinters } from './print-comparison.ts';
import { printCsv } from './print-csv.ts';
import { printJson } from './print-json.ts';
import { printTable } from './print-table.ts';
import { isFileName, openBook, readDataFile } from './read-file.ts';

export interface EstimateOptions {
  readonly file: string;
  /** Id of a shipped book, or a file with one; undefined: the newest pages. */
  readonly book: string | undefined;
  /** The day whose prices hold, in place of the file's. */
  readonly at: string | undefined;
  /** Ids of books or files with one; or one file with another scenario. */
  readonly compare: readonly string[] | undefined;
  readonly format: string | undefined;
}

const printers: Readonly<Record<string, (answer: EstimateAnswer) => string>> = {
  table: printTable,
  json: printJson,
  csv: printCsv,
};

/** `roomtape estimate`: what the scenario in a file costs; the same numbers as the API's `estimateCost`. */
export function estimate({ file, book, at, compare, format = 'table' }: EstimateOptions): string {
  const print = printers[format];
  if (print === undefined)
    throw new Error(`--format is "${format}"; allowed: ${Object.keys(printers).join(', ')}.`);
  const chosen = openBook(book ?? priceBooks[0]!.id);
  const [other] = compare ?? [];
  if (other !== undefined && isScenarioFile(other)) {
    if (compare!.length > 1) throw new Error('--compare takes one other scenario, or books.');
    const [before, after] = [file, other].map((one) => answer(one, at, chosen, []));
    const comparison = compareLines(before!.estimate.lines, after!.estimate.lines);
    return comparisonPrinters[format]!({ before: file, after: other, currency: chosen.currency, comparison });
  }
  return print(answer(file, at, chosen, (compare ?? defaultBeside).map(openBook)));
}

function isPlain(read: unknown): read is Readonly<Record<string, unknown>> {
  return typeof read === 'object' && read !== null && !Array.isArray(read);
}

/** Whether a file holds no book: those have an id. */
function isScenarioFile(idOrFile: string): boolean {
  if (!isFileName(idOrFile)) return false;
  const read = readDataFile(idOrFile);
  return isPlain(read) && !('id' in read) && !('cards' in read);
}

function answer(
  file: string,
  at: string | undefined,
  chosen: PriceBook,
  beside: readonly PriceBook[],
): EstimateAnswer {
  const read = readDataFile(file);
  try {
    return answerEstimate({
      scenario: isPlain(read) && at !== undefined ? { ...read, at } : read,
      ...{ bookId: chosen.id, besideIds: beside.map(({ id }) => id) },
      ...{ books: [chosen, ...beside], nowMs: Date.now() },
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.faults.length === 0) throw error;
    const faults = error.faults.map((fault) => `  ${describeFault(fault)}`).join('\n');
    throw new Error(`${file} has faults:\n${faults}`, { cause: error });
  }
}

import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import { answerEstimate, defaultBeside } from '../../domain/billing/estimate-answer.ts';
import { priceBooks } from '../../domain/billing/shelf.ts';
import { describeFault, DomainError } from '../../domain/errors.ts';
import { printCsv } from './print-csv.ts';
import { printJson } from './print-json.ts';
import { printTable } from './print-table.ts';
import { openBook, readDataFile } from './read-file.ts';

export interface EstimateOptions {
  readonly file: string;
  /** Id of a shipped book, or a file with one; undefined: the newest pages. */
  readonly book: string | undefined;
  /** The day whose prices hold, in place of the file's. */
  readonly at: string | undefined;
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
  const read = readDataFile(file);
  const isPlan = typeof read === 'object' && read !== null && !Array.isArray(read);
  const scenario = isPlan && at !== undefined ? { ...read, at } : read;
  const chosen = openBook(book ?? priceBooks[0]!.id);
  const beside = (compare ?? defaultBeside).map(openBook);
  try {
    return print(
      answerEstimate({
        ...{ scenario, bookId: chosen.id, besideIds: beside.map(({ id }) => id) },
        ...{ books: [chosen, ...beside], nowMs: Date.now() },
      }),
    );
  } catch (error) {
    if (!(error instanceof DomainError) || error.faults.length === 0) throw error;
    throw new Error(
      `${file} has faults:\n${error.faults.map((fault) => `  ${describeFault(fault)}`).join('\n')}`,
      {
        cause: error,
      },
    );
  }
}

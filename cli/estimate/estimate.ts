import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import { answerEstimate, defaultBeside } from '../../domain/billing/estimate-answer.ts';
import { readDay } from '../../domain/billing/calendar.ts';
import { compareLines } from '../../domain/billing/compare.ts';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import { priceBooks } from '../../domain/billing/shelf.ts';
import { describeFault, DomainError } from '../../domain/errors.ts';
import { sayIncomplete, unpricedOf } from '../../domain/billing/incomplete.ts';
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

export interface Estimated {
  readonly printed: string;
  /** What the format has no place for, for the error output; null where it says all. */
  readonly besides: string | null;
}

/** Of every answer, those of the books beside it too. */
function missingIn(format: string, answers: readonly EstimateAnswer[]): string | null {
  const estimates = answers.flatMap(({ estimate: own, beside }) => [
    own,
    ...beside.map((one) => one.estimate),
  ]);
  return format === 'csv' ? sayIncomplete(unpricedOf(estimates.flatMap(({ warnings }) => warnings))) : null;
}

/** `roomtape estimate`: what the scenario in a file costs; the same numbers as the API's `estimateCost`. */
export function estimate({ file, book, at, compare, format = 'table' }: EstimateOptions): Estimated {
  const print = printers[format];
  if (print === undefined)
    throw new Error(`--format is "${format}"; allowed: ${Object.keys(printers).join(', ')}.`);
  if (at !== undefined && readDay(at) === null)
    throw new Error(`--at is "${at}"; allowed: a day like 2026-02-28.`);
  const chosen = openBook(book ?? priceBooks[0]!.id, '--book');
  const [other] = compare ?? [];
  if (other !== undefined && isScenarioFile(other)) {
    if (compare!.length > 1) throw new Error('--compare takes one other scenario, or books.');
    const [before, after] = [answer(file, at, chosen, []), answer(other, at, chosen, [])];
    const comparison = compareLines(before.estimate.lines, after.estimate.lines);
    const warnings = [before, after].flatMap(({ estimate: side }) => side.warnings);
    const sides = { before: file, after: other, currency: chosen.currency };
    return {
      printed: comparisonPrinters[format]!({ ...sides, comparison, warnings }),
      besides: missingIn(format, [before, after]),
    };
  }
  const books = (compare ?? defaultBeside).map((one) => openBook(one, '--compare'));
  const own = answer(file, at, chosen, books);
  return { printed: print(own), besides: missingIn(format, [own]) };
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

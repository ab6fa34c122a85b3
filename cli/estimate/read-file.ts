import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import { readBook } from '../../domain/billing/read-book.ts';
import { findBook, priceBooks } from '../../domain/billing/shelf.ts';

const mostBytes = 5_000_000;

/** Plain data of a YAML or JSON file. Every scalar stays text, so that no price passes through a float. */
export function readDataFile(file: string): unknown {
  let text: string;
  try {
    if (statSync(file).size > mostBytes) throw new Error(`it has more than ${String(mostBytes)} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} cannot be read: ${reason}`, { cause: error });
  }
  const document = parseDocument(text, { schema: 'failsafe' });
  if (document.errors.length > 0)
    throw new Error(
      `${file} is no YAML or JSON:\n${document.errors.map(({ message }) => message).join('\n')}`,
    );
  return document.toJS({ maxAliasCount: 100 }) as unknown;
}

/** Whether it is a file's name, not a book's id. */
export function isFileName(idOrFile: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/i.test(idOrFile);
}

/** A shipped book by its id, or the book in a file. */
export function openBook(idOrFile: string): PriceBook {
  if (!isFileName(idOrFile)) {
    const found = findBook(idOrFile);
    if (found !== null) return found;
    const known = priceBooks.map(({ id }) => id).join(', ');
    throw new Error(
      `--book ${idOrFile} is neither a price book (${known}) nor a file that ends in .yaml, .yml or .json.`,
    );
  }
  return readBook(readDataFile(idOrFile), { findBase: findBook });
}

import type { PriceBook } from '../../domain/billing/price-book.ts';
import { readBook } from '../../domain/billing/read-book.ts';
import { findBook, priceBooks } from '../../domain/billing/shelf.ts';
import { readPlainYaml } from '../../server/services/plain-yaml.ts';
import { readTextFile } from '../text-file.ts';

/** Ten times what the API takes as a book. */
const mostBytes = 1_000_000;

/** Plain data of a YAML or JSON file. Every scalar stays text, so that no price passes through a float. */
export function readDataFile(file: string): unknown {
  const read = readPlainYaml(readTextFile(file, mostBytes));
  if ('fault' in read) throw new Error(`${file} is no YAML or JSON: ${read.fault}.`);
  return read.value;
}

/** Whether it is a file's name, not a book's id. */
export function isFileName(idOrFile: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/i.test(idOrFile);
}

/** A shipped book by its id, or the book in a file; the option that named it stands in what is wrong with it. */
export function openBook(idOrFile: string, option: '--book' | '--compare'): PriceBook {
  if (!isFileName(idOrFile)) {
    const found = findBook(idOrFile);
    if (found !== null) return found;
    const known = priceBooks.map(({ id }) => id).join(', ');
    throw new Error(
      `${option} is "${idOrFile}", neither a price book (${known}) nor a file that ends in .yaml, .yml or .json.`,
    );
  }
  return readBook(readDataFile(idOrFile), { findBase: findBook });
}

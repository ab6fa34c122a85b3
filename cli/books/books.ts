import { createHash } from 'node:crypto';
import { z } from 'zod';
import { openHouse } from '../bill/running-house.ts';
import type { Config } from '../config.ts';
import { drawTable } from '../table.ts';
import { readTextFile } from '../text-file.ts';
import { bookDocuments } from './documents.ts';

const text = z.string();
const book = z.object({ id: text, title: text, pagesDate: text, prices: z.array(z.object({ from: text })) });
const price = z.object({
  ...{ item: text, class: text.nullable(), codec: text.nullable(), region: text.nullable() },
  ...{ prices: z.array(text), tierFrom: z.array(text), walk: text, unit: text, priceFor: z.number() },
  ...{ per: text, from: text, until: text.nullable() },
});
const differences = z.array(
  z.object({
    ...{ kind: text, item: text, cohorts: z.array(text) },
    ...{ before: price.nullable(), after: price.nullable() },
  }),
);

const maxFileBytes = 400_000;

/** `roomtape books list | import FILE | compare A B`: the price books of the running house. */
export async function books(
  config: Config,
  [verb, ...rest]: readonly string[],
  at: string | undefined,
): Promise<string> {
  const house = openHouse(config);
  const [one, other] = rest;
  if (verb === 'list' && rest.length === 0) {
    const found = await house.ask(bookDocuments.list, {}, z.object({ books: z.array(book) }));
    return drawBooks(found.books);
  }
  if (verb === 'import' && rest.length === 1) {
    const read = readTextFile(one!, maxFileBytes);
    // The same file again is the same import.
    const variables = { text: read, key: createHash('sha256').update(read).digest('hex') };
    const found = await house.ask(bookDocuments.import, variables, z.object({ book }));
    return drawBooks([found.book]);
  }
  if (verb === 'compare' && rest.length === 2) {
    const variables = { a: one, b: other, at: at ?? null };
    const found = await house.ask(bookDocuments.compare, variables, z.object({ differences }));
    return drawDifferences(found.differences, one!, other!);
  }
  throw new Error('"roomtape books" takes: list, import FILE, or compare A B [--at DAY].');
}

const drawBooks = (found: readonly z.infer<typeof book>[]): string =>
  drawTable([
    ['book', 'pages of', 'prices', 'title'],
    ...found.map(({ id, pagesDate, prices, title }) => [id, pagesDate, String(prices.length), title]),
  ]);

function printPrice(found: z.infer<typeof price> | null): string {
  if (found === null) return '-';
  const { prices, tierFrom, walk, unit, priceFor, per } = found;
  const tiers = prices.map((amount, tier) =>
    tierFrom.length === 1 ? amount : `${amount} from ${tierFrom[tier]!}`,
  );
  const of = priceFor === 1 ? unit : `${String(priceFor)} ${unit}s`;
  return `${tiers.join(', ')} per ${of}${tierFrom.length === 1 ? '' : ` (${walk}, by the ${per})`}`;
}

function drawDifferences(found: z.infer<typeof differences>, one: string, other: string): string {
  if (found.length === 0) return `${one} and ${other} have the same prices.`;
  return drawTable([
    ['', 'of', 'for', one, other],
    ...found.map(({ kind, item, cohorts, before, after }) => {
      const { class: size, codec, region } = (before ?? after)!;
      const of = [item, size, codec, region].filter((word) => word !== null).join(' ');
      const whom = cohorts.length === 3 ? 'all' : cohorts.join(', ');
      return [kind.toLowerCase(), of, whom, printPrice(before), printPrice(after)];
    }),
  ]);
}

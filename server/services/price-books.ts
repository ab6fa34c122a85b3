import type { BookDifference } from '../../domain/billing/compare-books.ts';
import { compareBooks } from '../../domain/billing/compare-books.ts';
import { printDay, readDay } from '../../domain/billing/calendar.ts';
import { requireBook } from '../../domain/billing/estimate.ts';
import type { AccountCohort, PriceBook } from '../../domain/billing/price-book.ts';
import type { Tariff } from '../../domain/billing/rate.ts';
import { readBook } from '../../domain/billing/read-book.ts';
import { priceBooks as shipped } from '../../domain/billing/shelf.ts';
import type { BillingTerms } from '../../domain/billing/terms.ts';
import { findTerms, refuseTerms } from '../../domain/billing/terms.ts';
import { badInput, DomainError, refuseFaults } from '../../domain/errors.ts';
import type { PriceBookStore } from '../ports/price-books.ts';
import { readPlainYaml } from './plain-yaml.ts';

/** Larger than any price page; a request may not have much more. */
const mostCharacters = 100_000;

/** Every book that there is, and which one bills whom. In memory: a book never changes, and what is set is added. */
export interface PriceBooks {
  /** Shipped ones, newest pages first, then imported ones. */
  all(): readonly PriceBook[];
  /** Null: the book of the newest pages. Throws NOT_FOUND for the id of none. */
  find(id: string | null): PriceBook;
  compare(one: string, other: string, day: string | null): readonly BookDifference[];
  /** The book in a YAML or JSON text, kept; throws BAD_INPUT with every fault, CONFLICT for an id that there is. */
  import(text: string, importedBy: string): Promise<PriceBook>;
  terms(): readonly BillingTerms[];
  setTerms(terms: Omit<BillingTerms, 'setAt'>, setBy: string): Promise<BillingTerms>;
  /** What bills a month of an application. `bookId` goes before what was agreed. */
  tariff(asked: {
    readonly sdkAppId: number;
    readonly cohort: AccountCohort;
    readonly month: string;
    readonly bookId: string | null;
    /** Of a closed month: when it was closed. */
    readonly asOf: Date | null;
  }): Tariff;
}

function readText(text: string): unknown {
  const refuse = (got: string, allowed: string): DomainError =>
    badInput({ field: 'input.text', got, allowed });
  if (text.length > mostCharacters)
    throw refuse(`${String(text.length)} characters`, `at most ${String(mostCharacters)}`);
  const read = readPlainYaml(text);
  if ('fault' in read) throw refuse(`no YAML or JSON (${read.fault})`, 'one YAML or JSON document');
  return read.value;
}

export async function openPriceBooks(store: PriceBookStore, clock: () => Date): Promise<PriceBooks> {
  const imported = [...(await store.books())];
  let terms = await store.terms();
  /** Rows are only ever added: of two answers that come in another order the longer is the newer. */
  const keep = (read: readonly BillingTerms[]): void => {
    if (read.length > terms.length) terms = read;
  };
  const all = (): readonly PriceBook[] => [...shipped, ...imported];
  const find = (id: string | null): PriceBook => requireBook(all(), id);
  return {
    all,
    find,
    compare(one, other, day) {
      const at = day ?? printDay(clock().getTime());
      if (readDay(at) === null)
        refuseFaults([{ field: 'at', got: JSON.stringify(at), allowed: 'a day like 2026-02-28' }]);
      return compareBooks(find(one), find(other), at);
    },
    async import(text, importedBy) {
      const book = readBook(readText(text), {
        findBase: (id) => all().find((known) => known.id === id) ?? null,
      });
      const isNew =
        !all().some(({ id }) => id === book.id) && (await store.add(book, text, clock(), importedBy));
      if (!isNew)
        throw new DomainError(
          'CONFLICT',
          'caller',
          `There is a price book ${book.id}, and a book never changes: give the new one an id of its own.`,
          { field: 'input.text' },
        );
      imported.push(book);
      return book;
    },
    terms: () => terms,
    async setTerms(asked, setBy) {
      const book = find(asked.bookId);
      const set = { ...asked, setAt: clock() };
      keep(
        await store.addTerms(set, setBy, (before) => {
          keep(before);
          refuseTerms(asked, book, before, 'input');
        }),
      );
      return set;
    },
    tariff({ sdkAppId, cohort, month, bookId, asOf }) {
      const agreed = findTerms(terms, sdkAppId, month, asOf);
      const book = find(bookId ?? agreed?.bookId ?? null);
      const sold = new Set(book.packages.flatMap(({ packages }) => packages.map(({ id }) => id)));
      return {
        ...{ book, cohort, packages: [], useFreeMinutes: agreed?.useFreeMinutes ?? false },
        // Another book may not know a package that was bought by this one.
        balances: (agreed?.balances ?? []).filter((balance) => sold.has(balance.package)),
        ...(agreed === null ? {} : { balancesFrom: agreed.fromMonth }),
      };
    },
  };
}

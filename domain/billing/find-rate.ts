import type { Item } from './items.ts';
import type {
  AccountCohort,
  Cohort,
  CohortRow,
  Interval,
  PriceBook,
  Rate,
  SizeTable,
  Subject,
} from './price-book.ts';

/** For whom and on which day (`2026-02-28`) a price is looked for. */
export interface When {
  readonly cohort: AccountCohort;
  readonly day: string;
}

function holds(interval: Interval, day: string): boolean {
  return (interval.from ?? '') <= day && (interval.until === null || day <= interval.until);
}

/** A book never changes, and each use of a bill is looked for in it several times: its rates are put in order once. */
const byItem = new WeakMap<PriceBook, ReadonlyMap<Item, readonly Rate[]>>();

function ratesOf(book: PriceBook, item: Item): readonly Rate[] {
  const known = byItem.get(book) ?? Map.groupBy(book.rates, (rate) => rate.item);
  byItem.set(book, known);
  return known.get(item) ?? [];
}

function isInForce(rate: Rate, { cohort, day }: When): boolean {
  return holds(rate, day) && (rate.cohorts === null || rate.cohorts.includes(cohort));
}

/** The one price that holds; null where the book has none: then nothing is guessed. */
export function findRate(book: PriceBook, subject: Subject, when: When): Rate | null {
  const fits = (own: string | null, asked: string | null): boolean => own === null || own === asked;
  return (
    ratesOf(book, subject.item).find(
      (rate) =>
        rate.class === subject.class &&
        fits(rate.codec, subject.codec) &&
        fits(rate.region, subject.region) &&
        isInForce(rate, when),
    ) ?? null
  );
}

/** Any price of an item that holds: it has the item's unit, size table and rules. */
export function anyRate(book: PriceBook, item: Item, when: When): Rate | null {
  return ratesOf(book, item).find((rate) => isInForce(rate, when)) ?? null;
}

export function sizesOf(book: PriceBook, item: Item, when: When): SizeTable | null {
  return anyRate(book, item, when)?.sizes ?? null;
}

export function cohortRow(book: PriceBook, cohort: AccountCohort): CohortRow {
  return book.cohorts.find(({ id }) => id === cohort)!;
}

/** What mixing is charged as: the first of the cohort's items that has a price on the day; the first of all where none has. */
export function mixItem(book: PriceBook, when: When): Item {
  const { mix } = cohortRow(book, when.cohort);
  return mix.find((item) => anyRate(book, item, when) !== null) ?? mix[0] ?? 'mix.input';
}

/** The cohort of an application by the days on which it and the account's first one were made; the newest row that fits. */
export function cohortOfDays(book: PriceBook, firstApplication: string, application: string): AccountCohort {
  const row = book.cohorts.findLast(
    (found) => holds(found.firstApplication, firstApplication) && holds(found.application, application),
  );
  return row?.id ?? 'from-2020-07';
}

/** The cohort of what our configuration calls an application’s recording service. */
export const cohortOfService: Readonly<Record<Cohort, AccountCohort>> = {
  'css-live-recording': 'before-2020-07',
  'trtc-recording': 'from-2020-07',
};

import type { AccountCohort, PriceBook, Rate } from './price-book.ts';
import { accountCohorts } from './price-book.ts';
import { itemNames } from './items.ts';

/** A line in which two books differ on a day. */
export interface BookDifference {
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  readonly cohorts: readonly AccountCohort[];
  /** What each has; null where it has no price. */
  readonly before: Rate | null;
  readonly after: Rate | null;
}

const subjectOf = ({ item, class: size, codec, region }: Rate): string =>
  [item, size ?? '', codec ?? '', region ?? ''].join('/');

/** Everything that decides what is paid; where it was read and since when do not. */
const termsOf = (rate: Rate): string =>
  JSON.stringify([
    ...[
      rate.unit,
      rate.priceFor,
      rate.walk,
      rate.tierFrom,
      rate.prices,
      rate.boundIn,
      rate.per,
      rate.roundUp,
    ],
    ...[rate.sizes, rate.byValidDays, rate.overhead, rate.minimumDays],
    ...[rate.loneAnchorFree, rate.bigOutputCounts],
  ]);

function inForce(book: PriceBook, cohort: AccountCohort, day: string): ReadonlyMap<string, Rate> {
  const rates = book.rates.filter(
    ({ cohorts, from, until }) =>
      (cohorts === null || cohorts.includes(cohort)) && from <= day && (until === null || day <= until),
  );
  return new Map(rates.map((rate) => [subjectOf(rate), rate]));
}

/** Where two books differ on a day, line by line; one line stands for all the cohorts for which it is the same. */
export function compareBooks(one: PriceBook, other: PriceBook, day: string): readonly BookDifference[] {
  const found = new Map<string, BookDifference>();
  for (const cohort of accountCohorts) {
    const [before, after] = [inForce(one, cohort, day), inForce(other, cohort, day)];
    for (const subject of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(subject) ?? null, after.get(subject) ?? null];
      if (was !== null && is !== null && termsOf(was) === termsOf(is)) continue;
      const key = [subject, was === null ? '' : termsOf(was), is === null ? '' : termsOf(is)].join('|');
      const cohorts = [...(found.get(key)?.cohorts ?? []), cohort];
      const kind = was === null ? 'ADDED' : is === null ? 'REMOVED' : 'CHANGED';
      found.set(key, { kind, cohorts, before: was, after: is });
    }
  }
  const place = ({ before, after }: BookDifference): number => itemNames.indexOf((before ?? after)!.item);
  return [...found.values()].toSorted((left, right) => place(left) - place(right));
}

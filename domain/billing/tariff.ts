import { Decimal } from '../money.ts';
import { printDay } from './calendar.ts';
import type { Fee } from './fee.ts';
import { findRate } from './find-rate.ts';
import { items, itemTitles } from './items.ts';
import type { AccountCohort, PriceBook, Rate, Source, Subject } from './price-book.ts';

/** A book as one cohort's usage is rated by it. */
export interface Tariff {
  readonly book: PriceBook;
  readonly cohort: AccountCohort;
}

export function rateOn({ book, cohort }: Tariff, subject: Subject, atMs: number): Rate | null {
  return findRate(book, subject, { cohort, day: printDay(atMs) });
}

export function printSource({ page, date }: Source): string {
  return `${page} (${date})`;
}

/** A line for usage that the book has no price for: it counts nothing, and says so. */
export function unpricedFee(
  subject: Subject,
  fee: Pick<Fee, 'description' | 'quantity' | 'unit' | 'bearers'>,
): Fee {
  const { item, class: size, region } = subject;
  const what = [itemTitles[item], size, region].filter((part) => part !== null).join(', ');
  return {
    ...fee,
    ...{ charge: items[item], unitPrice: new Decimal(0), amount: new Decimal(0), source: 'none' },
    why: `No rate: this book has no price for ${what}, so that nothing is counted`,
  };
}

import { seed2022 } from './books/seed-2022.ts';
import { tencentIntl20230316 } from './books/tencent-intl-2023-03-16.ts';
import type { PriceBook } from './price-book.ts';

/** Every book, newest pages first. None is "current": an answer says which one it is and how old. */
export const priceBooks: readonly PriceBook[] = [tencentIntl20230316, seed2022];

export function findBook(id: string): PriceBook | null {
  return priceBooks.find((book) => book.id === id) ?? null;
}

/** Whole days from the date of a book's pages to now. */
export function bookAgeDays({ pagesDate }: PriceBook, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(`${pagesDate}T00:00:00+08:00`)) / 86_400_000));
}

import cohorts from './books/cohorts.json' with { type: 'json' };
import css from './books/css.json' with { type: 'json' };
import freeMinutes from './books/free-minutes.json' with { type: 'json' };
import packages from './books/packages.json' with { type: 'json' };
import seedCards from './books/seed-2022.json' with { type: 'json' };
import seedCohorts from './books/seed-cohorts.json' with { type: 'json' };
import trtc2022 from './books/trtc-2022.json' with { type: 'json' };
import trtc2025 from './books/trtc-2025.json' with { type: 'json' };
import trtcLegacy from './books/trtc-legacy.json' with { type: 'json' };
import vod from './books/vod.json' with { type: 'json' };
import { dayMs, readDay } from './calendar.ts';
import type { PriceBook } from './price-book.ts';
import { readBook } from './read-book.ts';

const currency = 'USD';

/** The vendor's pages as they stood in 2022 and 2023. */
const intl2023 = {
  ...{ id: 'tencent-intl-2023-05-17', pagesDate: '2023-05-17', currency, cohorts, freeMinutes, packages },
  title: 'International list prices, pages of 2020-09-24 to 2023-05-17',
  cards: [...css, ...vod, ...trtcLegacy, ...trtc2022],
};

/** The same with the pages of 2025, which carry no day: named by the newest date that they state. */
const intl2025 = {
  ...{ id: 'tencent-intl-2025-10-23', pagesDate: '2025-10-23', currency, cohorts, freeMinutes, packages },
  title:
    'International list prices, TRTC pages of 2025 (newest date in them 2025-10-23), others to 2023-05-17',
  cards: [...css, ...vod, ...trtcLegacy, ...trtc2025],
};

/** The four examples of the vendor's page on recording and playback, to the last digit. */
const seed2022 = {
  ...{ id: 'seed-2022', pagesDate: '2022-07-07', currency, cohorts: seedCohorts },
  title: 'Prices of the vendor page on cloud recording and playback, 2022',
  cards: seedCards,
};

/** Every book, newest pages first. None is "current": an answer says which one it is and how old. */
export const priceBooks: readonly PriceBook[] = [intl2025, intl2023, seed2022].map((book) => readBook(book));

export function findBook(id: string): PriceBook | null {
  return priceBooks.find((book) => book.id === id) ?? null;
}

/** Whole days from the date of a book's pages to now. */
export function bookAgeDays({ pagesDate }: PriceBook, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - readDay(pagesDate)!.fromMs) / dayMs));
}

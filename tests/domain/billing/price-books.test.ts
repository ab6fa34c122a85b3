import { describe, expect, it } from 'vitest';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import { cohortOfDays } from '../../../domain/billing/find-rate.ts';
import { readBook } from '../../../domain/billing/read-book.ts';
import { findBook, priceBooks } from '../../../domain/billing/shelf.ts';

const card = {
  ...{ item: 'traffic.vod', unit: 'GB', from: '2026-01-01', until: null, basis: 'stated', per: 'day' },
  ...{ walk: 'volume', tierFrom: ['0', '500'] },
  source: { page: 'https://example.com/contract', date: '2026-01-01' },
  prices: [{ region: 'ap1', prices: ['0.05', '0.04'] }],
};
const contract = {
  ...{ id: 'contract-2026-01-01', title: 'Our contract', pagesDate: '2026-01-01', currency: 'USD' },
  ...{ base: 'tencent-intl-2025-10-23', cards: [card] },
};
const read = (changes: object) => readBook({ ...contract, ...changes }, { findBase: findBook });

function faultsOf(changes: object): readonly string[] {
  try {
    read(changes);
    return [];
  } catch (error) {
    return (error as { faults: readonly { field: string; allowed: string }[] }).faults.map(
      ({ field, allowed }) => `${field}: ${allowed}`,
    );
  }
}

describe('the books that are shipped', () => {
  it('are named by dates, newest first, and none is current', () => {
    expect(priceBooks.map(({ id }) => id)).toEqual([
      ...['tencent-intl-2025-10-23', 'tencent-intl-2023-05-17', 'seed-2022'],
    ]);
  });
  it('say a page, its date and a first day for every price', () => {
    for (const { source, from, prices } of priceBooks.flatMap(({ rates }) => rates)) {
      expect(source.page).toMatch(/^https:\/\//);
      expect(`${source.date}/${from}`).toMatch(/^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/);
      expect(prices.every((price) => /^\d+(\.\d+)?$/.test(price))).toBe(true);
    }
  });
  it('have a row for every cohort, which follows from two days', () => {
    const [newest] = priceBooks;
    expect(newest!.cohorts.map(({ id }) => id)).toEqual([...accountCohorts]);
    expect(cohortOfDays(newest!, '2020-06-30', '2021-01-01')).toBe('before-2020-07');
    expect(cohortOfDays(newest!, '2020-07-01', '2022-07-31')).toBe('from-2020-07');
    expect(cohortOfDays(newest!, '2019-01-01', '2022-08-01')).toBe('from-2022-08');
  });
});

describe('a contract’s own book', () => {
  it('takes from the book that it is based on what it has not', () => {
    const book = read({});
    expect(book.rates.filter(({ item }) => item === 'traffic.vod')).toHaveLength(1);
    expect(book.rates.some(({ item }) => item === 'storage.vod')).toBe(true);
  });
  it('is refused with every fault and its place', () => {
    const broken = {
      ...card,
      ...{ unit: 'furlong', from: '2026-02-30', tierFrom: ['10', '5'], colour: 'red' },
      prices: [{ region: 'moon', prices: ['0.05', '-1'] }],
    };
    expect(faultsOf({ cards: [broken], currency: 'EUR', base: 'nowhere' })).toEqual([
      'base: the id of a known book',
      expect.stringMatching(/^cards\[0\]\.colour: one of the fields/),
      'cards[0].from: a day like 2026-02-28',
      expect.stringMatching(/^cards\[0\]\.unit: channel-month/),
      expect.stringMatching(/^cards\[0\]\.tierFrom\[0\]: 0, or there is a gap below it/),
      'cards[0].tierFrom[1]: more than 10',
      'cards[0].prices[0].prices[1]: decimal text from "0" to "1000000000"',
      expect.stringMatching(/^cards\[0\]\.prices\[0\]\.region: mainland/),
      'currency: USD',
      ...accountCohorts.map(() => 'cohorts: a row for every cohort, or a base that has them'),
    ]);
  });
  it('may have neither a gap nor an overlap between days, nor a tier or a class without a price', () => {
    const first = { ...card, until: '2026-01-31' };
    expect(faultsOf({ cards: [first, { ...card, from: '2026-02-01' }] })).toEqual([]);
    expect(faultsOf({ cards: [first, { ...card, from: '2026-02-02' }] })[0]).toContain('this is a gap');
    expect(faultsOf({ cards: [first, { ...card, from: '2026-01-31' }] })[0]).toContain('this is an overlap');
    expect(faultsOf({ cards: [card, card] })[0]).toContain('this is an overlap');
    expect(faultsOf({ cards: [{ ...card, prices: [{ region: 'ap1', prices: ['0.05'] }] }] })[0]).toContain(
      'a gap',
    );
    const sized = {
      ...{ item: 'recording.task', unit: 'minute', from: '2026-01-01', basis: 'stated', per: 'day' },
      ...{
        source: card.source,
        sizes: {
          by: 'area',
          classes: [
            ['HD', 921_600],
            ['FHD', null],
          ],
        },
      },
      prices: [{ class: 'HD', price: '1' }],
    };
    expect(faultsOf({ cards: [sized] })[0]).toContain('this is a gap');
  });
});

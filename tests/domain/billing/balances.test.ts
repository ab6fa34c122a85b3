import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PackageBalance } from '../../../domain/billing/balances.ts';
import { goneFrom } from '../../../domain/billing/balances.ts';
import { billPeriod, rateDays } from '../../../domain/billing/bill.ts';
import { dayMs, monthOf, printDay, readMonth } from '../../../domain/billing/calendar.ts';
import type { DayUsage } from '../../../domain/billing/day-usage.ts';
import { meterDays } from '../../../domain/billing/meter.ts';
import type { Tariff } from '../../../domain/billing/rate.ts';
import { findBook } from '../../../domain/billing/shelf.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';

const book = findBook('tencent-intl-2025-10-23')!;
const june = readMonth('2026-06')!.fromMs;
const gb = 1e9;

/** GB that were played in the first region of Asia-Pacific, each with its day from the first of June on. */
const played = (days: readonly (readonly [day: number, gb: number])[]): readonly DayUsage[] => {
  const period = { fromMs: june, untilMs: monthOf(june + 100 * dayMs).untilMs };
  const playback = days.map(([day, amount]) => ({
    ...{ fileId: 'f', recordingId: 'r', slotStartMs: june + day * dayMs, bytes: Math.round(amount * gb) },
  }));
  const others = { channels: [], tasks: [], mixes: [], files: [] };
  return meterDays({ ...others, playback }, { period, nowMs: period.untilMs });
};

const tariffOf = (balances: readonly PackageBalance[]): Tariff => ({
  ...{ book, cohort: 'from-2020-07', useFreeMinutes: false, packages: [], balances, balancesFrom: '2026-06' },
});
const leftOf = (balances: readonly PackageBalance[], rows: readonly DayUsage[]): readonly string[] =>
  rateDays(tariffOf(balances), rows).left.map(({ left }) => new Decimal(left).toFixed(3));

/** Of 100 GB in a package 1.8 are taken for one that is served outside the mainland. */
const package100 = { package: 'vod-traffic-100gb', left: '100' };
const package10 = { package: 'vod-traffic-10gb', left: '10' };

// https://github.com/tencentyun/intlcloud-documents …/资源包（日结预付费）_intl_en.md (2023-03-30): settled daily, oldest first, one year.
describe('what is left in prepaid packages', () => {
  it('is carried from month to month, and what is above it is paid', () => {
    const rows = played([
      [3, 10],
      [35, 20],
      [65, 30],
    ]);
    const { left } = rateDays(tariffOf([package100]), rows.slice(0, 2));
    expect(left.map((one) => one.left)).toEqual(['46']);
    const { fees, left: none } = rateDays(tariffOf([package100]), rows, { fromMonth: '2026-08' });
    // 46 ÷ 1.8 = 25.5556 GB of 30 are paid; the rest at 0.0748.
    expect(fees.map(({ line }) => line.quantity.toFixed(4))).toEqual(['4.4444']);
    expect(new Decimal(none[0]!.left).lessThan('0.0000001')).toBe(true);
  });

  it('is of the oldest package first, whatever the order in which they are told', () => {
    const [old, young] = [
      { ...package10, boughtOn: '2026-01-10' },
      { ...package100, boughtOn: '2026-03-10' },
    ];
    const rows = played([[1, 5]]);
    expect(leftOf([old, young], rows)).toEqual(['1.000', '100.000']);
    expect(leftOf([young, old], rows)).toEqual(['1.000', '100.000']);
  });

  it('pays from the day it was bought until the day its months are over', () => {
    const bought = { ...package100, boughtOn: '2026-06-05' };
    expect(leftOf([bought], played([[3, 10]]))).toEqual(['100.000']);
    expect(leftOf([bought], played([[4, 10]]))).toEqual(['82.000']);
    const old = { ...package100, boughtOn: '2025-06-05' };
    expect(leftOf([old], played([[3, 10]]))).toEqual(['82.000']);
    expect(leftOf([old], played([[4, 10]]))).toEqual(['100.000']);
    // Used in June until it was over; of July nothing is paid, and nothing is left.
    const rows = played([
      [3, 10],
      [35, 10],
    ]);
    const { fees, left } = rateDays(tariffOf([old]), rows);
    expect(left).toEqual([]);
    expect(fees.map(({ line }) => printDecimal(line.amount))).toEqual(['0.748']);
  });

  it.each([
    ['2025-06-05', 12, '2026-06-05'],
    ['2024-02-29', 12, '2025-03-01'],
    ['2026-01-31', 1, '2026-03-01'],
    ['2026-12-31', 12, '2027-12-31'],
  ])('that was bought on %s for %i months is over on %s', (bought, months, expected) => {
    expect(goneFrom(bought, months)).toBe(expected);
  });

  const days = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 1, max: 200_000 }).map((mb) => mb / 1000),
    ),
    { minLength: 1, maxLength: 20 },
  );
  const balances = fc.array(
    fc.record({
      package: fc.constantFrom('vod-traffic-10gb', 'vod-traffic-100gb', 'trtc-25k'),
      left: fc.integer({ min: 0, max: 500_000 }).map((thousandths) => String(thousandths / 1000)),
      boughtOn: fc.option(fc.integer({ min: -360, max: 60 }).map((day) => printDay(june + day * dayMs))),
    }),
    { maxLength: 3 },
  );

  it('never grows nor falls below nothing, and a bill with packages is never above one without', () => {
    fc.assert(
      fc.property(days, balances, (drawn, told) => {
        // Volume tiers: a day that a package brings below a bound may cost more; these stay in the first tier.
        const rows = played(drawn.map(([day, amount]) => [day, Math.min(amount, 20)] as const));
        const sum = (all: readonly PackageBalance[]): Decimal =>
          Decimal.sum(0, ...all.map(({ left }) => left));
        const { left, fees } = rateDays(tariffOf(told), rows);
        expect(left.every((one) => !new Decimal(one.left).isNegative())).toBe(true);
        expect(sum(left).lessThanOrEqualTo(sum(told))).toBe(true);
        const without = rateDays(tariffOf([]), rows);
        const total = (all: typeof fees): Decimal =>
          Decimal.sum(0, ...all.map(({ line: { amount } }) => amount));
        expect(total(fees).lessThanOrEqualTo(total(without.fees))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same whether months are rated together, or each with what the one before it left', () => {
    fc.assert(
      fc.property(days, balances, (drawn, told) => {
        const rows = played(drawn);
        const together = rateDays(tariffOf(told), rows);
        let carried: readonly PackageBalance[] = told;
        for (const [month, own] of [...Map.groupBy(rows, ({ day }) => day.slice(0, 7))].toSorted(
          ([one], [other]) => (one < other ? -1 : 1),
        )) {
          const alone = rateDays({ ...tariffOf(carried), balancesFrom: month }, own);
          const period = readMonth(month)!;
          expect(printDecimal(billPeriod(alone, period).total)).toBe(
            printDecimal(billPeriod(together, period).total),
          );
          const later = rateDays(tariffOf(told), rows, { fromMonth: month });
          expect(printDecimal(billPeriod(later, period).total)).toBe(
            printDecimal(billPeriod(together, period).total),
          );
          carried = alone.left;
        }
        expect(carried).toEqual(together.left);
      }),
      { numRuns: 100 },
    );
  });
});

// https://www.tencentcloud.com/document/product/647/42735 (2022-06-15): 10,000 minutes a month, calls before recording, no carry-over.
describe('free minutes', () => {
  it('are of each month alone: what one did not use, the next does not have', () => {
    const period = { fromMs: june, untilMs: readMonth('2026-08')!.untilMs };
    const task = (taskId: string, month: string, minutes: number) => {
      const startMs = readMonth(month)!.fromMs;
      return { taskId, startMs, endMs: startMs + minutes * 60_000 };
    };
    // A recorder in the room and its task, both of sound: 2000 of each in June, 6000 in July and in August.
    const tasks = [task('a', '2026-06', 2000), task('b', '2026-07', 6000), task('c', '2026-08', 6000)];
    const none = { channels: [], mixes: [], files: [], playback: [] };
    const rows = meterDays({ ...none, tasks }, { period, nowMs: period.untilMs });
    const tariff: Tariff = {
      ...{ book, cohort: 'from-2022-08', useFreeMinutes: true, packages: [], balances: [] },
    };
    const rated = rateDays(tariff, rows);
    const totals = ['2026-06', '2026-07', '2026-08'].map((month) =>
      printDecimal(billPeriod(rated, readMonth(month)!).total),
    );
    // Of 12,000 minutes 6000 of calls and 4000 of recording are free; 2000 of recording at 1.49 for a thousand are not.
    expect(totals).toEqual(['0', '2.98', '2.98']);
  });
});

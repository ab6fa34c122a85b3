import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, daysOf, monthOf, printDay, readDay } from '../../../domain/billing/calendar.ts';
import type { DayUsage } from '../../../domain/billing/day-usage.ts';
import { seededDraws } from '../../../domain/billing/draws.ts';
import type { Forecast } from '../../../domain/billing/forecast.ts';
import { forecastMonth, leastPastDays } from '../../../domain/billing/forecast.ts';
import { weekdayOf } from '../../../domain/billing/forecast-days.ts';
import { quantitiesOf } from '../../../domain/billing/metered.ts';
import { rate, sumsOf } from '../../../domain/billing/rate.ts';
import { findBook } from '../../../domain/billing/shelf.ts';
import type { Use } from '../../../domain/billing/use.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';

const book = findBook('tencent-intl-2023-05-17')!;
const tariffOf = (cohort: 'before-2020-07' | 'from-2020-07') => ({
  ...{ book, cohort, useFreeMinutes: false, packages: [] },
});
const month = monthOf(readDay('2026-06-15')!.fromMs);
const row = (day: string, use: Use, quantity: bigint): DayUsage => {
  const minutes = use.kind === 'files' ? quantity / 60_000n : 0n;
  const samples = use.kind === 'channels' ? [Number(quantity)] : [];
  return { day, use, quantity, begunMinutes: minutes, weight: 1n, samples };
};
const files: Use = { kind: 'files', picture: { width: 1280, height: 720 } };
const played: Use = { kind: 'playback', region: 'ap1' };
const kept: Use = { kind: 'storage', class: 'standard', region: 'outside' };

/** Days of classes: fewer on Saturdays, none on Sundays, each day with a chance of its own. */
function generate(seed: string, days: readonly string[], spread = 0.35): readonly DayUsage[] {
  const draw = seededDraws(seed);
  const size = 20 + Math.floor(draw() * 200);
  let bytes = 0n;
  return days.flatMap((day) => {
    const weekday = weekdayOf(day);
    const usual = weekday === 0 ? 0 : weekday === 6 ? 0.3 : 1;
    const luck = 1 + spread * (draw() + draw() + draw() - 1.5);
    const rooms = Math.round(size * usual * luck);
    bytes += BigInt(rooms) * 300_000_000n;
    return [
      row(day, { kind: 'channels' }, BigInt(Math.ceil(rooms / 8))),
      row(day, files, BigInt(rooms) * 2_700_000n),
      row(day, played, BigInt(rooms) * 4_000_000_000n),
      row(day, kept, bytes),
    ].filter(({ quantity }) => quantity > 0n);
  });
}

const namesOf = (fromMs: number, untilMs: number): readonly string[] =>
  daysOf({ fromMs, untilMs }).map((day) => printDay(day.fromMs));
const truth = (cohort: 'before-2020-07' | 'from-2020-07', rows: readonly DayUsage[]): Decimal => {
  const own = rows.filter(({ day }) => day.startsWith('2026-06'));
  return sumsOf(rate(tariffOf(cohort), quantitiesOf(own)).fees.map(({ line }) => line)).total;
};

/** Of a month with `past` days of before it, told on its day `on`. */
function tell(rows: readonly DayUsage[], on: number, cohort: 'before-2020-07' | 'from-2020-07') {
  const knownUntilMs = month.fromMs + (on - 1) * dayMs;
  const known = rows.filter(({ day }) => readDay(day)!.untilMs <= knownUntilMs);
  return forecastMonth({ month, knownUntilMs, rows: known, tariff: tariffOf(cohort) });
}
const forecast = (...asked: Parameters<typeof tell>): Forecast => {
  const answer = tell(...asked);
  if (answer.kind === 'refusal') throw new Error(`It was refused with ${String(answer.haveDays)} days.`);
  return answer;
};

const cohorts = fc.constantFrom('before-2020-07' as const, 'from-2020-07' as const);
const seeds = fc.integer({ min: 1, max: 100_000 }).map(String);

describe('the forecast of a month', { timeout: 600_000 }, () => {
  const days = namesOf(month.fromMs - 35 * dayMs, month.untilMs);

  it('holds what the month comes to in most of generated months', () => {
    let [inside, all] = [0, 0];
    for (const cohort of ['before-2020-07', 'from-2020-07'] as const)
      for (let seed = 0; seed < 20; seed++) {
        const rows = generate(`months ${String(seed)}`, days);
        const { low, high } = forecast(rows, 8 + (seed % 15), cohort);
        const real = truth(cohort, rows);
        if (real.greaterThanOrEqualTo(low) && real.lessThanOrEqualTo(high)) inside += 1;
        all += 1;
      }
    // docs/costs.md tells this figure.
    expect(`${String(inside)} of ${String(all)}`).toBe('30 of 40');
  });

  it('is the bill, with no band, once the month is over', () => {
    fc.assert(
      fc.property(seeds, cohorts, (seed, cohort) => {
        const rows = generate(seed, days);
        const { total, low, high, soFar, forecastDays } = forecast(rows, 31, cohort);
        const real = printDecimal(truth(cohort, rows));
        expect([total, low, high, soFar].map(printDecimal)).toEqual([real, real, real, real]);
        expect(forecastDays).toBe(0);
      }),
      { numRuns: 6 },
    );
  });

  it('is exact where every week is like the one before', () => {
    fc.assert(
      fc.property(seeds, cohorts, fc.integer({ min: 2, max: 29 }), (seed, cohort, on) => {
        const rows = generate(seed, days, 0);
        const { total, low, high } = forecast(rows, on, cohort);
        const real = truth(cohort, rows);
        expect(low.lessThanOrEqualTo(real) && high.greaterThanOrEqualTo(real)).toBe(true);
        expect(total.minus(real).abs().div(real).toNumber()).toBeLessThan(0.02);
      }),
      { numRuns: 6 },
    );
  });

  it('has the same answer each time, never below what is known, its lines sum to it and it lies in its band', () => {
    fc.assert(
      fc.property(seeds, cohorts, fc.integer({ min: 1, max: 30 }), (seed, cohort, on) => {
        const rows = generate(seed, days);
        const one = forecast(rows, on, cohort);
        const again = forecast(rows.toReversed(), on, cohort);
        expect([one.total, one.low, one.high].map(printDecimal)).toEqual(
          [again.total, again.low, again.high].map(printDecimal),
        );
        expect(printDecimal(Decimal.sum(0, ...one.lines.map(({ amount }) => amount)))).toBe(
          printDecimal(one.total),
        );
        expect(one.low.lessThanOrEqualTo(one.total) && one.high.greaterThanOrEqualTo(one.total)).toBe(true);
        if (cohort === 'from-2020-07') expect(one.total.greaterThanOrEqualTo(one.soFar)).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it('carries a month’s peak on: a fee of the highest channels does not grow with the days that are left', () => {
    const rows = days.map((day) => row(day, { kind: 'channels' }, day === '2026-06-02' ? 50n : 10n));
    const { lines } = forecast(rows, 10, 'before-2020-07');
    // 50 channels on all of thirty days, as in https://www.tencentcloud.com/document/product/267/39605.
    expect(lines.map(({ why }) => why)).toEqual(['50 channel-month × 30 of 30 days × 5.2941 = 264.705']);
  });

  it('refuses to tell from less than a week, and says from when it will', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: leastPastDays - 1 }), (seed, past) => {
        const rows = generate(seed, namesOf(month.fromMs, month.untilMs)).filter(
          ({ use }) => use.kind === 'storage',
        );
        const answer = tell(rows, past + 1, 'from-2020-07');
        expect(answer).toEqual({
          ...{ kind: 'refusal', haveDays: past, needDays: leastPastDays },
          possibleFrom: past === 0 ? null : '2026-06-08',
        });
      }),
      { numRuns: 8 },
    );
  });
});

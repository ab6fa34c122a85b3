import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetTerms, BudgetThreshold } from '../../../domain/billing/budget.ts';
import {
  admitStart,
  budgetActions,
  budgetBases,
  crossedOf,
  limitOf,
  readBudgetTerms,
  takeAways,
  thresholdKey,
} from '../../../domain/billing/budget.ts';
import type { DomainError } from '../../../domain/errors.ts';
import { Decimal } from '../../../domain/money.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';

const thresholds: fc.Arbitrary<BudgetThreshold> = fc.record({
  percent: fc.integer({ min: 1, max: 200 }),
  basis: fc.constantFrom(...budgetBases),
  action: fc.constantFrom(...budgetActions),
});
const budgets: fc.Arbitrary<BudgetTerms> = fc.record({
  name: fc.constantFrom('a', 'b'),
  amount: fc.integer({ min: 1, max: 1000 }).map(String),
  currency: fc.constant('USD' as const),
  thresholds: fc.uniqueArray(thresholds, { minLength: 1, maxLength: 5, selector: thresholdKey }),
  takeAway: fc.constantFrom(...takeAways),
});
const money = fc.integer({ min: 0, max: 2000 }).map((value) => new Decimal(value));
const totals = fc.record({ spent: money, forecast: fc.option(money) });
const formats = fc.subarray([...recordingFormats], { minLength: 1 });

const terms: BudgetTerms = {
  ...{ name: 'June', amount: '100', currency: 'USD', takeAway: 'mp4' },
  thresholds: [
    { percent: 80, basis: 'actual', action: 'warn' },
    { percent: 100, basis: 'forecast', action: 'downgrade' },
    { percent: 120, basis: 'actual', action: 'refuse' },
  ],
};
const at = (spent: string, forecast: string | null = null) => ({
  ...terms,
  totals: { spent: new Decimal(spent), forecast: forecast === null ? null : new Decimal(forecast) },
});
const task = { kind: 'task', formats: ['hls', 'mp4'] } as const;

describe('a budget', () => {
  it('crosses a threshold at its limit, and the more is spent the more of them', () => {
    fc.assert(
      fc.property(budgets, totals, money, (budget, known, more) => {
        const crossed = crossedOf(budget, known);
        for (const threshold of budget.thresholds) {
          const total = threshold.basis === 'actual' ? known.spent : known.forecast;
          const isOver = total !== null && total.greaterThanOrEqualTo(limitOf(budget, threshold));
          expect(crossed.includes(threshold)).toBe(isOver);
        }
        const later = crossedOf(budget, { spent: known.spent.plus(more), forecast: known.forecast });
        expect(later).toEqual(expect.arrayContaining([...crossed]));
      }),
    );
  });

  it('never takes the last format away, nor what was not asked for, and refuses only where it says so', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(budgets, totals), { maxLength: 3 }), formats, (all, asked) => {
        const found = admitStart(
          all.map(([budget, known]) => ({ ...budget, totals: known })),
          { kind: 'task', formats: asked },
          true,
        );
        expect(found.formats!.length).toBeGreaterThan(0);
        expect(asked).toEqual(expect.arrayContaining([...found.formats!]));
        const taken = found.notices.flatMap(({ takenAway }) => (takenAway === null ? [] : [takenAway]));
        expect(asked.length - found.formats!.length).toBe(taken.length);
        expect(found.refusal !== null).toBe(found.notices.some(({ action }) => action === 'refuse'));
      }),
    );
  });

  it('warns, takes a format away, and refuses, the gravest of what is crossed', () => {
    expect(admitStart([at('79.99')], task, true).notices).toEqual([]);
    const [warned] = admitStart([at('80')], task, true).notices;
    expect(warned!.message).toBe(
      'The month has cost 80 USD; the budget “June” is 100, and its limit at 80 % is 80.',
    );
    const less = admitStart([at('80', '100')], task, true);
    expect([less.formats, less.refusal, less.notices[0]!.takenAway]).toEqual([['hls'], null, 'mp4']);
    const only = admitStart([at('80', '100')], { kind: 'task', formats: ['mp4'] }, true);
    expect([only.formats, only.notices[0]!.takenAway]).toEqual([['mp4'], null]);
    const refused = admitStart([at('120', '300')], task, true).refusal!;
    expect(refused.message).toContain('The month has cost 120 USD; the budget “June” is 100');
    expect(refused.message).toContain('by settings or its own console, is not stopped');
  });

  it('that takes mixes away lets tasks and relays be, and starts no mix', () => {
    const noMix = { ...at('0', '100'), takeAway: 'mix' } as const;
    expect(admitStart([noMix], { kind: 'mix', formats: null }, true).refusal!.takenAway).toBe('mix');
    expect(admitStart([noMix], task, true)).toMatchObject({ refusal: null, formats: ['hls', 'mp4'] });
    expect(admitStart([at('0', '100')], { kind: 'mix', formats: null }, true).refusal).toBe(null);
    const relay = admitStart([noMix], { kind: 'relay', formats: null }, true);
    expect([relay.refusal, relay.notices[0]!.takenAway]).toEqual([null, null]);
  });

  it('has every bad term told at once', () => {
    const bad = { name: '', amount: '0', thresholds: [{ percent: 0, action: 'downgrade' }], currency: 'EUR' };
    const faults = (() => {
      try {
        readBudgetTerms(bad, 'input');
      } catch (error) {
        return (error as DomainError).faults.map(({ field }) => field);
      }
      return [];
    })();
    expect(faults.toSorted()).toEqual([
      ...['input.amount', 'input.currency', 'input.name', 'input.takeAway', 'input.thresholds[0].percent'],
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import books from '../../../domain/billing/books/trtc-2022.json' with { type: 'json' };
import { readBudgetTerms } from '../../../domain/billing/budget.ts';
import { readMonth } from '../../../domain/billing/calendar.ts';
import { drawCsv } from '../../../domain/billing/export/csv.ts';
import { estimateCost } from '../../../domain/billing/estimate.ts';
import { readBook } from '../../../domain/billing/read-book.ts';
import { readKnobs } from '../../../domain/billing/read-knobs.ts';
import { readScenario, scenarioFields } from '../../../domain/billing/read-scenario.ts';
import { readInvoice } from '../../../domain/billing/reconciliation/read-invoice.ts';
import { findBook, priceBooks } from '../../../domain/billing/shelf.ts';
import { DomainError } from '../../../domain/errors.ts';
import { printDecimal } from '../../../domain/money.ts';

const odd = fc.oneof(
  fc.constantFrom<unknown>(...[NaN, Infinity, -1, 1e21, -0, '٣', '1e5', 'NaN', '', null, undefined, 5n]),
  fc.constantFrom<unknown>(...['2026-02-30', '9999-12-31', '__proto__', '=1+1', '9'.repeat(40), 'mainland']),
  fc.anything({ maxDepth: 2 }),
);

/** What it answers, or null where it is refused as a caller's mistake that names its fields; anything else fails. */
function readOrRefuse<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error).toMatchObject({ code: 'BAD_INPUT', fault: 'caller' });
    expect(error.faults.length).toBeGreaterThan(0);
    expect(error.faults.length).toBeLessThanOrEqual(101);
    for (const { field, got, allowed } of error.faults) {
      expect([field, got, allowed]).not.toContain('');
      expect(got.length).toBeLessThan(310);
    }
    return null;
  }
}

describe('whatever comes from outside', () => {
  it('as a plan is priced in digits, or refused by the names of its fields', () => {
    const today = '2026-06-15';
    const plans = fc.dictionary(fc.constantFrom<string>(...scenarioFields), odd, { maxKeys: 4 });
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: plans }, odd), (value) => {
        const found = readOrRefuse(() => {
          const { scenario } = readScenario(value, { today, path: 'input' });
          return estimateCost(priceBooks[0]!, scenario, 'input');
        });
        const numbers = found?.months.flatMap(({ total, lines }) => [
          total,
          ...lines.flatMap(({ quantity, unitPrice, amount }) => [quantity, unitPrice, amount]),
        ]);
        for (const number of numbers ?? []) {
          expect(printDecimal(number)).toMatch(/^\d{1,60}(\.\d{1,60})?$/);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('as knobs or a budget is read, or refused by the names of its fields', () => {
    const knobs = fc.constantFrom('usagePercent', 'formats', 'recorded', 'retentionDays', 'storageClass');
    const terms = fc.constantFrom('name', 'amount', 'currency', 'thresholds', 'takeAway');
    fc.assert(
      fc.property(fc.dictionary(knobs, odd), fc.dictionary(terms, odd), (one, other) => {
        readOrRefuse(() => readKnobs(one, 'input.knobs'));
        readOrRefuse(() => readBudgetTerms(other, 'input'));
      }),
      { numRuns: 1000 },
    );
  });

  it('as a price book with one thing changed, left out or added is read, or refused', () => {
    const contract = {
      ...{ id: 'contract', title: 't', pagesDate: '2026-01-01', currency: 'USD' },
      ...{ base: priceBooks[0]!.id, cards: books },
    };
    const step = fc.nat();
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 5 }),
        odd,
        fc.boolean(),
        (steps, value, drops) => {
          const copy = structuredClone(contract) as unknown as Record<string, unknown>;
          let at: Record<string, unknown> = copy;
          for (const [index, number] of steps.entries()) {
            const names = Object.keys(at);
            const name = names[number % Math.max(1, names.length)] ?? 'more';
            const inner = at[name];
            if (index < steps.length - 1 && typeof inner === 'object' && inner !== null)
              at = inner as Record<string, unknown>;
            else {
              if (drops) Reflect.deleteProperty(at, name);
              else at[name] = value;
              break;
            }
          }
          readOrRefuse(() => readBook(copy, { findBase: findBook }));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('as an invoice is taken whole, or refused with row and column', () => {
    const month = readMonth('2026-06')!;
    const cell = fc.oneof(
      fc.constantFrom('2026-06-01', '2026-06', 'STORAGE', '0.5', 'USD', '=1', '-1', '1e5', '2026-06-31'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 6 }), (rows) => {
        const heading = ['day', 'charge', 'amount', 'currency'];
        for (const table of [rows, [heading, ...rows]])
          readOrRefuse(() => readInvoice(table, { month, currency: 'USD', path: 'input.csv' }));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a cell of comma-separated values', () => {
  it('is never a formula, also behind blanks and unseen characters', () => {
    const begins = [
      '=',
      '+',
      '-',
      '@',
      '\t=',
      '\r=',
      '\n=',
      ' =',
      '\u00a0=',
      '\ufeff=',
      '＝',
      '＋',
      '－',
      '＠',
      '|',
    ];
    for (const begin of begins) {
      const [text] = drawCsv([[`${begin}cmd|' /C calc'!A0`]]).split(',');
      expect(text).toMatch(/^"?'/);
    }
    expect(drawCsv([['-0.5', '1', 'a=b', 'mix-output']])).toBe('-0.5,1,a=b,mix-output');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines } from '../../../domain/billing/compare.ts';
import type { Estimate } from '../../../domain/billing/estimate.ts';
import { estimateCost } from '../../../domain/billing/estimate.ts';
import { charges } from '../../../domain/billing/items.ts';
import { presetNames } from '../../../domain/billing/presets.ts';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import { readScenario } from '../../../domain/billing/read-scenario.ts';
import { scenarioMethods } from '../../../domain/billing/scenario.ts';
import { findBook, priceBooks } from '../../../domain/billing/shelf.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';

const of2023 = findBook('tencent-intl-2023-05-17')!;
const estimate = (scenario: object, book = of2023): Estimate =>
  estimateCost(book, readScenario(scenario, { today: '2026-11-27' }).scenario);
const compare = (before: Estimate, after: Estimate) => compareLines(before.lines, after.lines);
const at = '2026-06-01';

const plans = fc.record({
  preset: fc.constantFrom(...presetNames),
  cohort: fc.constantFrom(...accountCohorts),
  roomsPerDay: fc.integer({ min: 1, max: 300 }),
  formats: fc.subarray([...recordingFormats], { minLength: 1 }),
  method: fc.constantFrom(...scenarioMethods),
  retentionDays: fc.integer({ min: 1, max: 400 }),
  at: fc.constantFrom('2021-11-03', '2022-05-31', '2022-06-01', '2026-11-27'),
});

describe('two costs compared', () => {
  it('differ by the sum of their lines, and each line by the sum of its effects, to the last digit', () => {
    fc.assert(
      fc.property(
        ...([plans, plans, fc.constantFrom(...priceBooks), fc.constantFrom(...priceBooks)] as const),
        (one, other, bookOfOne, bookOfOther) => {
          const [before, after] = [estimate(one, bookOfOne), estimate(other, bookOfOther)];
          const { lines, total, subtotals } = compare(before, after);
          expect(printDecimal(total)).toBe(printDecimal(after.total.minus(before.total)));
          const sum = Decimal.sum(0, ...lines.map(({ difference }) => difference));
          expect(printDecimal(sum)).toBe(printDecimal(total));
          for (const charge of charges)
            expect(printDecimal(subtotals[charge])).toBe(
              printDecimal(after.subtotals[charge].minus(before.subtotals[charge])),
            );
          for (const { difference, quantityEffect, priceEffect } of lines)
            expect(printDecimal(quantityEffect.plus(priceEffect))).toBe(printDecimal(difference));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are the same line for line where they are the same, and opposite the other way round', () => {
    fc.assert(
      fc.property(plans, plans, (one, other) => {
        const [before, after] = [estimate(one), estimate(other)];
        expect(compare(before, before).lines.every(({ kind }) => kind === 'same')).toBe(true);
        expect(printDecimal(compare(after, before).total)).toBe(
          printDecimal(compare(before, after).total.negated()),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('say whether it is the quantity or the price that changed', () => {
    const plan = { at, daysPerMonth: 30, roomsPerDay: 10, minutesPerRoom: '60', cohort: 'from-2020-07' };
    const more = compare(estimate(plan), estimate({ ...plan, roomsPerDay: 15 }));
    const files = more.lines.find(({ item }) => item === 'recording.trtc-file')!;
    // 30 × 5 × 60 minutes more at 1.99 for a thousand.
    expect([files.kind, printDecimal(files.quantityEffect), printDecimal(files.priceEffect)]).toEqual([
      ...['changed', '17.91', '0'],
    ]);
    const traffic = (quantity: string) =>
      estimate({ at, measures: [{ item: 'traffic.vod', region: 'mainland', quantity }] });
    // https://www.tencentcloud.com/document/product/266/14666: 499 GB at 0.039; 550 GB all at 0.038.
    const [edge] = compare(traffic('499'), traffic('550')).lines;
    expect([edge!.quantityEffect, edge!.priceEffect, edge!.difference].map(printDecimal)).toEqual([
      ...['1.989', '-0.55', '1.439'],
    ]);
  });

  it('call a row of another size gone and added', () => {
    const plan = { at, cohort: 'from-2020-07', width: 1280, height: 720 };
    const { lines } = compare(estimate(plan), estimate({ ...plan, width: 1920, height: 1080 }));
    const files = lines.filter(({ item }) => item === 'recording.trtc-file');
    expect(files.map(({ class: size, kind }) => [size, kind])).toEqual([
      ['HD', 'gone'],
      ['FHD', 'added'],
    ]);
  });

  it('hold a plan against itself on another day, and by another book', () => {
    const plan = { cohort: 'from-2020-07', method: 'mixed', anchorsPerRoom: 2, daysPerMonth: 30 };
    const [may, june] = ['2022-05-31', '2022-06-01'].map((day) => estimate({ ...plan, at: day }));
    const kinds = compare(may!, june!).lines.map(({ item, kind }) => `${item} ${kind}`);
    expect(kinds).toContain('mix.output gone');
    expect(kinds).toContain('mix.input added');
    const byBook = compare(estimate({ at }), estimate({ at }, findBook('seed-2022')!));
    expect(byBook.lines.length).toBeGreaterThan(0);
  });
});

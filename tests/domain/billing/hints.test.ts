import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateCost } from '../../../domain/billing/estimate.ts';
import { hintsOf } from '../../../domain/billing/hints.ts';
import { presetNames } from '../../../domain/billing/presets.ts';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import { readScenario } from '../../../domain/billing/read-scenario.ts';
import { scenarioMethods } from '../../../domain/billing/scenario.ts';
import { findBook, priceBooks } from '../../../domain/billing/shelf.ts';
import { printDecimal } from '../../../domain/money.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';

const read = (plan: object) => readScenario(plan, { today: '2026-11-27' }).scenario;

describe('hints', () => {
  it('save what an estimate of the changed plan saves, always something, the most first', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...priceBooks),
        fc.record({
          preset: fc.constantFrom(...presetNames),
          cohort: fc.constantFrom(...accountCohorts),
          formats: fc.subarray([...recordingFormats], { minLength: 1 }),
          method: fc.constantFrom(...scenarioMethods),
          retentionDays: fc.integer({ min: 0, max: 400 }),
        }),
        (book, plan) => {
          const scenario = read(plan);
          const before = estimateCost(book, scenario).total;
          const hints = hintsOf(book, scenario);
          for (const { saving, total, change, caveat } of hints) {
            expect(saving.greaterThan(0)).toBe(true);
            expect(printDecimal(before.minus(estimateCost(book, { ...scenario, ...change }).total))).toBe(
              printDecimal(saving),
            );
            expect(printDecimal(before.minus(saving))).toBe(printDecimal(total));
            expect(caveat).not.toBe('');
          }
          const savings = hints.map(({ saving }) => saving.toNumber());
          expect(savings).toEqual(savings.toSorted((one, other) => other - one));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('name the format, the term and the method, and say nothing of a plan that cannot be cheaper so', () => {
    const book = findBook('tencent-intl-2023-05-17')!;
    const plan = read({
      ...{
        cohort: 'from-2020-07',
        method: 'both',
        anchorsPerRoom: 2,
        formats: ['hls', 'mp4'],
        retentionDays: 90,
      },
    });
    const kinds = new Set(hintsOf(book, plan).map(({ kind, message }) => `${kind}: ${message}`));
    expect(kinds).toContain('ONE_FORMAT_LESS: Record no MP4.');
    expect(kinds).toContain('SHORTER_RETENTION: Keep files 30 days instead of 90 days.');
    expect(kinds).toContain('RECORD_STREAMS_ONLY: Record each stream, and mix no more.');
    const least = read({
      ...{
        cohort: 'from-2022-08',
        retentionDays: 7,
        formats: ['aac'],
        audioOnly: true,
        storageClass: 'deep-archive',
      },
    });
    expect(hintsOf(book, least)).toEqual([]);
  });
});

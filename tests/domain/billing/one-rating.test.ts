import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billPeriod, rateDays } from '../../../domain/billing/bill.ts';
import { dayMs, monthOf } from '../../../domain/billing/calendar.ts';
import { estimateCost } from '../../../domain/billing/estimate.ts';
import { charges } from '../../../domain/billing/items.ts';
import { meterDays } from '../../../domain/billing/meter.ts';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import { readScenario } from '../../../domain/billing/read-scenario.ts';
import { priceBooks } from '../../../domain/billing/shelf.ts';
import type { ChannelUsage, Usage } from '../../../domain/billing/usage.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { Story } from '../../support/billing-story.ts';
import { happen, june, kbps, stories } from '../../support/billing-story.ts';

/** A task hears and sees every anchor, whatever files it makes of that. */
function asTasks(story: Story, usage: Usage): Usage {
  const channels = usage.tasks.flatMap(({ taskId, startMs, endMs }): ChannelUsage[] =>
    Array.from({ length: story.anchors }, (_, anchor) =>
      story.formats.map((format) => ({
        ...{ recordingId: `${taskId}/${String(anchor)}`, taskId, format, startMs, endMs, ...story.size },
      })),
    ).flat(),
  );
  return { ...usage, channels };
}

describe('an estimate of exactly what happened', () => {
  it('is the bill of what was metered, charge by charge, to the last digit', () => {
    fc.assert(
      fc.property(
        stories,
        fc.constantFrom(...priceBooks),
        fc.constantFrom(...accountCohorts),
        (story, book, cohort) => {
          const plan = {
            ...{ at: '2026-06-01', cohort, roomsPerDay: story.rooms, daysPerMonth: story.days },
            ...{ minutesPerRoom: String(story.minutes), anchorsPerRoom: story.anchors, ...story.size },
            ...{ bitrateKbps: String(kbps), formats: story.formats, method: story.method },
            ...{ mixWidth: story.mixSize.width, mixHeight: story.mixSize.height },
            ...{ retentionDays: story.keptDays, viewersPerRoom: String(story.viewers) },
          };
          const estimate = estimateCost(book, readScenario(plan, { today: '2026-06-01' }).scenario);
          const usage = happen(story);
          const ofCohort =
            cohort === 'from-2022-08' && book.id !== 'seed-2022' ? asTasks(story, usage) : usage;
          const period = { fromMs: june, untilMs: monthOf(june + 75 * dayMs).untilMs };
          const rows = meterDays(ofCohort, { period, nowMs: period.untilMs });
          const tariff = { book, cohort, useFreeMinutes: false, packages: [] };
          const bill = billPeriod(rateDays(tariff, rows), period);
          expect(bill.complete).toBe(estimate.complete);
          const printed = ({ subtotals }: Pick<typeof bill, 'subtotals'>) =>
            charges.map((charge) => `${charge} ${printDecimal(subtotals[charge])}`);
          expect(printed(bill)).toEqual(printed(estimate));
        },
      ),
      { numRuns: 100 },
    );
  });
});

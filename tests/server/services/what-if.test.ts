import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, readMonth } from '../../../domain/billing/calendar.ts';
import { printDecimal } from '../../../domain/money.ts';
import { openApplications } from '../../../server/services/applications.ts';
import { openWhatIfs } from '../../../server/services/what-if.ts';
import type { TestStore } from '../../support/billing-room.ts';
import { finance, openBillingRoom, openTestStore } from '../../support/billing-room.ts';

const sdkAppId = 1_400_000_431;
const june = readMonth('2026-06')!.fromMs;

describe('a month with live viewers, asked what if', () => {
  let own: TestStore;
  beforeAll(async () => {
    own = await openTestStore();
  });
  afterAll(() => own.close());

  it('changes their traffic with the amount, the bit rate and the place', async () => {
    const { store } = own;
    // 1500 GB of two streams on one day, and 2500 GB, which reach the second tier, on another.
    await store.relayUsage.keep(
      (
        [
          ['one', 3, 1000],
          ['two', 3, 500],
          ['one', 4, 2500],
        ] as const
      ).map(([streamId, day, gb]) => ({
        ...{ sdkAppId, streamId, slotStart: new Date(june + day * dayMs), bytes: gb * 1e9 },
      })),
    );
    const application = {
      ...{ sdkAppId, name: 'a', formats: ['mp4'] as const, cohort: 'trtc-recording' as const },
    };
    const clock = (): Date => new Date(june + 20 * dayMs);
    const { billing, ledger } = await openBillingRoom(store, [application], clock);
    await ledger.refresh(application);
    const applications = openApplications(() => [application]);
    const whatIfs = openWhatIfs({ billing, usage: store.usage, applications });
    const ask = async (knobs: object) => {
      const asked = { month: '2026-06', sdkAppId, bookId: null, knobs };
      const { metered, changed, comparison } = await whatIfs.ask(finance, asked);
      return {
        ...{ before: printDecimal(metered.bill.total), after: printDecimal(changed.total) },
        lines: comparison.lines.map(({ item, region, kind }) => [item, region, kind].join(' ')),
      };
    };
    const before = '286.95'; // 1500 × 0.0748 + 2500 × 0.0699
    expect(await ask({})).toEqual({ before, after: before, lines: ['traffic.relay ap1 same'] });
    expect(await ask({ bitratePercent: '50' })).toEqual({
      ...{ before, after: '149.6', lines: ['traffic.relay ap1 changed'] }, // 2000 × 0.0748
    });
    expect(await ask({ usagePercent: '200' })).toEqual({
      ...{ before, after: '559.2', lines: ['traffic.relay ap1 changed'] }, // 8000 × 0.0699
    });
    const { after, lines } = await ask({ playbackRegion: 'EUROPE' });
    expect(after).toBe('265.75'); // 1500 × 0.0715 + 2500 × 0.0634
    expect(lines.toSorted()).toEqual(['traffic.relay ap1 gone', 'traffic.relay europe added']);
  });
});

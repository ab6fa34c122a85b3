import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, readMonth } from '../../../domain/billing/calendar.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';
import { newestFirst } from '../../../server/ports/recording-search.ts';
import { everything } from '../../../server/services/access/principal.ts';
import type { TestStore } from '../../support/billing-room.ts';
import { finance, openBillingRoom, openTestStore } from '../../support/billing-room.ts';
import { fileIdOf, recordedFacts } from '../../support/recorded-facts.ts';

const sdkAppId = 1_400_000_421;
const june = readMonth('2026-06')!.fromMs;
const july = readMonth('2026-07')!.fromMs;
const august = readMonth('2026-08')!.fromMs;

describe('prepaid packages of an application', () => {
  let own: TestStore;
  beforeAll(async () => {
    own = await openTestStore();
  });
  afterAll(() => own.close());

  it('are drawn on month by month, with what each left, and told in the bill', async () => {
    const { store } = own;
    const room = { kind: 'string', value: 'watched' } as const;
    await store.facts.take(
      recordedFacts({ sdkAppId, streamId: 's', userId: 'u', room, atMs: june, formats: ['mp4'], bytes: 1 }),
    );
    const watch = (atMs: number, gb: number) =>
      store.playbackUsage.keep([
        {
          ...{ fileId: fileIdOf('s', 'mp4'), slotStart: new Date(atMs), slotSeconds: 300, plays: 1 },
          bytes: gb * 1e9,
        },
      ]);
    await watch(june + 3 * dayMs, 30);
    await watch(july + 3 * dayMs, 40);
    await watch(august + 3 * dayMs, 10);

    let nowMs = august + 4 * dayMs;
    const application = {
      ...{ sdkAppId, name: 'a', formats: ['mp4'] as const, cohort: 'trtc-recording' as const },
    };
    const { billing, ledger, desk } = await openBillingRoom(store, [application], () => new Date(nowMs));
    const setTerms = (fromMonth: string, left: string) =>
      desk.setTerms(finance, {
        ...{ sdkAppId, fromMonth, bookId: null, useFreeMinutes: false, idempotencyKey: fromMonth },
        balances: [{ package: 'vod-traffic-100gb', left, boughtOn: '2026-05-20' }],
      });
    await setTerms('2026-06', '100');
    await ledger.refresh(application);
    const billOf = async (month: string) => {
      const { bill, packagesLeft } = await billing.bill(finance, {
        ...{ day: null, month, sdkAppId, bookId: null },
      });
      const amount = printDecimal(bill.subtotals.PLAYBACK.toDecimalPlaces(6));
      return [amount, ...packagesLeft.map(({ left }) => new Decimal(left).toFixed(3))];
    };
    // One GB outside the mainland takes 1.8 of them: 54 of 100 in June; 46 are 25.5556 GB of July's 40, the rest at 0.0748.
    expect(await billOf('2026-06')).toEqual(['0', '46.000']);
    expect(await billOf('2026-07')).toEqual(['1.080444', '0.000']);
    // What budgets and forecasts go by begins where the month before ended.
    const begins = async (month: string) => {
      const { balances } = await billing.tariffIn(application, readMonth(month)!, null);
      return balances!.map(({ left }) => new Decimal(left).toFixed(3));
    };
    expect([await begins('2026-06'), await begins('2026-07')]).toEqual([['100.000'], ['46.000']]);
    const spent = await billing.spentIn(application, readMonth('2026-07')!);
    const asked = { day: null, month: '2026-07', sdkAppId, bookId: null };
    expect(printDecimal(spent)).toBe(printDecimal((await billing.bill(finance, asked)).bill.total));
    expect(await billOf('2026-08')).toEqual(['0.748']);

    const page = { first: 10, after: null, offset: 0 };
    const { rows } = await store.search.search({ sdkAppId }, newestFirst, everything, page);
    const shares = await Promise.all(rows.map(({ row }) => billing.recordingCost(finance, row, null)));
    const bills = await Promise.all(
      ['2026-06', '2026-07', '2026-08'].map((month) =>
        billing.bill(finance, { day: null, month, sdkAppId, bookId: null }),
      ),
    );
    const rests = await Promise.all(
      ['2026-06', '2026-07', '2026-08'].map((month) =>
        billing.unallocated(finance, { month, sdkAppId, bookId: null }),
      ),
    );
    expect(printDecimal(Decimal.sum(...rests, ...shares.map(({ bill: { total } }) => total)))).toBe(
      printDecimal(Decimal.sum(...bills.map(({ bill: { total } }) => total))),
    );

    // Months close at what they were billed at, and terms that are set anew begin anew.
    nowMs = august + 40 * dayMs;
    await ledger.refresh(application);
    const { closed } = await store.ledger.read(sdkAppId, '2026-06-01', '2026-09-01');
    const closedTotals = closed.map(({ month, total }) => [month, total]);
    const billed = await Promise.all(
      ['2026-06', '2026-07', '2026-08'].map(async (month) => {
        const { bill } = await billing.bill(finance, { day: null, month, sdkAppId, bookId: null });
        return [month, printDecimal(bill.total)];
      }),
    );
    expect(closedTotals).toEqual(billed);
    await setTerms('2026-09', '50');
    await watch(august + 31 * dayMs + dayMs, 5);
    await ledger.refresh(application);
    expect(await billOf('2026-09')).toEqual(['0', '41.000']);
    expect(await billOf('2026-07')).toEqual(['1.080444', '0.000']);
  });

  it('are refused with a day that is none', async () => {
    const application = {
      ...{ sdkAppId, name: 'a', formats: ['mp4'] as const, cohort: 'trtc-recording' as const },
    };
    const { desk } = await openBillingRoom(own.store, [application], () => new Date(june));
    await expect(
      desk.setTerms(finance, {
        ...{ sdkAppId, fromMonth: '2026-06', bookId: null, useFreeMinutes: false, idempotencyKey: 'k' },
        balances: [{ package: 'vod-traffic-100gb', left: '1', boughtOn: '2026-02-30' }],
      }),
    ).rejects.toMatchObject({ faults: [{ field: 'input.balances[0].boughtOn' }] });
  });
});

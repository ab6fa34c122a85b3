import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rateDays } from '../../../domain/billing/bill.ts';
import { dayMs, monthOf } from '../../../domain/billing/calendar.ts';
import { meterDays } from '../../../domain/billing/meter.ts';
import type { Tariff } from '../../../domain/billing/rate.ts';
import { sumsOf } from '../../../domain/billing/rate.ts';
import { findBook } from '../../../domain/billing/shelf.ts';
import type { ChannelUsage } from '../../../domain/billing/usage.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import { newestFirst } from '../../../server/ports/recording-search.ts';
import { everything } from '../../../server/services/access/principal.ts';
import type { TestStore } from '../../support/billing-room.ts';
import { finance, openBillingRoom, openTestStore } from '../../support/billing-room.ts';

const minuteMs = 60_000;
const june = Date.parse('2026-06-01T00:00:00+08:00');
const period = monthOf(june);
const at = (day: number, minutes: number): number => june + (day - 1) * dayMs + minutes * minuteMs;
const bookId = 'tencent-intl-2023-05-17';
const tariff: Tariff = {
  ...{ book: findBook(bookId)!, cohort: 'before-2020-07', useFreeMinutes: false, packages: [] },
};

const rowsOf = (channels: readonly ChannelUsage[]) =>
  meterDays({ channels, tasks: [], mixes: [], files: [], playback: [] }, { period, nowMs: period.untilMs });

describe('the peak of an account with several applications', () => {
  let own: TestStore;
  beforeAll(async () => {
    own = await openTestStore();
  });
  afterAll(() => own.close());

  // https://www.tencentcloud.com/document/product/267/39605 (2023-02-14): 12 channels, recording on 6 of 30 days.
  it('is charged once: 12 channels in three applications on 6 of 30 days are 12.70584, by channels at the peak', async () => {
    const { store } = own;
    const [first, second, quiet] = [1_400_000_411, 1_400_000_412, 1_400_000_413].map((sdkAppId) => ({
      ...{ sdkAppId, name: 'a', formats: ['mp4'] as const, cohort: 'css-live-recording' as const },
    }));
    const other = { ...first!, sdkAppId: 1_400_000_414, cohort: 'trtc-recording' as const };
    const all = [first!, second!, quiet!, other];
    const record = async (sdkAppId: number, name: string, fromMs: number): Promise<void> => {
      const untilMs = fromMs + 20 * minuteMs;
      const size = { width: 1280, height: 720 };
      const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
      const facts: readonly StreamFact[] = [
        { type: 'push-started', sequence: name, atMs: fromMs, ...size, identity },
        { type: 'push-ended', sequence: name, startedAtMs: fromMs, atMs: untilMs, ...size, identity },
        { type: 'record-started', sessionId: name, format: 'mp4', atMs: fromMs },
        { type: 'record-ended', sessionId: name, format: 'mp4', atMs: untilMs },
      ];
      await own.store.facts.take(facts.map((fact) => ({ about: 'stream', sdkAppId, streamId: name, fact })));
    };
    // The first has its own most, 9, on another day than the account; the third records when no one else does.
    for (let stream = 0; stream < 9; stream++) {
      await record(first!.sdkAppId, `1/${String(stream)}`, at(1, 600));
      if (stream < 7) await record(first!.sdkAppId, `2/${String(stream)}`, at(2, 600));
      if (stream < 5) await record(second!.sdkAppId, `2/${String(stream)}`, at(2, 610));
      await record(other.sdkAppId, `2/${String(stream)}`, at(2, 600));
    }
    for (const day of [3, 4, 5]) await record(second!.sdkAppId, `3/${String(day)}`, at(day, 60));
    for (const day of [5, 6]) await record(quiet!.sdkAppId, `4/${String(day)}`, at(day, 60));

    let nowMs = at(8, 0);
    const { billing, ledger } = await openBillingRoom(store, all, () => new Date(nowMs));
    for (const application of all) await ledger.refresh(application);
    const bill = (sdkAppId: number) =>
      billing.bill(finance, { day: null, month: '2026-06', sdkAppId, bookId });
    const billed = await Promise.all([first!, second!, quiet!].map(({ sdkAppId }) => bill(sdkAppId)));
    const totals = billed.map(({ bill: { total } }) => total);
    expect(printDecimal(Decimal.sum(...totals))).toBe('12.70584');
    expect(totals.map(printDecimal)).toEqual(['7.41174', '5.2941', '0']);
    expect(billed[0]!.bill.lines[0]!.origin).toContain(
      '7 of the account’s 12 channels, its most, in the five minutes from 10:10 on 2026-06-02',
    );
    // Recordings and the rest are each application's bill.
    for (const [index, { sdkAppId }] of [first!, second!, quiet!].entries()) {
      const page = { first: 100, after: null, offset: 0 };
      const { rows } = await store.search.search({ sdkAppId }, newestFirst, everything, page);
      const shares = await Promise.all(rows.map(({ row }) => billing.recordingCost(finance, row, bookId)));
      const rest = await billing.unallocated(finance, { month: '2026-06', sdkAppId, bookId });
      const sum = Decimal.sum(rest, ...shares.map(({ bill: { total } }) => total));
      expect(printDecimal(sum)).toBe(printDecimal(totals[index]!));
    }
    // A month that closes keeps the same.
    nowMs = period.untilMs + 6 * dayMs;
    for (const application of all) await ledger.refresh(application);
    const closed = await Promise.all(
      [first!, second!, quiet!].map(async ({ sdkAppId }) => {
        const page = await store.ledger.read(sdkAppId, '2026-06-01', '2026-07-01');
        return page.closed[0]!.total;
      }),
    );
    expect(printDecimal(Decimal.sum(...closed))).toBe('12.70584');
  });

  it('comes to the same however its channels are divided among applications', () => {
    const channels = fc.array(
      fc.record({
        application: fc.integer({ min: 0, max: 2 }),
        day: fc.integer({ min: 0, max: 9 }),
        slot: fc.integer({ min: 0, max: 287 }),
        slots: fc.integer({ min: 1, max: 30 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(channels, (drawn) => {
        const all = drawn.map(({ application, day, slot, slots }) => ({
          application,
          channel: {
            ...{ recordingId: 'r', taskId: null, format: 'hls' as const, width: 640, height: 360 },
            startMs: june + day * dayMs + slot * 5 * minuteMs,
            endMs: june + day * dayMs + (slot + slots) * 5 * minuteMs,
          },
        }));
        const rows = [0, 1, 2].map((which) =>
          rowsOf(all.filter(({ application }) => application === which).map(({ channel }) => channel)),
        );
        const feeOf = (which: number) => {
          const beside = rows.filter((_, index) => index !== which).flat();
          return sumsOf(
            rateDays(tariff, rows[which]!, { others: beside })
              .fees.map(({ line }) => line)
              .filter(({ item }) => item === 'recording.css-channel'),
          ).total;
        };
        const together = rateDays(tariff, rowsOf(all.map(({ channel }) => channel)));
        const whole = sumsOf(
          together.fees.map(({ line }) => line).filter(({ item }) => item === 'recording.css-channel'),
        ).total;
        const parts = Decimal.sum(...[0, 1, 2].map(feeOf));
        // Each amount is cut at its tenth decimal by itself.
        expect(parts.minus(whole).abs().lessThanOrEqualTo('0.0000000002')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

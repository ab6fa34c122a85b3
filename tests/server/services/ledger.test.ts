import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billPeriod, rateDays } from '../../../domain/billing/bill.ts';
import { dayMs, monthOf } from '../../../domain/billing/calendar.ts';
import { meterDays } from '../../../domain/billing/meter.ts';
import { findBook, priceBooks } from '../../../domain/billing/shelf.ts';
import { printUse } from '../../../domain/billing/use.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import type { RoomName } from '../../../domain/room/room-key.ts';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import type { RecordingRecord, RoomRecord } from '../../../server/ports/records.ts';
import { newestFirst } from '../../../server/ports/recording-search.ts';
import { everything } from '../../../server/services/access/principal.ts';
import { readUsage } from '../../../server/services/ledger.ts';
import type { TestStore } from '../../support/billing-room.ts';
import { finance, openBillingRoom, openTestStore } from '../../support/billing-room.ts';

const minuteMs = 60_000;
const june = Date.parse('2026-06-01T00:00:00+08:00');
const at = (day: number, minutes: number): number => june + (day - 1) * dayMs + minutes * minuteMs;
const book = 'tencent-intl-2023-05-17';
describe('the ledger', () => {
  let own: TestStore;
  let store: Store;
  beforeAll(async () => {
    own = await openTestStore();
    ({ store } = own);
  });
  afterAll(() => own.close());

  const house = async (
    sdkAppId: number,
    cohort: 'css-live-recording' | 'trtc-recording' = 'trtc-recording',
  ) => {
    const application = { sdkAppId, name: 'a', formats: ['mp4'] as const, cohort };
    let nowMs = june;
    const clock = (): Date => new Date(nowMs);
    const { ledger, billing } = await openBillingRoom(store, [application], clock);
    const record = async (
      name: string,
      fromMs: number,
      untilMs: number,
      height = 720,
      room: RoomName | null = null,
    ): Promise<void> => {
      const size = { width: (height * 16) / 9, height };
      const identity = { room, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
      const facts: readonly StreamFact[] = [
        { type: 'push-started', sequence: name, atMs: fromMs, ...size, identity },
        { type: 'push-ended', sequence: name, startedAtMs: fromMs, atMs: untilMs, ...size, identity },
        { type: 'record-started', sessionId: name, format: 'mp4', atMs: fromMs },
        { type: 'record-ended', sessionId: name, format: 'mp4', atMs: untilMs },
      ];
      await store.facts.take(facts.map((fact) => ({ about: 'stream', sdkAppId, streamId: name, fact })));
    };
    return {
      record,
      meterAt: async (ms: number): Promise<void> => {
        nowMs = ms;
        await ledger.refresh(application);
      },
      months: () => billing.months(finance, sdkAppId),
      bill: (bookId: string | null, month = '2026-06') =>
        billing.bill(finance, { day: null, month, sdkAppId, bookId }),
      costs: async (
        bookId: string | null,
        which: (row: RecordingRecord) => boolean = () => true,
      ): Promise<Decimal> => {
        const page = { first: 100, after: null, offset: 0 };
        const { rows } = await store.search.search({ sdkAppId }, newestFirst, everything, page);
        const costs = await Promise.all(
          rows.filter(({ row }) => which(row)).map(({ row }) => billing.recordingCost(finance, row, bookId)),
        );
        return Decimal.sum(0, ...costs.map(({ bill }) => bill.total));
      },
      roomCost: (room: RoomRecord) => billing.roomCost(finance, room, book),
      unallocated: (bookId: string | null) =>
        billing.unallocated(finance, { month: '2026-06', sdkAppId, bookId }),
      /** Raw usage of the month rated again, without the ledger. */
      again: async (): Promise<string> => {
        const period = monthOf(june);
        const rows = meterDays(await readUsage(store.usage, sdkAppId, period), { period, nowMs });
        const account = cohort === 'trtc-recording' ? 'from-2020-07' : 'before-2020-07';
        const tariff = {
          book: findBook(book)!,
          cohort: account,
          useFreeMinutes: false,
          packages: [],
        } as const;
        return printDecimal(billPeriod(rateDays(tariff, rows), period).total);
      },
    };
  };

  it('has rows by day that rate to what all raw usage rates to, cut at midnight of UTC+8', async () => {
    for (const [sdkAppId, cohort] of [
      [1_400_000_401, 'trtc-recording'],
      [1_400_000_402, 'css-live-recording'],
    ] as const) {
      const { record, meterAt, bill, again, costs, unallocated } = await house(sdkAppId, cohort);
      await record('a', at(3, 10), at(3, 20));
      await meterAt(at(3, 60));
      // Over midnight, and beside another.
      await record('b', at(4, 24 * 60 - 7), at(5, 11));
      await record('c', at(5, 3), at(5, 9), 1080);
      await meterAt(at(6, 0));
      const { bill: found } = await bill(book);
      expect(printDecimal(found.total)).toBe(await again());
      expect(found.total.greaterThan(0)).toBe(true);
      const sum = (await costs(book)).plus(await unallocated(book));
      expect(printDecimal(sum)).toBe(printDecimal(found.total));
      const { rows } = await store.ledger.read(sdkAppId, '2026-06-04', '2026-06-06');
      const files = rows.filter(({ use }) => use.kind === 'files');
      expect(
        files.map(({ day, use, quantity }) => [day, printUse(use), Number(quantity) / minuteMs]),
      ).toEqual([
        ['2026-06-04', 'files/1280x720', 7],
        ['2026-06-05', 'files/1280x720', 11],
        ['2026-06-05', 'files/1920x1080', 6],
      ]);
    }
  });

  it('names the months in which anything was used, newest first', async () => {
    const { record, meterAt, months } = await house(1_400_000_406);
    expect(await months()).toEqual([]);
    // The last minute of May and the first of June, in UTC+8; nothing in July.
    await record('a', june - 2 * minuteMs, june - minuteMs);
    await record('b', june + minuteMs, june + 2 * minuteMs);
    await record('c', at(75, 0), at(75, 3));
    await meterAt(at(76, 0));
    expect(await months()).toEqual(['2026-08', '2026-06', '2026-05']);
  });

  it('gives a room the sum of its recordings', async () => {
    const sdkAppId = 1_400_000_405;
    const { record, meterAt, costs, roomCost } = await house(sdkAppId);
    const name = { kind: 'string', value: 'claim' } as const;
    // Streams find their rooms by name within some days of today.
    const began = Date.now() - 60 * minuteMs;
    const created = { type: 'room-created', atMs: began, userId: 'u', reason: null } as const;
    await store.facts.take([{ about: 'room', sdkAppId, room: name, fact: created }]);
    await record('a', began, began + 10 * minuteMs, 720, name);
    await record('b', began + 5 * minuteMs, began + 12 * minuteMs, 720, name);
    await record('elsewhere', began, began + 10 * minuteMs, 720, { kind: 'string', value: 'other' });
    await meterAt(began + 60 * minuteMs);
    const page = { first: 5, after: null };
    const [room] = (await store.records.rooms({ sdkAppId }, everything, page)).rows;
    const { bill: cost } = await roomCost(room!.row);
    expect(cost.total.greaterThan(0)).toBe(true);
    expect(printDecimal(cost.total)).toBe(
      printDecimal(await costs(book, ({ roomId }) => roomId === room!.row.id)),
    );
    expect(cost.total.lessThan(await costs(book))).toBe(true);
  });

  it('opens a day again for what comes late, and leaves a row that says so', async () => {
    const { record, meterAt, bill, again } = await house(1_400_000_403);
    await record('a', at(10, 0), at(10, 10));
    await meterAt(at(10, 30));
    // Still today: no correction.
    await record('b', at(10, 0), at(10, 5));
    await meterAt(at(12, 0));
    expect((await bill(book)).corrections).toEqual([]);
    await record('c', at(10, 20), at(10, 23));
    await meterAt(at(12, 5));
    const { bill: found, corrections, provisional } = await bill(book);
    const told = corrections.filter(({ after }) => after.use.kind === 'files');
    expect(told).toMatchObject([
      { before: BigInt(15 * minuteMs), after: { day: '2026-06-10', quantity: BigInt(18 * minuteMs) } },
    ]);
    expect(told[0]!.afterClose).toBe(false);
    expect(provisional).toBe(true);
    expect(printDecimal(found.total)).toBe(await again());
    expect(found.lines.map(({ quantity }) => printDecimal(quantity))).toEqual(['18']);
    // Metering again changes nothing.
    await meterAt(at(12, 10));
    expect((await bill(book)).corrections).toHaveLength(corrections.length);
  });

  it('closes a month with its book, and corrects it by rows alone', async () => {
    const sdkAppId = 1_400_000_404;
    const { record, meterAt, bill, costs, unallocated } = await house(sdkAppId);
    await record('a', at(20, 0), at(20, 10));
    await meterAt(at(35, 23 * 60));
    expect((await bill(null)).provisional).toBe(true);
    await meterAt(at(36, 0));
    const closed = await bill(null);
    expect(closed).toMatchObject({ provisional: false, book: { id: priceBooks[0]!.id } });
    expect((await store.ledger.read(sdkAppId, '2026-06-01', '2026-07-01')).closed).toMatchObject([
      { month: '2026-06', total: printDecimal(closed.bill.total) },
    ]);
    await record('late', at(20, 30), at(20, 40));
    await meterAt(at(40, 0));
    const later = await bill(null);
    expect(later.bill.lines.slice(0, -1)).toEqual(closed.bill.lines);
    expect(later.bill.lines.at(-1)).toMatchObject({ item: 'correction', charge: 'RECORDING' });
    expect(printDecimal(later.bill.total)).toBe(printDecimal(closed.bill.total.times(2)));
    expect(later.corrections.every(({ afterClose }) => afterClose)).toBe(true);
    const sum = (await costs(null)).plus(await unallocated(null));
    expect(printDecimal(sum)).toBe(printDecimal(later.bill.total));
    const { rows } = await store.ledger.read(sdkAppId, '2026-06-20', '2026-06-21');
    expect(rows.find(({ use }) => use.kind === 'files')!.quantity).toBe(BigInt(10 * minuteMs));
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceBooks } from '../../../domain/billing/shelf.ts';
import { dayMs } from '../../../domain/billing/calendar.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import { everything } from '../../../server/services/access/principal.ts';
import type { BillingRoom, TestStore } from '../../support/billing-room.ts';
import { finance, openBillingRoom, openTestStore } from '../../support/billing-room.ts';

const june = Date.parse('2026-06-01T00:00:00+08:00');
const shipped = priceBooks[0]!.id;

const contract = (id: string, price: string): string => `
id: ${id}
title: Our contract
pagesDate: 2026-01-01
currency: USD
base: ${shipped}
cards:
  - item: recording.trtc-file
    unit: minute
    from: 2020-07-01
    basis: stated
    per: day
    roundUp: sum
    priceFor: 1000
    sizes: { by: area, classes: [[SD, 307200], [HD, 921600], [FHD, null]] }
    source: { page: "https://example.com/contract", date: 2026-01-01 }
    prices: [{ class: audio, price: 0.4 }, { class: SD, price: 0.9 }, { class: HD, price: ${price} }, { class: FHD, price: 7 }]
`;

describe('price books of an account', () => {
  let room: TestStore;
  beforeAll(async () => {
    room = await openTestStore();
  });
  afterAll(() => room.close());

  let nowMs = june;
  let keys = 0;
  const key = (): string => `key-${String((keys += 1))}`;
  const open = (sdkAppId: number, cohort: 'trtc-recording' | 'css-live-recording'): Promise<BillingRoom> =>
    openBillingRoom(room.store, [{ sdkAppId, name: 'a', formats: ['mp4'], cohort }], () => new Date(nowMs));
  /** 100 minutes of 1280×720 from some day of June on. */
  const record = async (sdkAppId: number, day: number, name = String(day)): Promise<void> => {
    const atMs = june + (day - 1) * dayMs + dayMs / 2;
    const size = { width: 1280, height: 720 };
    const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
    const facts: readonly StreamFact[] = [
      { type: 'push-started', sequence: name, atMs, ...size, identity },
      { type: 'push-ended', sequence: name, startedAtMs: atMs, atMs: atMs + 6_000_000, ...size, identity },
      { type: 'record-started', sessionId: name, format: 'mp4', atMs },
      { type: 'record-ended', sessionId: name, format: 'mp4', atMs: atMs + 6_000_000 },
    ];
    await room.store.facts.take(facts.map((fact) => ({ about: 'stream', sdkAppId, streamId: name, fact })));
  };
  const totalOf = async (
    { billing }: BillingRoom,
    sdkAppId: number,
    month: string,
    bookId: string | null,
  ) => {
    const { bill, book, provisional } = await billing.bill(finance, { day: null, month, sdkAppId, bookId });
    return { total: printDecimal(bill.total), book: book.id, provisional };
  };

  it('are imported whole, once, with who did it, and are there after a start', async () => {
    const { desk, books } = await open(1_400_000_501, 'trtc-recording');
    const asked = { text: contract('contract-a', '1'), idempotencyKey: key() };
    expect((await desk.import(finance, asked)).id).toBe('contract-a');
    expect((await desk.import(finance, asked)).id).toBe('contract-a');
    expect(books.all().map(({ id }) => id)).toEqual([...priceBooks.map(({ id }) => id), 'contract-a']);
    await expect(
      desk.import(finance, { text: contract('contract-a', '2'), idempotencyKey: key() }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(
      desk.import(finance, { text: contract(shipped, '2'), idempotencyKey: key() }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const again = await open(1_400_000_501, 'trtc-recording');
    expect(again.books.find('contract-a')).toEqual(books.find('contract-a'));
    const page = { first: 5, after: null };
    const { rows } = await room.store.audit.entries({ actions: ['price_book.import'] }, everything, page);
    expect(rows.map(({ row }) => [row.role, row.detail['id']])).toEqual([['finance', 'contract-a']]);
  });

  it('are refused with every fault, and nothing of them is kept', async () => {
    const { desk, books } = await open(1_400_000_501, 'trtc-recording');
    const before = books.all().length;
    const refused = async (text: string): Promise<readonly string[]> => {
      const error: unknown = await desk.import(finance, { text, idempotencyKey: key() }).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: 'BAD_INPUT' });
      return (error as { faults: readonly { field: string }[] }).faults.map(({ field }) => field);
    };
    const good = contract('contract-bad', '1');
    expect(await refused('a: [')).toEqual(['input.text']);
    expect(await refused('x'.repeat(100_001))).toEqual(['input.text']);
    expect(
      await refused(good.replace('price: 0.9', 'price: -1').replace('unit: minute', 'unit: hour')),
    ).toEqual(['cards[0].unit', 'cards[0].prices[1].price']);
    expect(await refused(good.replace('price: 0.9', 'price: NaN'))).toEqual(['cards[0].prices[1].price']);
    expect(await refused(good.replace('price: 0.9', 'price: 9999999999999999'))).toEqual([
      'cards[0].prices[1].price',
    ]);
    // A class without a price is a gap, two of one an overlap.
    expect(await refused(good.replace('{ class: SD, price: 0.9 }, ', ''))).toEqual(['cards[0].prices']);
    expect(await refused(good.replace('class: audio, price: 0.4', 'class: SD, price: 0.4'))).toEqual([
      'cards[0].prices[1] from',
    ]);
    expect(await refused(good.replace(`base: ${shipped}`, 'base: nothing'))).toContain('base');
    const inEuro = { text: good.replace('currency: USD', 'currency: EUR'), idempotencyKey: key() };
    await expect(desk.import(finance, inEuro)).rejects.toThrow(
      'The price book contract-bad has 1 fault: currency is "EUR"; allowed: USD',
    );
    expect(books.all()).toHaveLength(before);
    expect(await room.store.priceBooks.books()).toHaveLength(before - priceBooks.length);
  });

  it('differ line by line', async () => {
    const { desk } = await open(1_400_000_501, 'trtc-recording');
    const found = desk.compare(finance, shipped, 'contract-a', '2026-06-01');
    expect(
      found.map(({ kind, before, after }) => [kind, after?.class, before?.prices[0], after?.prices[0]]),
    ).toEqual([
      ['CHANGED', 'audio', '0.499', '0.4'],
      ['CHANGED', 'SD', '0.99', '0.9'],
      ['CHANGED', 'HD', '1.99', '1'],
      ['CHANGED', 'FHD', '7.499', '7'],
    ]);
    expect(desk.compare(finance, 'contract-a', 'contract-a', null)).toEqual([]);
    expect(() => desk.compare(finance, shipped, 'nothing', null)).toThrow('nothing');
    expect(() => desk.compare(finance, shipped, 'contract-a', '2026-02-30')).toThrow('2026-02-30');
  });

  it('bill what they are pinned to from a month on, and no month that is closed', async () => {
    const sdkAppId = 1_400_000_502;
    const own = await open(sdkAppId, 'trtc-recording');
    await record(sdkAppId, 10);
    await record(sdkAppId, 40);
    nowMs = june + 45 * dayMs;
    await own.ledger.refresh({ sdkAppId, cohort: 'trtc-recording' });
    expect(await totalOf(own, sdkAppId, '2026-06', null)).toEqual({
      total: '0.199',
      book: shipped,
      provisional: false,
    });
    const terms = { sdkAppId, bookId: 'contract-a', useFreeMinutes: false, balances: [] };
    await own.desk.setTerms(finance, { ...terms, fromMonth: '2026-06', idempotencyKey: key() });
    expect(await totalOf(own, sdkAppId, '2026-06', null)).toMatchObject({ total: '0.199', book: shipped });
    expect(await totalOf(own, sdkAppId, '2026-07', null)).toMatchObject({ total: '0.1', book: 'contract-a' });
    expect(await totalOf(own, sdkAppId, '2026-07', shipped)).toMatchObject({ total: '0.199', book: shipped });
    // It closes by what it is pinned to, and keeps that.
    nowMs = june + 70 * dayMs;
    await own.ledger.refresh({ sdkAppId, cohort: 'trtc-recording' });
    await own.desk.setTerms(finance, {
      ...{ ...terms, bookId: null, fromMonth: '2026-07', idempotencyKey: key() },
    });
    nowMs += 1000;
    const started = await open(sdkAppId, 'trtc-recording');
    expect(await totalOf(started, sdkAppId, '2026-07', null)).toEqual({
      ...{ total: '0.1', book: 'contract-a', provisional: false },
    });
    await expect(
      own.desk.setTerms(finance, {
        ...{ ...terms, fromMonth: '2026-13', balances: [{ package: 'none', left: '-1' }] },
        idempotencyKey: key(),
      }),
    ).rejects.toMatchObject({
      faults: [
        { field: 'input.fromMonth' },
        { field: 'input.balances[0].package' },
        { field: 'input.balances[0].left' },
      ],
    });
  });
});

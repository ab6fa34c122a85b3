import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bill } from '../../../domain/billing/bill.ts';
import * as bills from '../../../domain/billing/bill.ts';
import type { Period } from '../../../domain/billing/calendar.ts';
import { dayMs, dayOf, monthOf, printDay, readDay, readMonth } from '../../../domain/billing/calendar.ts';
import { meterDays } from '../../../domain/billing/meter.ts';
import { weigh } from '../../../domain/billing/weigh.ts';
import type { AccountCohort, PriceBook } from '../../../domain/billing/price-book.ts';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import type { Rated, Tariff } from '../../../domain/billing/rate.ts';
import { bookAgeDays, findBook, priceBooks } from '../../../domain/billing/shelf.ts';
import type { ChannelUsage, Usage } from '../../../domain/billing/usage.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';

const seed = findBook('seed-2022')!;
const dated = findBook('tencent-intl-2023-05-17')!;
const nothing: Usage = { channels: [], tasks: [], mixes: [], files: [], playback: [] };
const june = Date.parse('2026-06-01T00:00:00+08:00');
const hour = 3_600_000;

function channel(
  recordingId: string,
  startMs: number,
  endMs: number,
  extra: Partial<ChannelUsage> = {},
): ChannelUsage {
  return { recordingId, taskId: null, format: 'hls', startMs, endMs, width: 1280, height: 720, ...extra };
}

interface BillOptions {
  readonly book: PriceBook;
  readonly cohort: AccountCohort;
  readonly usage: Usage;
  readonly nowMs: number;
  readonly allowances?: Pick<Tariff, 'useFreeMinutes' | 'balances'>;
}

function options(usage: Partial<Usage>, extra: Partial<BillOptions> = {}): BillOptions {
  const nowMs = june + 60 * dayMs;
  return { book: dated, cohort: 'before-2020-07', usage: { ...nothing, ...usage }, nowMs, ...extra };
}

/** From January to the end of August. */
const everywhen = { fromMs: monthOf(june - 150 * dayMs).fromMs, untilMs: june + 92 * dayMs };

function rated({ book, cohort, usage, nowMs, allowances }: BillOptions): Rated {
  const tariff = { book, cohort, useFreeMinutes: false, packages: [], ...allowances };
  return bills.rateDays(tariff, meterDays(usage, { period: everywhen, nowMs }));
}

const billPeriod = (asked: BillOptions, period: Period): Bill => bills.billPeriod(rated(asked), period);

const total = (bill: { total: Decimal }): string => printDecimal(bill.total);

describe('the fee for the highest number of channels', () => {
  /** So many channels on each of so many days, at another hour each. */
  const used = (channels: number, days: number): ChannelUsage[] =>
    Array.from({ length: days }, (_, day) =>
      Array.from({ length: channels }, (_unused, index) =>
        channel(`r${String(index)}`, june + day * dayMs + day * hour, june + day * dayMs + (day + 1) * hour),
      ),
    ).flat();
  it.each([
    // https://www.tencentcloud.com/document/product/267/39605
    [12, 6, '12.70584'],
    [10, 18, '31.7646'],
    [20, 10, '35.294'],
  ])('of %i channels on %i of 30 days is %s', (channels, days, expected) => {
    expect(total(billPeriod(options({ channels: used(channels, days) }), monthOf(june)))).toBe(expected);
  });
  it('knows no share of days under the book of the page', () => {
    expect(total(billPeriod(options({ channels: used(500, 3) }, { book: seed }), monthOf(june)))).toBe(
      '2647.05',
    );
  });
  it('counts one channel where a recording begins as another ends', () => {
    const channels = [channel('a', june, june + hour), channel('b', june + hour, june + 2 * hour)];
    expect(billPeriod(options({ channels }, { book: seed }), monthOf(june)).lines[0]!.why).toContain(
      '1 channel-month × 5.2941',
    );
  });
});

describe('minutes of files', () => {
  it('are the example of the vendor: audio, 640×360 and 1280×720, ten minutes each', () => {
    const channels = [
      channel('a', june, june + 600_000, { width: null, height: null }),
      channel('b', june, june + 600_000, { width: 640, height: 360 }),
      channel('c', june, june + 600_000),
    ];
    expect(total(billPeriod(options({ channels }, { cohort: 'from-2020-07' }), monthOf(june)))).toBe(
      '0.03479',
    );
  });
  it('are rounded up once a day and class, not once a file', () => {
    const channels = [channel('a', june, june + 30_000), channel('b', june + hour, june + hour + 30_000)];
    const bill = billPeriod(options({ channels }, { cohort: 'from-2020-07' }), monthOf(june));
    expect(printDecimal(bill.lines[0]!.quantity)).toBe('1');
  });
});

describe('mixing, storage and playback', () => {
  it('charge a mix by its output and by begun minutes', () => {
    const mix = {
      mixId: 'm',
      recordingId: 'r',
      width: 1280,
      height: 720,
      startMs: june,
      endMs: june + hour,
      inputs: [],
    };
    const small = { ...mix, mixId: 'n', width: 640, height: 480, endMs: june + 30 * 60_000 - 1 };
    expect(total(billPeriod(options({ mixes: [mix, small] }), monthOf(june)))).toBe('0.426');
    expect(total(billPeriod(options({ mixes: [{ ...mix, width: 1280, height: 480 }] }), dayOf(june)))).toBe(
      '0.342',
    );
  });
  it('charge storage by the highest of each day', () => {
    const file = { fileId: 'f', recordingId: 'r', bytes: 50e9, fromMs: june, untilMs: null };
    const year = options({ files: [file] }, { nowMs: june + 30 * dayMs });
    // 50 GB for 30 days at 0.0009
    expect(total(billPeriod(year, monthOf(june)))).toBe('1.35');
    const replaced = [
      { ...file, bytes: 450_000_000, untilMs: june + hour },
      { ...file, fileId: 'g', bytes: 450_000_000, fromMs: june + 2 * hour, untilMs: june + 3 * hour },
    ];
    expect(total(billPeriod(options({ files: replaced }), dayOf(june)))).toBe('0.000405');
  });
  it('give the whole of a day the price of the tier that it reaches', () => {
    const played = (gb: number) => [{ fileId: 'f', recordingId: 'r', slotStartMs: june, bytes: gb * 1e9 }];
    const of = (gb: number): string => total(billPeriod(options({ playback: played(gb) }), dayOf(june)));
    expect(of(100)).toBe('7.48');
    expect(of(499.999)).toBe('37.3999252');
    expect(of(500)).toBe('34.95');
    expect(of(550)).toBe('38.445');
  });
});

describe('days and months', () => {
  it('are cut at 16:00 UTC', () => {
    const midnight = Date.parse('2026-02-28T16:00:00Z');
    expect(printDay(midnight - 1)).toBe('2026-02-28');
    expect(printDay(midnight)).toBe('2026-03-01');
    expect(monthOf(midnight - 1).untilMs).toBe(midnight);
    const playback = [midnight - 1, midnight].map((slotStartMs) => ({
      fileId: 'f',
      recordingId: 'r',
      slotStartMs,
      bytes: 1e9,
    }));
    expect(total(billPeriod(options({ playback }), readMonth('2026-02')!))).toBe('0.0748');
    expect(total(billPeriod(options({ playback }), readDay('2026-03-01')!))).toBe('0.0748');
  });
  it('exist in the calendar or are refused', () => {
    expect(readDay('2026-02-29')).toBeNull();
    expect(readDay('2028-02-29')).not.toBeNull();
    expect(readMonth('2026-13')).toBeNull();
  });
});

describe('every bill', () => {
  const instants = fc.integer({ min: june, max: june + 45 * dayMs });
  const ids = fc.constantFrom('r1', 'r2', 'r3');
  const taskIds = fc.constantFrom('t1', 't2');
  const usages = fc.record({
    tasks: fc.array(
      fc.tuple(taskIds, instants, fc.integer({ min: 1, max: dayMs })).map(([taskId, startMs, length]) => ({
        ...{ taskId, startMs, endMs: startMs + length },
      })),
      { maxLength: 2 },
    ),
    channels: fc.array(
      fc
        .tuple(ids, instants, fc.integer({ min: 1, max: 3 * dayMs }), fc.option(taskIds))
        .map(([id, at, length, taskId]) => channel(id, at, at + length, { taskId })),
      { maxLength: 8 },
    ),
    mixes: fc.array(
      fc.tuple(ids, instants, fc.integer({ min: 1, max: dayMs })).map(([recordingId, startMs, length]) => ({
        ...{ mixId: `${recordingId}/${String(startMs)}`, recordingId, startMs, endMs: startMs + length },
        ...{ width: 640, height: 360, inputs: [] },
      })),
      { maxLength: 4 },
    ),
    files: fc.array(
      fc.tuple(ids, instants, fc.integer({ min: 1, max: 1e12 })).map(([recordingId, fromMs, bytes]) => ({
        ...{ fileId: `${recordingId}/${String(fromMs)}`, recordingId, fromMs, bytes, untilMs: null },
      })),
      { maxLength: 4 },
    ),
    playback: fc.array(
      fc.tuple(ids, instants, fc.integer({ min: 1, max: 1e12 })).map(([recordingId, slotStartMs, bytes]) => ({
        ...{ fileId: 'f', recordingId, slotStartMs, bytes },
      })),
      { maxLength: 8 },
    ),
  });
  const period = { fromMs: june, untilMs: monthOf(june + 45 * dayMs).untilMs };

  /** Free minutes and what is left in packages of minutes and of traffic, from nothing to more than all. */
  const allowed = fc.record({
    useFreeMinutes: fc.boolean(),
    balances: fc.array(
      fc.record({
        package: fc.constantFrom('trtc-25k', 'vod-traffic-10gb', 'vod-traffic-100gb'),
        left: fc.integer({ min: 0, max: 5_000_000 }).map((thousandths) => String(thousandths / 1000)),
      }),
      { maxLength: 3 },
    ),
  });

  it('is the sum of its recordings and a rest, and the sum of its days, whatever is free or paid, to the last digit', () => {
    fc.assert(
      fc.property(
        usages,
        fc.constantFrom(...priceBooks),
        fc.constantFrom(...accountCohorts),
        allowed,
        (usage, book, cohort, allowances) => {
          const asked = options(usage, { book, cohort, allowances });
          const fees = rated(asked);
          const whole = bills.billPeriod(fees, period);
          const weights = weigh(usage, { period: everywhen, nowMs: asked.nowMs }, () => true);
          const shares = [...weights.values()].map((own) => bills.billShares(fees, [own]).total);
          expect(printDecimal(bills.billShares(fees, weights.values()).total)).toBe(
            printDecimal(Decimal.sum(0, ...shares)),
          );
          expect(shares.every((share) => !share.isNegative())).toBe(true);
          const rest = bills.billRest(fees, weights.values()).total;
          expect(rest.isNegative()).toBe(false);
          expect(printDecimal(Decimal.sum(rest, ...shares))).toBe(total(whole));
          const months = [june, june + 31 * dayMs].map((at) => bills.billPeriod(fees, monthOf(at)).total);
          expect(printDecimal(Decimal.sum(0, ...months))).toBe(total(whole));
          const days = Array.from(
            { length: 61 },
            (_, day) => bills.billPeriod(fees, dayOf(june + day * dayMs)).total,
          );
          expect(printDecimal(Decimal.sum(0, ...days))).toBe(total(whole));
          expect(printDecimal(Decimal.sum(0, ...whole.lines.map(({ amount }) => amount)))).toBe(total(whole));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of what was used', () => {
    fc.assert(
      fc.property(usages, (usage) => {
        const turned = {
          tasks: usage.tasks.toReversed(),
          channels: usage.channels.toReversed(),
          mixes: usage.mixes.toReversed(),
          files: usage.files.toReversed(),
          playback: usage.playback.toReversed(),
        };
        expect(total(billPeriod(options(turned), period))).toBe(total(billPeriod(options(usage), period)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a book', () => {
  it('says how old its pages are', () => {
    expect(bookAgeDays(dated, Date.parse('2023-05-18T00:00:00+08:00'))).toBe(1);
    expect(new Set(priceBooks.map(({ id }) => id)).size).toBe(priceBooks.length);
  });
});

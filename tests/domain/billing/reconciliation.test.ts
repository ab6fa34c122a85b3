import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthOf } from '../../../domain/billing/calendar.ts';
import type { Stated } from '../../../domain/billing/reconciliation/compare.ts';
import { classOf, compare, countClasses } from '../../../domain/billing/reconciliation/compare.ts';
import { measuredDays, stateMeasured } from '../../../domain/billing/reconciliation/metered-measures.ts';
import { readInvoice } from '../../../domain/billing/reconciliation/read-invoice.ts';
import { DomainError } from '../../../domain/errors.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';
import { readInvoiceTable } from '../../../server/services/invoice-table.ts';

const tolerance = { absolute: '5', relative: '0.01' };
const decimal = (value: string | number): Decimal => new Decimal(value);
const stated = (period: string, quantity: string): Stated => ({
  ...{ period, charge: 'RECORDING', of: 'recorded/HD', unit: 'second', quantity: decimal(quantity) },
});

describe('both sides of a day and a charge', () => {
  it.each([
    ['100', '105', 'MATCHED'],
    ['100', '106', 'DIFFERS'],
    ['10000', '10101', 'MATCHED'],
    ['10000', '10102', 'DIFFERS'],
    ['0', '6', 'PROVIDER_ONLY'],
    ['6', '0', 'OURS_ONLY'],
    ['0', '5', 'MATCHED'],
  ] as const)('of %s here and %s there are %s', (ours, theirs, expected) => {
    expect(classOf(decimal(ours), decimal(theirs), tolerance)).toBe(expected);
  });

  it('are each in one class, whatever is said in whatever order and in however many parts', () => {
    const statements = fc.array(
      fc.record({ day: fc.integer({ min: 1, max: 9 }), quantity: fc.integer({ min: 0, max: 50 }) }),
      { maxLength: 30 },
    );
    const say = (list: readonly { readonly day: number; readonly quantity: number }[]): Stated[] =>
      list.map(({ day, quantity }) => stated(`2026-10-0${String(day)}`, String(quantity)));
    fc.assert(
      fc.property(statements, statements, (own, other) => {
        const rows = compare(say(own), say(other), () => tolerance);
        expect(compare(say(own).toReversed(), say(other).toReversed(), () => tolerance)).toEqual(rows);
        expect(Object.values(countClasses(rows)).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
        const sum = (list: readonly { readonly quantity: number }[]): number =>
          list.reduce((all, { quantity }) => all + quantity, 0);
        expect(rows.reduce((all, { ours }) => all + Number(ours), 0)).toBe(sum(own));
        expect(rows.reduce((all, { theirs }) => all + Number(theirs), 0)).toBe(sum(other));
      }),
    );
  });
});

describe('what the ledger says of the provider’s measures', () => {
  const day = '2026-10-05';
  const none = { day, begunMinutes: 0n, weight: 0n, samples: [] };
  it('counts as the usage calls do, of the whole account', () => {
    const picture = { width: 1280, height: 720 };
    const channels = (samples: readonly number[]) => ({
      ...{ ...none, use: { kind: 'channels' } as const, quantity: 3n, samples },
    });
    const found = measuredDays([
      {
        kind: 'legacy',
        rows: [
          { ...none, use: { kind: 'files', picture }, quantity: 90_000n },
          { ...none, use: { kind: 'files', picture: null }, quantity: 30_000n },
          { ...none, use: { kind: 'mix-output', picture, codec: 'h264' }, quantity: 60_000n },
          { ...none, use: { kind: 'storage', class: 'standard', region: 'outside' }, quantity: 7n },
          channels([3, 0]),
        ],
      },
      { kind: 'legacy', rows: [channels([1, 2])] },
      {
        kind: 'task',
        rows: [
          { ...none, use: { kind: 'files', picture }, quantity: 90_000n },
          { ...none, use: { kind: 'robots', area: 1280 * 720 }, quantity: 120_000n },
        ],
      },
    ]).map(stateMeasured);
    expect(found.map(({ of, unit, quantity }) => `${of} ${printDecimal(quantity)} ${unit}`)).toEqual([
      'channels 4 channel',
      'recorded/HD 90 second',
      'recorded/audio 30 second',
      'mixed/HD 1 minute',
      'stored 7 byte',
      'calls/HD 2 minute',
    ]);
  });
});

describe('an invoice', () => {
  const month = monthOf(Date.parse('2026-02-10T00:00:00+08:00'));
  const days = Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
  const whole = (more: readonly string[] = []): string =>
    ['day,charge,amount,currency', ...days.map((day) => `${day},STORAGE,0.5,USD`), ...more].join('\r\n');
  const read = async (csv: string) =>
    readInvoice(await readInvoiceTable(csv, 'input.csv'), { month, currency: 'USD', path: 'input.csv' });
  const refused = async (csv: string): Promise<string> => {
    try {
      await read(csv);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      return (error as DomainError).message;
    }
    throw new Error('It was not refused.');
  };

  it('is taken whole, with what the month is charged at once', async () => {
    const { rows, total } = await read(`\ufeff${whole(['2026-02,RECORDING,10.5882,USD'])}\r\n`);
    expect(rows).toHaveLength(29);
    expect(printDecimal(total)).toBe('24.5882');
  });

  it.each([
    ['wrong columns', whole().replace('amount,', 'price,'), 'input.csv row 1 is "day,charge,price,currency"'],
    ['columns in another order', whole().replace('day,charge', 'charge,day'), 'input.csv row 1'],
    ['a row that is short', whole(['2026-02,RECORDING']), 'input.csv row 30 is 2 cells; allowed: 4'],
    ['a row twice', whole(['2026-02-03,STORAGE,0.5,USD']), 'row 30 is 2026-02-03 STORAGE again, as row 4'],
    ['a day of another month', whole(['2026-03-01,STORAGE,1,USD']), 'row 30 column day is "2026-03-01"'],
    ['a day that is none', whole(['2026-02-29,STORAGE,1,USD']), 'row 30 column day is "2026-02-29"'],
    [
      'an unknown charge',
      whole(['2026-02,COFFEE,1,USD']),
      'row 30 column charge is "COFFEE"; allowed: RECORDING',
    ],
    ['a formula', whole(['2026-02,RECORDING,=1+1,USD']), 'row 30 column amount is "=1+1", a formula'],
    [
      'a formula in a name',
      whole(['2026-02,@SUM(A1),1,USD']),
      'row 30 column charge is "@SUM(A1)", a formula',
    ],
    ['what is no number', whole(['2026-02,RECORDING,NaN,USD']), 'row 30 column amount is "NaN"'],
    ['an exponent', whole(['2026-02,RECORDING,1e9,USD']), 'row 30 column amount is "1e9"'],
    ['thousands', whole(['2026-02,RECORDING,"1,000",USD']), 'row 30 column amount is "1,000"'],
    ['another currency', whole(['2026-02,RECORDING,1,EUR']), 'row 30 column currency is "EUR"; allowed: USD'],
    [
      'a missing day',
      whole().replace('2026-02-07,STORAGE,0.5,USD\r\n', ''),
      'column day is without 2026-02-07',
    ],
    ['nothing', '', 'input.csv row 1 is ""'],
    ['an open quote', `${whole()}\r\n"2026-02`, 'an opening quote at line 30'],
  ])('with %s is refused by row and column', async (_, csv, message) => {
    expect(await refused(csv)).toContain(message);
  });

  it('names every fault at once', async () => {
    const message = await refused(whole(['2026-02,COFFEE,x,EUR', '2026-02,TEA,1,USD']));
    for (const part of ['row 30 column charge', 'row 30 column amount', 'row 30 column currency', 'row 31'])
      expect(message).toContain(part);
  });

  it('of too many rows or bytes is refused before it is looked at', async () => {
    const rows = Array.from({ length: 2000 }, () => '2026-02,RECORDING,1,USD');
    expect(await refused(whole(rows))).toContain('input.csv row 1002 is past the last one that is read');
    expect(await refused(whole(Array.from({ length: 20 }, () => rows.join('\n'))))).toContain(
      'allowed: at most 200000 bytes',
    );
  });
});

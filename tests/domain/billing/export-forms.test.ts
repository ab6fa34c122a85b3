import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportBill, ExportLine } from '../../../domain/billing/export/bill-table.ts';
import { cutBills, totalOf } from '../../../domain/billing/export/bill-table.ts';
import { charges } from '../../../domain/billing/items.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';
import { drawExport } from '../../../server/services/exports/draw-export.ts';

const account = { id: '1400000123', name: 'Application 1400000123' };
const amounts = fc
  .bigInt({ min: -(10n ** 9n), max: 10n ** 19n })
  .map((units) => printDecimal(new Decimal(units.toString()).div(1e10)));
const words = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '=1+1',
    '+A1',
    '-A1',
    '@SUM(A1:A9)',
    '\t=1',
    '=HYPERLINK("http://x","y")',
    'a,b\n"c"',
    'valueOf',
    '__proto__',
    '<&>\u0001',
    '12',
  ),
);
const lines = fc.record({
  ...{ charge: fc.constantFrom(...charges), item: fc.constantFrom('STORAGE_VOD', 'CORRECTION') },
  ...{ class: fc.option(words), region: fc.option(words), description: words, unit: fc.constant('GB') },
  ...{
    period: fc.constantFrom('2026-10-05', '2026-10'),
    quantity: amounts,
    unitPrice: amounts,
    amount: amounts,
  },
  ...{ sharePercent: fc.constant('1.5'), origin: words, why: words, tierWalk: fc.option(words) },
  ...{ rounding: fc.constant(null), priceFrom: fc.constant('2026-01-01'), source: words },
  pageDate: fc.constant('2026-01-01'),
}) satisfies fc.Arbitrary<ExportLine>;
const bills: fc.Arbitrary<readonly ExportBill[]> = fc.array(
  fc.record({
    bookId: fc.constant('seed-2022'),
    currency: fc.constant('USD'),
    lines: fc.array(lines, { maxLength: 8 }),
    unpriced: fc.array(words, { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 3 },
);
const months = (list: readonly ExportBill[]) =>
  list.map((bill, index) => ({ month: `2026-0${String(index + 1)}`, bill }));

const sumCsv = (content: Buffer, column: string): string => {
  const rows = parse(content, { columns: true });
  // What has no price has no amount.
  const cells = (rows as Record<string, string>[]).map((row) => row[column]!).filter((cell) => cell !== '');
  return printDecimal(Decimal.sum(0, ...cells));
};
/** By a reader that is not the writer's. */
const readSheet = (content: Buffer, sheet: string) => {
  const found = read(content).Sheets[sheet]!;
  return { found, rows: utils.sheet_to_json<Partial<Record<string, string | number>>>(found) };
};
const sumSheet = (content: Buffer, sheet: string): string =>
  printDecimal(Decimal.sum(0, ...readSheet(content, sheet).rows.map(({ amount }) => String(amount ?? 0))));

describe('an exported bill', () => {
  it('sums to its bill to the last digit, in every form and with any number of digits', async () => {
    await fc.assert(
      fc.asyncProperty(bills, fc.option(fc.integer({ min: 0, max: 10 })), async (list, digits) => {
        const expected = totalOf(list);
        const shown = digits === null ? expected : expected.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);
        const csv = await drawExport(months(list), 'CSV', digits, account);
        const focus = await drawExport(months(list), 'FOCUS', digits, account);
        const xlsx = await drawExport(months(list), 'XLSX', digits, account);
        const sums = [
          ...[csv.total, focus.total, xlsx.total],
          ...[sumCsv(csv.content, 'amount'), sumCsv(focus.content, 'BilledCost')],
          ...[sumSheet(xlsx.content, 'Lines'), sumSheet(xlsx.content, 'Months')],
        ];
        expect(sums.map((sum) => printDecimal(new Decimal(sum)))).toEqual(
          sums.map(() => printDecimal(shown)),
        );
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('runs nothing: what begins like a formula is text', async () => {
    await fc.assert(
      fc.asyncProperty(bills, async (list) => {
        const { content } = await drawExport(months(list), 'XLSX', null, account);
        const cells = Object.entries(readSheet(content, 'Lines').found as Record<string, unknown>)
          .filter(([name]) => !name.startsWith('!'))
          .map(([, cell]) => cell as { t: string; f?: string });
        expect(cells.filter(({ t, f }) => f !== undefined || !['s', 'n'].includes(t))).toEqual([]);
        const csv = await drawExport(months(list), 'CSV', null, account);
        const rows: string[][] = parse(csv.content);
        for (const row of rows)
          for (const cell of row) expect(cell).not.toMatch(/^([=+@\t\r]|-(?!\d+(\.\d+)?$))/);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('says in its first rows what has no price, with no amount, and of each month whether it is complete', async () => {
    const [line] = fc.sample(lines, 1);
    const bill = { bookId: 'b', currency: 'USD', lines: [line!], unpriced: [] };
    const list = [
      bill,
      { ...bill, unpriced: ['No rate: b has no price for x.', 'No rate: b has none for y.'] },
    ];
    const said = list[1]!.unpriced.map((message) => ({
      ...{ book: 'b', currency: 'USD', period: '2026-02', item: 'NO_RATE' },
      description: `INCOMPLETE: something used has no price. NO_RATE: ${message}`,
    }));
    const { content } = await drawExport(months(list), 'CSV', 2, account);
    const csv: Record<string, string>[] = parse(content, { columns: true });
    expect(csv).toHaveLength(4);
    expect(csv.slice(0, 2)).toMatchObject(
      said.map((row) => ({ ...row, amount: '', quantity: '', charge: '' })),
    );
    const { content: workbook } = await drawExport(months(list), 'XLSX', 2, account);
    const { rows } = readSheet(workbook, 'Lines');
    expect(rows).toHaveLength(4);
    expect(rows.slice(0, 2)).toEqual(said);
    expect(readSheet(workbook, 'Months').rows.map(({ incomplete }) => incomplete)).toEqual([
      undefined,
      [
        'INCOMPLETE: something used has no price.',
        ...list[1]!.unpriced.map((message) => `NO_RATE: ${message}`),
      ].join('\n'),
    ]);
    // Its columns are the specification's, and none of them is for this.
    const { content: focus } = await drawExport(months(list), 'FOCUS', 2, account);
    expect(parse(focus, { columns: true })).toHaveLength(2);
  });

  it('says a number as text where a spreadsheet would lose its last digit', async () => {
    const [first] = fc.sample(lines, 1);
    const bill = {
      ...{ bookId: 'b', currency: 'USD', unpriced: [] },
      lines: [
        { ...first!, amount: '123456789.1234567891' },
        { ...first!, amount: '0.0057' },
      ],
    };
    const { content } = await drawExport(months([bill]), 'XLSX', null, account);
    const { rows } = readSheet(content, 'Lines');
    expect(rows.map(({ amount }) => amount)).toEqual(['123456789.1234567891', 0.0057]);
    expect(cutBills([bill], 2)[0]!.lines.map(({ amount }) => amount)).toEqual(['123456789.12', '0.01']);
  });
});

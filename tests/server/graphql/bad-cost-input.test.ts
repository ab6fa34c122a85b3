import { request } from 'node:http';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApiKeys } from '../../support/house.ts';
import type { CostApi } from '../../support/cost-api.ts';
import { costApplication as sdkAppId, openCostApi } from '../../support/cost-api.ts';

const nowMs = Date.parse('2026-06-15T12:00:00+08:00');

/** Every door through which money is asked for or told, with an input that is right. */
const doors = {
  estimateCost: ['query($input: EstimateCostInput!) { estimateCost(input: $input) { total } }', {}],
  costHints: ['query($input: EstimateCostInput!) { costHints(input: $input) { saving } }', {}],
  estimateRecording: [
    'query($input: EstimateRecordingInput!) { estimateRecording(input: $input) { total } }',
    {
      start: { mixed: { room: { name: { text: 'r' } }, recordId: 'r', idempotencyKey: 'k' } },
      plan: { minutesPerRoom: '30' },
    },
  ],
  compareCosts: [
    'query($input: CompareCostsInput!) { compareCosts(input: $input) { difference } }',
    { before: { roomsPerDay: 1 }, after: { roomsPerDay: 2 } },
  ],
  whatIf: [
    'query($input: WhatIfInput!) { whatIf(input: $input) { difference } }',
    { month: '2026-06', knobs: { usagePercent: '120', formats: ['HLS'], retentionDays: 30 } },
  ],
  monthHints: [
    'query($input: MonthHintsInput!) { monthHints(input: $input) { saving } }',
    { month: '2026-06' },
  ],
  bill: ['query($input: BillInput!) { bill(input: $input) { total } }', { period: { month: '2026-06' } }],
  setBudget: [
    'mutation($input: SetBudgetInput!) { setBudget(input: $input) { budget { name } } }',
    { name: 'June', amount: '5', thresholds: [{ percent: 80 }] },
  ],
  removeBudget: [
    'mutation($input: RemoveBudgetInput!) { removeBudget(input: $input) { name } }',
    { name: 'none' },
  ],
  setBillingTerms: [
    'mutation($input: SetBillingTermsInput!) { setBillingTerms(input: $input) { fromMonth } }',
    { sdkAppId, fromMonth: '2026-10', idempotencyKey: 'k', balances: [{ package: 'trtc-25k', left: '10' }] },
  ],
  importPriceBook: [
    'mutation($input: ImportPriceBookInput!) { importPriceBook(input: $input) { id } }',
    { text: 'id: x', idempotencyKey: 'k' },
  ],
  importInvoice: [
    'mutation($input: ImportInvoiceInput!) { importInvoice(input: $input) { month } }',
    { month: '2026-06', csv: 'day,charge,amount,currency\n' },
  ],
  importProviderUsage: [
    'mutation($input: ReconciliationMonthInput!) { importProviderUsage(input: $input) { month } }',
    { month: '2026-13' },
  ],
  lockReconciliation: [
    'mutation($input: ReconciliationMonthInput!) { lockReconciliation(input: $input) { month } }',
    { month: '2026-06' },
  ],
  unlockReconciliation: [
    'mutation($input: UnlockReconciliationInput!) { unlockReconciliation(input: $input) { month } }',
    { month: '2026-06', reason: 'why' },
  ],
  keepEstimate: [
    'mutation($input: KeepEstimateInput!) { keepEstimate(input: $input) { total } }',
    { month: '2026-06', estimate: { roomsPerDay: 1 } },
  ],
  startBillExport: [
    'mutation($input: StartBillExportInput!) { startBillExport(input: $input) { id } }',
    { fromMonth: '2026-04', format: 'CSV', idempotencyKey: 'k' },
  ],
} as const;
type Door = keyof typeof doors;

/** What no field means, and what some databases, spreadsheets and parsers fall over. */
const oddities: readonly unknown[] = [
  ...[-1, -0.5, 1.5, 1e9, 1e21, '-1', '-0.000001', 'NaN', 'Infinity', '1e5', '0x10', '1,000', '٣', '', ' '],
  ...['9'.repeat(31), `0.${'1'.repeat(31)}`, '\u0000', '=1+1', '\ud800', '2026-13', '2026-02-30', '0000-01'],
  ...['9999-12', '2999-12', 'mars-1', '__proto__', 'constructor', 'x'.repeat(5000), null, true, [], {}],
  ...[['x'], [null], { a: 1 }],
];

/** The same input with one of its values, however deep, in the place of another; or with a field more. */
function spoil(value: unknown, path: readonly (string | number)[], oddity: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return oddity;
  if (Array.isArray(value))
    return value.map((one, index) => (index === step ? spoil(one, rest, oddity) : (one as unknown)));
  const plain = value as Readonly<Record<string, unknown>>;
  return { ...plain, [step]: spoil(plain[step], rest, oddity) };
}

function pathsOf(value: unknown, path: readonly (string | number)[] = []): readonly (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([name, found]: [string, unknown]) =>
    pathsOf(found, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

const scenarioFields = [
  ...['at', 'roomsPerDay', 'daysPerMonth', 'roomsAtOnce', 'minutesPerRoom', 'anchorsPerRoom', 'width'],
  ...['bitrateKbps', 'formats', 'mixBitrateKbps', 'retentionDays', 'storageRegion', 'viewersPerRoom'],
  ...['playbackRegions', 'relayRegions', 'growthPercentPerMonth', 'months', 'packages', 'exchange'],
  ...['measures', 'book', 'beside', 'preset', 'fileGb'],
];
const knobFields = ['usagePercent', 'sidePercent', 'bitratePercent', 'retentionDays', 'storageRegion'];

const spoilt = fc
  .tuple(
    fc.constantFrom(...(Object.keys(doors) as Door[])),
    fc.nat(),
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...oddities) }, fc.jsonValue({ maxDepth: 2 })),
  )
  .map(([door, seed, oddity]) => {
    const input = doors[door][1] as unknown;
    const more: Partial<Record<Door, readonly string[]>> = {
      ...{ estimateCost: scenarioFields, costHints: scenarioFields, bill: ['book', 'sdkAppId'] },
      monthHints: ['book', 'sdkAppId'],
      setBudget: ['takeAway', 'currency', 'sdkAppId'],
    };
    const inner: Partial<Record<Door, readonly [string, readonly string[]]>> = {
      estimateRecording: ['plan', scenarioFields],
      keepEstimate: ['estimate', scenarioFields],
      compareCosts: ['after', scenarioFields],
      whatIf: ['knobs', knobFields],
    };
    const [within, names] = inner[door] ?? ['', []];
    const paths = [
      ...pathsOf(input),
      ...(more[door] ?? []).map((name) => [name]),
      ...names.map((name) => [within, name]),
    ];
    return { door, input: spoil(input, paths[seed % paths.length]!, oddity) };
  });

const callerCodes = ['BAD_INPUT', 'NOT_FOUND', 'CONFLICT', 'IDEMPOTENCY_CONFLICT', 'UNSUPPORTED'];

describe('bad input at every door of costs', () => {
  let api: CostApi;
  let sql: postgres.Sql;
  beforeAll(async () => {
    api = await openCostApi(() => new Date(nowMs));
    sql = postgres(api.database.adminUrl, { max: 1 });
  });
  afterAll(async () => {
    await sql.end();
    await api.close();
  });

  const refusedAt = async (door: Door, input: unknown): Promise<string> => {
    const { errors } = await api.ask(doors[door][0], { input });
    expect(errors, JSON.stringify(input).slice(0, 300)).toHaveLength(1);
    expect(errors![0]!.extensions.code).toBe('BAD_INPUT');
    return errors![0]!.message;
  };
  /** How many rows of money there are. */
  const kept = async (): Promise<unknown> =>
    sql`select (select count(*) from server.budgets) as budgets, (select count(*) from server.price_books) as books,
      (select count(*) from server.billing_terms) as terms, (select count(*) from server.kept_estimates) as estimates,
      (select count(*) from server.invoice_rows) as invoices, (select count(*) from server.bill_exports) as exports`;

  it('is never ours to mend, and no answer is made of it that cannot be printed', async () => {
    const unexpected: string[] = [];
    await fc.assert(
      fc.asyncProperty(spoilt, async ({ door, input }) => {
        const { errors } = await api.ask(doors[door][0], { input });
        for (const { message, extensions } of errors ?? []) {
          const isOurs = !callerCodes.includes(extensions.code) && extensions.code !== 'PROVIDER_UNAVAILABLE';
          if (isOurs || message.length > 60_000)
            unexpected.push(
              `${door} ${JSON.stringify(input).slice(0, 200)}: ${extensions.code} ${message.slice(0, 200)}`,
            );
        }
      }),
      { numRuns: 400 },
    );
    expect(unexpected).toEqual([]);
  }, 120_000);

  it.each<readonly [Door, object, string]>([
    ['estimateCost', { roomsPerDay: -1 }, 'input.roomsPerDay is -1; allowed: a whole number from 0'],
    ['estimateCost', { roomsPerDay: 1e21 }, 'at "input.roomsPerDay"; Int cannot represent'],
    ['estimateCost', { minutesPerRoom: 'NaN' }, 'at "input.minutesPerRoom"; Decimal must be decimal text'],
    [
      'estimateCost',
      { minutesPerRoom: '-1' },
      'input.minutesPerRoom is "-1"; allowed: decimal text from "0"',
    ],
    ['estimateCost', { viewersPerRoom: '9'.repeat(30) }, 'input.viewersPerRoom is'],
    ['estimateCost', { at: '2026-02-30' }, 'input.at is "2026-02-30"; allowed: a day like 2026-02-28'],
    ['estimateCost', { at: '2150-01-01' }, 'input.at is "2150-01-01"; allowed: a day from 2000-01-01'],
    ['estimateCost', { storageRegion: 'MOON' }, 'at "input.storageRegion"; Value "MOON" does not exist'],
    [
      'estimateCost',
      { playbackRegions: [{ region: 'AP1', percent: '60' }] },
      'input.playbackRegions is "60 percent together"; allowed: shares that sum to 100',
    ],
    [
      'estimateCost',
      { months: 36, growthPercentPerMonth: '1000', roomsPerDay: 1_000_000 },
      'input.growthPercentPerMonth is 1000, 2.81e+42 rooms a day in month 36; allowed',
    ],
    ['estimateCost', { packages: ['none'] }, 'input.packages[0] is "none"; allowed: trtc-25k'],
    ['compareCosts', { before: {}, after: { width: 1 } }, 'input.after.width is 1; allowed'],
    [
      'estimateRecording',
      { ...doors.estimateRecording[1], plan: { anchorsPerRoom: 0 } },
      'input.plan.anchorsPerRoom is 0; allowed',
    ],
    ['whatIf', { month: '2026-13', knobs: {} }, 'period.month is "2026-13"; allowed: a month like 2026-02'],
    ['monthHints', { month: '2026-6' }, 'period.month is "2026-6"; allowed: a month like 2026-02'],
    ['whatIf', { month: '2026-06', knobs: { bitratePercent: '-1' } }, 'input.knobs.bitratePercent is "-1"'],
    ['bill', { period: { day: '2026-06-31' } }, 'period.day is "2026-06-31"; allowed: a day like'],
    [
      'setBudget',
      { ...doors.setBudget[1], amount: '-5' },
      'input.amount is "-5"; allowed: decimal text from',
    ],
    ['setBudget', { ...doors.setBudget[1], name: 'a\u0007' }, 'input.name is "a\\u0007"; allowed: text'],
    ['setBudget', { ...doors.setBudget[1], name: 'a\u0000' }, 'input.name is "a\\u0000"; allowed'],
    [
      'setBillingTerms',
      { sdkAppId, fromMonth: '2026-00', idempotencyKey: 'a', balances: [{ package: '=1', left: '-1' }] },
      'input.fromMonth is "2026-00"; allowed: a month like 2026-10; input.balances[0].package is "=1"',
    ],
    [
      'setBillingTerms',
      { fromMonth: '2026-10', idempotencyKey: 'h', useFreeMinutes: true },
      'input.sdkAppId is left out beside useFreeMinutes; allowed: one application',
    ],
    [
      'setBillingTerms',
      { ...doors.setBillingTerms[1], sdkAppId: null, idempotencyKey: 'i', useFreeMinutes: true },
      'input.sdkAppId is left out beside useFreeMinutes and balances; allowed: one application',
    ],
    [
      'importPriceBook',
      { text: 'a: 1\na: 2', idempotencyKey: 'b' },
      'line 2, column 1: the key "a" is there twice',
    ],
    ['importPriceBook', { text: `a: &a [x, *a]`, idempotencyKey: 'c' }, 'an alias within what it names'],
    ['importPriceBook', { text: '['.repeat(90_000), idempotencyKey: 'd' }, 'nested too deeply'],
    [
      'importPriceBook',
      { text: `a: &a [x]\nb: [${'*a,'.repeat(900)}]`, idempotencyKey: 'e' },
      'input.text is no YAML or JSON (more aliases',
    ],
    [
      'importPriceBook',
      {
        text: Array.from({ length: 9000 }, (_, index) => `k${String(index)}: 1`).join('\n'),
        idempotencyKey: 'f',
      },
      'The price book without an id has 100 faults',
    ],
    [
      'importInvoice',
      { month: '2026-06', csv: 'day,charge,amount\n' },
      'input.csv row 1 is "day,charge,amount"',
    ],
    [
      'importInvoice',
      { month: '2026-06', csv: `day,charge,amount,currency\n2026-06,OTHER,=1+1,USD` },
      'input.csv row 2 column amount is "=1+1", a formula; allowed: a decimal number',
    ],
    [
      'importInvoice',
      { month: '2026-06', csv: `day,charge,amount,currency\n${'a\n'.repeat(2000)}` },
      'allowed: at most 1000 rows below the heading',
    ],
    [
      'importInvoice',
      { month: '2026-06', csv: 'a'.repeat(200_001) },
      'input.csv is 200001 bytes long; allowed',
    ],
    [
      'startBillExport',
      { fromMonth: '2026-4', format: 'CSV', idempotencyKey: 'g' },
      'input.fromMonth is "2026-4"',
    ],
    ['keepEstimate', { month: '2026-6', estimate: {} }, 'month is "2026-6"; allowed: a month like 2026-02'],
    ['keepEstimate', { month: '2026-06', estimate: { months: 99 } }, 'input.months is 99; allowed'],
  ])('at %s: %j is refused by its name', async (door, input, message) => {
    const before = await kept();
    expect(await refusedAt(door, input)).toContain(message);
    expect(await kept()).toEqual(before);
  });

  it('of ten million rows is refused before it is all there', async () => {
    const head = `{"query":${JSON.stringify(doors.importInvoice[0])},"variables":{"input":{"month":"2026-06","csv":"`;
    const rows = '2026-06-01,STORAGE,0,USD\\n'.repeat(4000);
    let sent = 0;
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const { port } = new URL(api.url);
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${testApiKeys.finance}` };
      const asked = request({ host: '127.0.0.1', port, path: '/graphql', method: 'POST', headers });
      const state = { answered: false };
      asked.on('response', (answer) => {
        state.answered = true;
        let body = '';
        answer.setEncoding('utf8').on('data', (part: string) => (body += part));
        answer.on('end', () => {
          resolve({ status: answer.statusCode!, text: body });
          asked.destroy();
        });
      });
      asked.on('error', (error) => {
        if (!state.answered) reject(error);
      });
      asked.write(head);
      const push = (): void => {
        while (!state.answered && sent < 10_000_000) {
          sent += 4000;
          if (!asked.write(rows)) break;
        }
        if (!state.answered && sent < 10_000_000) asked.once('drain', push);
      };
      push();
    });
    expect(status).toBe(413);
    expect(text).toContain('too large');
    expect(sent).toBeLessThan(1_000_000);
  }, 60_000);
});

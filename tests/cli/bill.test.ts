import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { read, utils } from '@e965/xlsx';
import { parse as readCsv } from 'csv-parse/sync';
import { buildSchema, parse, validate } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billDocuments } from '../../cli/bill/documents.ts';
import { bookDocuments } from '../../cli/books/documents.ts';
import { openKeys } from '../../cli/keys.ts';
import { Decimal, printDecimal } from '../../domain/money.ts';
import type { StreamFact } from '../../domain/recording/facts.ts';
import type { Store } from '../../server/adapters/postgres/store.ts';
import { openStore } from '../../server/adapters/postgres/store.ts';
import { openClients } from '../../server/adapters/tencent/clients.ts';
import { openTencentProvider } from '../../server/adapters/tencent/provider.ts';
import { openTaskProvider } from '../../server/adapters/tencent/task-provider.ts';
import { openApi } from '../../server/api.ts';
import type { HttpServer } from '../../server/http/server.ts';
import type { TestDatabase } from '../support/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { testApiKeys } from '../support/house.ts';
import { openShelfPorts } from '../support/shelf-ports.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';
import { openTestApplications } from '../support/test-applications.ts';

const run = promisify(execFile);
const launcher = path.resolve(import.meta.dirname, '../../cli/roomtape.mjs');
const sdkAppId = 1_400_000_123;
const began = Date.parse('2026-06-10T09:00:00+08:00');

describe('roomtape bill', () => {
  const folder = openTemporaryFolder();
  const clients = openClients({ secretId: 'id', secretKey: 'key', endpoint: '127.0.0.1:1/api', region: 'r' });
  let database: TestDatabase;
  let store: Store;
  let server: HttpServer;
  let port: number;

  beforeAll(async () => {
    const { keys } = openKeys(folder.path, sdkAppId);
    writeFileSync(
      path.join(folder.path, 'keys.json'),
      JSON.stringify({ ...keys, finance: testApiKeys.finance }),
    );
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    const { secretKeyOf, ...own } = await openTestApplications(store, clients, sdkAppId);
    const publish = { rtmpUrl: 'rtmp://127.0.0.1/push', rtmpIntRooms: true, whipUrl: null };
    server = await openApi(
      {
        ...{ ...store, provider: openTencentProvider({ clients, secretKeyOf, ...publish }) },
        ...{ ...openShelfPorts(store, clients), taskProvider: openTaskProvider(clients, secretKeyOf) },
      },
      {
        ...{ ...own, apiKeys: testApiKeys, hasDeliveryFolder: false, corsOrigins: [], consoleFolder: null },
        tokenSecret: 'token-secret-of-the-tests-0123456789',
        health: { database: () => Promise.resolve(), provider: () => Promise.resolve() },
        registerCallbacks: () => undefined,
        clock: () => new Date(),
        log: pino({ level: 'silent' }),
      },
    );
    port = await server.listen('127.0.0.1', 0);
    const size = { width: 1280, height: 720 };
    const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
    const facts: readonly StreamFact[] = [
      { type: 'push-started', sequence: '1', atMs: began, ...size, identity },
      ...(['mp4', 'hls', 'flv'] as const).flatMap((format): StreamFact[] => [
        { type: 'record-started', sessionId: format, format, atMs: began },
        { type: 'record-ended', sessionId: format, format, atMs: began + 600_000 },
      ]),
    ];
    await store.facts.take(facts.map((fact) => ({ about: 'stream', sdkAppId, streamId: 's', fact })));
    await store.relayUsage.keep([
      { sdkAppId, streamId: 'live', slotStart: new Date(began), bytes: 1_000_000_000 },
    ]);
  });
  afterAll(async () => {
    await server.close();
    clients.close();
    await store.close();
    await database.close();
    folder.close();
  });

  const environment = () => ({ ...process.env, ROOMTAPE_DATA: folder.path, ROOMTAPE_PORT: String(port) });
  const bill = async (...args: readonly string[]): Promise<string> =>
    (await run(process.execPath, [launcher, 'bill', ...args], { env: environment() })).stdout.trim();
  const refused = async (...args: readonly string[]): Promise<string> => {
    try {
      await bill(...args);
    } catch (error) {
      return (error as { stderr: string }).stderr;
    }
    throw new Error('It was not refused.');
  };

  it('asks only what the schema has', () => {
    const schema = buildSchema(
      readFileSync(path.resolve(import.meta.dirname, '../../schema/schema.graphql'), 'utf8'),
    );
    for (const document of [...Object.values(billDocuments), ...Object.values(bookDocuments)])
      expect(validate(schema, parse(document))).toEqual([]);
  });

  it(
    'prints what the month would have cost otherwise, as what differs from its bill',
    { timeout: 180_000 },
    async () => {
      const knobs = path.join(folder.path, 'knobs.yaml');
      writeFileSync(knobs, 'formats: [hls]\nretentionDays: 7\nrecorded: streams\n');
      const printed = JSON.parse(await bill('2026-06', '--what-if', knobs, '--format', 'json')) as {
        before: { total: string };
        after: { total: string };
        difference: string;
        lines: readonly { item: string; kind: string; quantityEffect: string }[];
      };
      expect([printed.before.total, printed.after.total, printed.difference]).toEqual([
        ...['0.60421', '0.25127', '-0.35294'],
      ]);
      expect(printed.lines.map(({ item, kind, quantityEffect }) => [item, kind, quantityEffect])).toEqual([
        ['RECORDING_CSS_CHANNEL', 'CHANGED', '-0.35294'],
        ['TRAFFIC_RELAY', 'SAME', '0'],
      ]);
      const table = await bill('2026-06', '--what-if', knobs);
      expect(table).toContain('would have been 0.25127');
      expect(table).toMatch(/total .*-0\.35294/);
      writeFileSync(knobs, 'formats: [hls]\n');
      expect(await bill('2026-06', '--what-if', knobs, '--format', 'csv')).toContain('CHANGED,RECORDING,');
      expect(await refused('2026-06-10', '--what-if', knobs)).toContain('--what-if goes with a month');
      writeFileSync(knobs, 'hls\n');
      expect(await refused('2026-06', '--what-if', knobs)).toContain(
        `${knobs} holds no knobs; allowed: fields`,
      );
      writeFileSync(knobs, 'formts: [hls]\n');
      expect(await refused('2026-06', '--what-if', knobs)).toContain('"formts" is not defined');
      writeFileSync(knobs, 'retentionDays: 99999\nusagePercent: 100001\n');
      expect(await refused('2026-06', '--what-if', knobs)).toContain('input.knobs.usagePercent');
    },
  );

  it('prints what the API answers, with the same total', async () => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${testApiKeys.finance}` },
      body: JSON.stringify({ query: '{ bill(input: { period: { month: "2026-06" } }) { total } }' }),
    });
    const { data } = (await answer.json()) as { data: { bill: { total: string } } };
    // One stream in three formats on one of thirty days, 5.2941 × 3 ÷ 30; one GB to live viewers.
    const total = '0.60421';
    expect(data.bill.total).toBe(total);
    expect(JSON.parse(await bill('2026-06', '--format', 'json'))).toMatchObject({ total });
    expect(await bill('2026-06')).toMatch(/total +0\.60421/);
    expect(await bill('2026-06', '--digits', '2')).toMatch(/total +0\.60/);
  });

  it('makes files whose rows sum to the bill', { timeout: 180_000 }, async () => {
    const total = '0.60421';
    const sumOf = (rows: unknown, column: string): string =>
      printDecimal(Decimal.sum(0, ...(rows as Record<string, unknown>[]).map((row) => String(row[column]))));
    for (const [format, column] of [
      ['csv', 'amount'],
      ['focus', 'BilledCost'],
    ] as const) {
      const printed = await bill('2026-06', '--format', format);
      expect(sumOf(readCsv(printed, { columns: true }), column)).toBe(total);
      const file = path.join(folder.path, `june.${format}`);
      expect(await bill('2026-06', '--format', format, '--out', file)).toBe(`2026-06 is in ${file}.`);
      expect(readFileSync(file, 'utf8')).toBe(`${printed}\n`);
    }
    const workbook = path.join(folder.path, 'june.xlsx');
    for (const [digits, sum] of [
      [[], total],
      [['--digits', '2'], '0.6'],
    ] as const) {
      await bill('2026-06', '--format', 'xlsx', '--out', workbook, ...digits);
      const { Sheets: sheets } = read(readFileSync(workbook));
      expect(utils.sheet_to_json(sheets['Lines']!)).toHaveLength(2);
      for (const sheet of ['Lines', 'Months'])
        expect(sumOf(utils.sheet_to_json(sheets[sheet]!), 'amount')).toBe(sum);
    }
  });

  it('says beside files of rows that something of the bill has no price', { timeout: 180_000 }, async () => {
    const seed = ['2026-06', '--book', 'seed-2022'];
    expect(await bill(...seed)).toContain('INCOMPLETE: something used has no price.');
    expect(JSON.parse(await bill(...seed, '--format', 'json'))).toMatchObject({ complete: false });
    const file = path.join(folder.path, 'seed');
    for (const format of ['csv', 'focus', 'xlsx']) {
      const args = [launcher, 'bill', ...seed, '--format', format, '--out', file];
      const { stdout, stderr } = await run(process.execPath, args, { env: environment() });
      expect(stdout).toBe(`2026-06 is in ${file}.\n`);
      expect(stderr).toContain('INCOMPLETE: something used has no price.\nNO_RATE: ');
      if (format !== 'csv') continue;
      const [row] = readCsv<Record<string, string>>(readFileSync(file), { columns: true });
      expect(row).toMatchObject({ period: '2026-06', item: 'NO_RATE', amount: '' });
      expect(row!['description']).toMatch(/^INCOMPLETE: something used has no price\. NO_RATE: /);
    }
  });

  it('refuses what it cannot mean, in one sentence that names it', { timeout: 180_000 }, async () => {
    expect(await refused('2026-13')).toContain('period.month is "2026-13"');
    expect(await refused('2026-06', '--digits', 'many')).toContain('--digits is "many"; allowed');
    expect(await refused('2026-06', '--format', 'pdf')).toContain(
      '--format is "pdf"; allowed: table, json, csv, focus, xlsx.',
    );
    expect(await refused('2026-06', '--format', 'xlsx')).toContain('say the file with --out FILE');
    expect(await refused('2026-06', '--out', folder.path)).toContain(`${folder.path} cannot be written: `);
    expect(await refused('2026-06', '--out', '')).toContain('--out is ""; allowed: the name of a file.');
    expect(await refused('2026-06', '--app', '5')).toContain('There is no application 5.');
    expect(await refused('2026-06', '--book', 'current')).toContain('There is no price book current');
    expect(await refused()).toContain('takes one month or day');
  });
});

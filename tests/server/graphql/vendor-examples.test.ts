import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { openTaskProvider } from '../../../server/adapters/tencent/task-provider.ts';
import { openTencentProvider } from '../../../server/adapters/tencent/provider.ts';
import { openApi } from '../../../server/api.ts';
import type { HttpServer } from '../../../server/http/server.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { testApiKeys } from '../../support/house.ts';
import { openShelfPorts } from '../../support/shelf-ports.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import { openTestApplications } from '../../support/test-applications.ts';
import type { VendorExample } from '../../support/vendor-examples.ts';
import { vendorExamples } from '../../support/vendor-examples.ts';

const run = promisify(execFile);
const launcher = path.resolve(import.meta.dirname, '../../../cli/roomtape.mjs');

interface Priced {
  readonly total: string;
  readonly complete: boolean;
  readonly subtotals: readonly { readonly charge: string; readonly amount: string }[];
}

const amountOf = ({ charge }: VendorExample, { total, subtotals }: Priced): string =>
  charge === null ? total : subtotals.find((subtotal) => subtotal.charge === charge)!.amount;

/** Words of a file are the schema's enums in small letters. */
const word = (text: unknown): string => String(text).toUpperCase().replaceAll(/[.-]/g, '_');
const enums = new Set(['cohort', 'method', 'codec', 'item']);

function inputOf(scenario: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(scenario).map(([name, value]) => {
      if (name === 'measures') return [name, (value as readonly Record<string, unknown>[]).map(inputOf)];
      if (name === 'formats') return [name, (value as readonly string[]).map(word)];
      return [name, enums.has(name) ? word(value) : value];
    }),
  );
}

describe('every worked example of the vendor’s pages', () => {
  const folder = openTemporaryFolder();
  const clients = openClients({ secretId: 'id', secretKey: 'key', endpoint: '127.0.0.1:1/api', region: 'r' });
  let database: TestDatabase;
  let store: Store;
  let server: HttpServer;
  let url: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    const { secretKeyOf, ...own } = await openTestApplications(store, clients, 1_400_000_123);
    const publish = { rtmpUrl: 'rtmp://127.0.0.1/push', rtmpIntRooms: true, whipUrl: null };
    const provider = openTencentProvider({ clients, secretKeyOf, ...publish });
    const taskProvider = openTaskProvider(clients, secretKeyOf);
    server = await openApi(
      { ...store, provider, ...openShelfPorts(store, clients), taskProvider },
      {
        ...{ ...own, apiKeys: testApiKeys, hasDeliveryFolder: false, corsOrigins: [], consoleFolder: null },
        tokenSecret: 'token-secret-of-the-tests-0123456789',
        health: { database: () => Promise.resolve(), provider: () => Promise.resolve() },
        registerCallbacks: () => undefined,
        clock: () => new Date(),
        log: pino({ level: 'silent' }),
      },
    );
    url = `http://127.0.0.1:${String(await server.listen('127.0.0.1', 0))}`;
  });
  afterAll(async () => {
    await server.close();
    clients.close();
    await store.close();
    await database.close();
    folder.close();
  });

  async function resolve({ scenario, book }: VendorExample): Promise<Priced> {
    const query = `query ($input: EstimateCostInput!) {
      estimateCost(input: $input) { total complete subtotals { charge amount } } }`;
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${testApiKeys.finance}` },
      body: JSON.stringify({ query, variables: { input: { ...inputOf(scenario), book } } }),
    });
    const { data, errors } = (await answer.json()) as { data: { estimateCost: Priced }; errors?: unknown };
    expect(errors).toBeUndefined();
    return data.estimateCost;
  }
  let files = 0;
  async function command({ scenario, book }: VendorExample): Promise<Priced> {
    const file = path.join(folder.path, `${String((files += 1))}.yaml`);
    writeFileSync(file, stringify(scenario));
    const args = [launcher, 'estimate', file, '--book', book, '--format', 'json'];
    return JSON.parse((await run(process.execPath, args)).stdout) as Priced;
  }

  it.each(vendorExamples.map((example) => [example.name, example.amount, example.source, example] as const))(
    '%s: %s by the resolver and by the command (%s)',
    async (_name, amount, _source, example) => {
      const [resolved, printed] = await Promise.all([resolve(example), command(example)]);
      expect([amountOf(example, resolved), amountOf(example, printed)]).toEqual([amount, amount]);
      expect([resolved.complete, printed.complete]).toEqual([true, true]);
    },
    60_000,
  );
});

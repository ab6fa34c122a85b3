import { pino } from 'pino';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { openTaskProvider } from '../../../server/adapters/tencent/task-provider.ts';
import { openTencentProvider } from '../../../server/adapters/tencent/provider.ts';
import { openApi } from '../../../server/api.ts';
import type { HttpServer } from '../../../server/http/server.ts';
import { everything } from '../../../server/services/access/principal.ts';
import { openTestApplications } from '../../support/test-applications.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { testApiKeys } from '../../support/house.ts';
import { openShelfPorts } from '../../support/shelf-ports.ts';

const sdkAppId = 1_400_000_123;
const june = Date.parse('2026-06-01T00:00:00+08:00');
const dayMs = 86_400_000;

interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly faults?: readonly { readonly field: string }[] };
  }[];
}

describe('looking ahead over the API', () => {
  const clients = openClients({ secretId: 'id', secretKey: 'key', endpoint: '127.0.0.1:1/api', region: 'r' });
  let database: TestDatabase;
  let store: Store;
  let nowMs = june + 3 * dayMs;
  const servers: HttpServer[] = [];
  let url: string;

  const serve = async (): Promise<void> => {
    const { secretKeyOf, ...own } = await openTestApplications(store, clients, sdkAppId);
    const publish = { rtmpUrl: 'rtmp://127.0.0.1/push', rtmpIntRooms: true, whipUrl: null };
    const provider = openTencentProvider({ clients, secretKeyOf, ...publish });
    const taskProvider = openTaskProvider(clients, secretKeyOf);
    const server = await openApi(
      { ...store, provider, ...openShelfPorts(store, clients), taskProvider },
      {
        ...{ ...own, apiKeys: testApiKeys, hasDeliveryFolder: false, corsOrigins: [], consoleFolder: null },
        tokenSecret: 'token-secret-of-the-tests-0123456789',
        health: { database: () => Promise.resolve(), provider: () => Promise.resolve() },
        registerCallbacks: () => undefined,
        clock: () => new Date(nowMs),
        log: pino({ level: 'silent' }),
      },
    );
    servers.push(server);
    url = `http://127.0.0.1:${String(await server.listen('127.0.0.1', 0))}`;
  };
  /** One stream in one format for ten minutes: one channel. */
  const record = async (day: number): Promise<void> => {
    const [atMs, name] = [june + day * dayMs + 3_600_000, `s${String(day)}`];
    const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
    const facts: readonly StreamFact[] = [
      { type: 'push-started', sequence: name, atMs, width: 1280, height: 720, identity },
      {
        type: 'push-ended',
        sequence: name,
        startedAtMs: atMs,
        atMs: atMs + 600_000,
        width: 1280,
        height: 720,
        identity,
      },
      { type: 'record-started', sessionId: name, format: 'mp4', atMs },
      { type: 'record-ended', sessionId: name, format: 'mp4', atMs: atMs + 600_000 },
    ];
    await store.facts.take(facts.map((fact) => ({ about: 'stream', sdkAppId, streamId: name, fact })));
  };
  const ask = async (
    query: string,
    input: object = {},
    key: string = testApiKeys.finance,
  ): Promise<Answer> => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    return (await answer.json()) as Answer;
  };
  const data = async (query: string, input?: object): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await ask(query, input);
    expect(answer.errors).toBeUndefined();
    return answer.data!;
  };
  const forecast = `{ costForecast {
    ... on CostForecast { month total low high soFar learntFromDays forecastDays lines { why } }
    ... on ForecastRefused { haveDays needDays possibleFrom message } } }`;
  const setBudget = `mutation($input: SetBudgetInput!) { setBudget(input: $input) { budget {
    name amount currency takeAway month spent forecast
    thresholds { percent basis action limit crossedAt } } } }`;
  /** From the table: readers of the log see an event only when no other transaction of the cluster is older. */
  const crossings = async (): Promise<readonly unknown[]> => {
    const sql = postgres(database.serverUrl, { max: 1 });
    try {
      const rows = await sql<{ data: unknown }[]>`select data from events where type = 'budget.crossed'`;
      return rows.map(({ data: told }) => told);
    } finally {
      await sql.end();
    }
  };

  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    await serve();
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    clients.close();
    await store.close();
    await database.close();
  });

  it('refuses to tell a month from less than a week, and tells it from one, the same each time', async () => {
    for (let day = 0; day < 3; day++) await record(day);
    expect((await data(forecast))['costForecast']).toMatchObject({
      ...{ haveDays: 3, needDays: 7, possibleFrom: '2026-06-08' },
      message: 'A forecast takes 7 whole days of use; there are 3. It can be told from 2026-06-08 on.',
    });
    for (let day = 3; day < 10; day++) await record(day);
    nowMs = june + 10 * dayMs;
    // A ledger that takes long answers what it knows, and is metered meanwhile.
    const told = await eventually(
      'all days are metered',
      async () => {
        const answer = (await data(forecast))['costForecast'] as { learntFromDays?: number };
        return answer.learntFromDays === 10 ? answer : null;
      },
      60_000,
    );
    // One channel on ten of thirty days so far, and on all thirty at the end: 5.2941.
    expect(told).toMatchObject({
      ...{ month: '2026-06', total: '5.2941', low: '5.2941', high: '5.2941', soFar: '1.7647' },
      ...{ learntFromDays: 10, forecastDays: 20 },
      lines: [{ why: '1 channel-month × 30 of 30 days × 5.2941 = 5.2941' }],
    });
    expect((await data(forecast))['costForecast']).toEqual(told);
    const later = await ask('{ costForecast(month: "2026-08") { __typename } }');
    expect(later.errors![0]!.extensions.faults).toMatchObject([{ field: 'month' }]);
  });

  it('sets a budget against what the month cost and will cost, and tells each threshold once', async () => {
    const input = {
      ...{ name: 'June', amount: '2', takeAway: 'MIX' },
      thresholds: [
        { percent: 80 },
        { percent: 100, action: 'WARN' },
        { percent: 200, basis: 'FORECAST', action: 'DOWNGRADE' },
      ],
    };
    const { setBudget: set } = await data(setBudget, input);
    expect(set).toMatchObject({
      budget: {
        ...{
          amount: '2',
          currency: 'USD',
          takeAway: 'MIX',
          month: '2026-06',
          spent: '1.7647',
          forecast: '5.2941',
        },
        thresholds: [
          {
            percent: 80,
            basis: 'ACTUAL',
            action: 'NONE',
            limit: '1.6',
            crossedAt: new Date(nowMs).toISOString(),
          },
          { percent: 100, basis: 'ACTUAL', action: 'WARN', limit: '2', crossedAt: null },
          { percent: 200, basis: 'FORECAST', action: 'DOWNGRADE', limit: '4' },
        ],
      },
    });
    const told = [
      { budget: 'June', month: '2026-06', percent: 80, basis: 'ACTUAL' },
      { budget: 'June', month: '2026-06', percent: 200, basis: 'FORECAST' },
    ];
    expect(await crossings()).toEqual(expect.arrayContaining(told));
    // A server that starts again, and looks again.
    await serve();
    await data(setBudget, input);
    expect(await crossings()).toHaveLength(2);
  });

  it('starts no mix over a budget that takes mixes away or refuses, and names spent and limit to who may see costs', async () => {
    const room = { kind: 'string', value: 'r' } as const;
    const created = { type: 'room-created', atMs: Date.now(), userId: 'u', reason: null } as const;
    await store.facts.take([{ about: 'room', sdkAppId, room, fact: created }]);
    const start = (idempotencyKey: string, key: string = testApiKeys.admin) =>
      ask(
        `mutation($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { budgetNotices { message } } }`,
        { sdkAppId, room: { name: { text: 'r' } }, recordId: 'r', idempotencyKey },
        key,
      );
    const taken = await start('1');
    expect(taken.errors![0]!.extensions.code).toBe('BUDGET_EXCEEDED');
    expect(taken.errors![0]!.message).toContain(
      'will have cost at its end 5.2941 USD; the budget “June” is 2, and its limit at 200 % is 4. Nothing is mixed',
    );
    const hidden = (await start('hidden', testApiKeys.frontend)).errors![0]!;
    expect(hidden.extensions.code).toBe('BUDGET_EXCEEDED');
    expect(hidden.message).toBe(
      'The month will have cost at its end at least 200 % of the budget “June”. Nothing is mixed over it; streams are recorded as before. What the vendor records by itself, by settings or its own console, is not stopped by a budget.',
    );
    expect(JSON.stringify(hidden)).not.toMatch(/5\.2941|1\.7647|USD/);
    await data(setBudget, { name: 'June', amount: '1', thresholds: [{ percent: 150, action: 'REFUSE' }] });
    expect((await start('2')).errors![0]!.message).toContain('has cost 1.7647 USD; the budget “June” is 1');
    await data('mutation($input: RemoveBudgetInput!) { removeBudget(input: $input) { name } }', {
      name: 'June',
    });
    // Only the provider, which is not there, keeps it from starting now.
    expect((await start('3')).errors?.[0]?.extensions.code).not.toBe('BUDGET_EXCEEDED');
    expect((await data('{ budgets { name } }'))['budgets']).toEqual([]);
  });

  it('forbids no mix by a warning, nor by a format that is its settings’ to take, and audits what was set', async () => {
    const room = { kind: 'string', value: 't' } as const;
    const created = { type: 'room-created', atMs: Date.now(), userId: 'u', reason: null } as const;
    await store.facts.take([{ about: 'room', sdkAppId, room, fact: created }]);
    const start = (idempotencyKey: string) =>
      ask(
        `mutation($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { budgetNotices { message } } }`,
        { sdkAppId, room: { name: { text: 't' } }, recordId: 't', idempotencyKey },
        testApiKeys.frontend,
      );
    for (const [action, takeAway] of [
      ['WARN', null],
      ['DOWNGRADE', 'MP4'],
    ] as const) {
      const thresholds = [{ percent: 100, action }];
      await data(setBudget, { name: 'soft', amount: '1', takeAway, thresholds });
      const code = (await start(action)).errors?.[0]?.extensions.code;
      // Nothing forbids it: only the provider, which is not there, keeps it from starting.
      expect(code).not.toBe('BUDGET_EXCEEDED');
    }
    await data('mutation($input: RemoveBudgetInput!) { removeBudget(input: $input) { name } }', {
      name: 'soft',
    });
    const { rows } = await store.audit.entries({ actions: ['budget.set', 'budget.remove'] }, everything, {
      first: 3,
      after: null,
    });
    expect(rows.map(({ row }) => [row.action, row.role, row.detail['name']])).toEqual([
      ['budget.remove', 'finance', 'soft'],
      ['budget.set', 'finance', 'soft'],
      ['budget.set', 'finance', 'soft'],
    ]);
  });

  it('goes by what bills the month: the book that it is pinned to, not the newest', async () => {
    await data('mutation($input: SetBillingTermsInput!) { setBillingTerms(input: $input) { book } }', {
      ...{ sdkAppId, fromMonth: '2026-06', book: 'seed-2022', idempotencyKey: 'terms' },
    });
    const { bill } = (await data('query($input: BillInput!) { bill(input: $input) { total book { id } } }', {
      period: { month: '2026-06' },
    })) as { bill: { total: string; book: { id: string } } };
    expect(bill.book.id).toBe('seed-2022');
    const { setBudget: set } = (await data(setBudget, {
      ...{ name: 'pinned', amount: '100', thresholds: [{ percent: 100, basis: 'FORECAST' }] },
    })) as { setBudget: { budget: { spent: string } } };
    expect(set.budget.spent).toBe(bill.total);
    const { costForecast } = (await data(
      '{ costForecast { ... on CostForecast { soFar book { id } } } }',
    )) as {
      costForecast: { soFar: string; book: { id: string } };
    };
    expect(costForecast).toEqual({ soFar: bill.total, book: { id: 'seed-2022' } });
    await data('mutation($input: RemoveBudgetInput!) { removeBudget(input: $input) { name } }', {
      name: 'pinned',
    });
  });

  it('lets only who may see costs set and see budgets, and lists every bad term', async () => {
    const input = { name: 'x', amount: '0', thresholds: [{ percent: 0 }] };
    expect((await ask(setBudget, input, testApiKeys.frontend)).errors![0]!.extensions.code).toBe('FORBIDDEN');
    expect((await ask('{ budgets { name } }', {}, testApiKeys.partner)).errors![0]!.extensions.code).toBe(
      'FORBIDDEN',
    );
    const bad = await ask(setBudget, input);
    expect(bad.errors![0]!.extensions.faults!.map(({ field }) => field)).toEqual([
      ...['input.amount', 'input.thresholds[0].percent'],
    ]);
  });
});

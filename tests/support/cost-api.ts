import { pino } from 'pino';
import type { StreamFact } from '../../domain/recording/facts.ts';
import { openStore, type Store } from '../../server/adapters/postgres/store.ts';
import { openClients } from '../../server/adapters/tencent/clients.ts';
import { openTencentProvider } from '../../server/adapters/tencent/provider.ts';
import { openTaskProvider } from '../../server/adapters/tencent/task-provider.ts';
import { openApi } from '../../server/api.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { testApiKeys } from './house.ts';
import { openShelfPorts } from './shelf-ports.ts';
import { openTestApplications } from './test-applications.ts';

export interface CostAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: {
      readonly code: string;
      readonly faults?: readonly { readonly field: string; readonly got: string; readonly allowed: string }[];
    };
  }[];
}

/** The API alone, on a database of its own: no engine, and a provider that is not there. */
export interface CostApi {
  readonly url: string;
  readonly store: Store;
  readonly database: TestDatabase;
  /** Asks with finance's key unless another is given; variables are `{ input }` or what is given. */
  ask(query: string, variables?: object, key?: string): Promise<CostAnswer>;
  /** Answers data, or fails with the errors. */
  data(query: string, variables?: object, key?: string): Promise<Readonly<Record<string, unknown>>>;
  /** One stream of 1280×720 recorded in these formats. */
  record(
    name: string,
    atMs: number,
    seconds: number,
    formats?: readonly ('mp4' | 'hls' | 'flv')[],
  ): Promise<void>;
  close(): Promise<void>;
}

export const costApplication = 1_400_000_123;

export async function openCostApi(clock: () => Date): Promise<CostApi> {
  const sdkAppId = costApplication;
  const clients = openClients({ secretId: 'id', secretKey: 'key', endpoint: '127.0.0.1:1/api', region: 'r' });
  const database = await openTestDatabase();
  const store = openStore(database.serverUrl);
  const { secretKeyOf, ...own } = await openTestApplications(store, clients, sdkAppId);
  const publish = { rtmpUrl: 'rtmp://127.0.0.1/push', rtmpIntRooms: true, whipUrl: null };
  const server = await openApi(
    {
      ...{ ...store, provider: openTencentProvider({ clients, secretKeyOf, ...publish }) },
      ...{ ...openShelfPorts(store, clients), taskProvider: openTaskProvider(clients, secretKeyOf) },
    },
    {
      ...{ ...own, apiKeys: testApiKeys, hasDeliveryFolder: false, corsOrigins: [], consoleFolder: null },
      tokenSecret: 'token-secret-of-the-tests-0123456789',
      health: { database: () => Promise.resolve(), provider: () => Promise.resolve() },
      registerCallbacks: () => undefined,
      ...{ clock, log: pino({ level: 'silent' }) },
    },
  );
  const url = `http://127.0.0.1:${String(await server.listen('127.0.0.1', 0))}`;

  const ask = async (
    query: string,
    variables: object = {},
    key: string = testApiKeys.finance,
  ): Promise<CostAnswer> => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await answer.json()) as CostAnswer;
  };
  return {
    ...{ url, store, database, ask },
    async data(query, variables, key) {
      const { data, errors } = await ask(query, variables, key);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data!;
    },
    async record(name, atMs, seconds, formats = ['mp4']) {
      const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
      const [size, endMs] = [{ width: 1280, height: 720 }, atMs + seconds * 1000];
      const facts: readonly StreamFact[] = [
        { type: 'push-started', sequence: name, atMs, ...size, identity },
        { type: 'push-ended', sequence: name, startedAtMs: atMs, atMs: endMs, ...size, identity },
        ...formats.flatMap((format): StreamFact[] => [
          { type: 'record-started', sessionId: `${name}${format}`, format, atMs },
          { type: 'record-ended', sessionId: `${name}${format}`, format, atMs: endMs },
        ]),
      ];
      await store.facts.take(facts.map((fact) => ({ about: 'stream', sdkAppId, streamId: name, fact })));
    },
    async close() {
      await server.close();
      clients.close();
      await store.close();
      await database.close();
    },
  };
}

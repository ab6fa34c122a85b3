import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { openTaskProvider } from '../../../server/adapters/tencent/task-provider.ts';
import { openTencentProvider } from '../../../server/adapters/tencent/provider.ts';
import { openApi } from '../../../server/api.ts';
import type { HttpServer } from '../../../server/http/server.ts';
import type { SubjectFact } from '../../../server/ports/inbox.ts';
import { openTestApplications } from '../../support/test-applications.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { testApiKeys } from '../../support/house.ts';
import { openShelfPorts } from '../../support/shelf-ports.ts';

const sdkAppId = 1400000123;
const began = Date.now() - 3_600_000;

/** A finished recording in two formats, in a room of its own. */
function recorded(number: number): SubjectFact[] {
  const streamId = `stream${String(number)}`;
  const room = { kind: 'int', value: number } as const;
  const atMs = began + number * 1000;
  const identity = {
    room,
    userId: `u${String(number)}`,
    streamType: 'main',
    userDefineRecordId: null,
  } as const;
  const stream = { about: 'stream', sdkAppId, streamId } as const;
  return [
    { about: 'room', sdkAppId, room, fact: { type: 'room-created', atMs, userId: 'u', reason: null } },
    {
      ...stream,
      fact: { type: 'push-started', sequence: String(number), atMs, width: 640, height: 360, identity },
    },
    ...(['hls', 'mp4'] as const).map((format): SubjectFact => ({
      ...stream,
      fact: {
        ...{ type: 'file-announced', fileId: `${format}${String(number)}`, format, identity, bytes: 5 },
        ...{ startMs: atMs, endMs: atMs + 5000, durationMs: 5000 },
      },
    })),
  ];
}

describe('a list of recordings with all that belongs to them', () => {
  let database: TestDatabase;
  let store: Store;
  let server: HttpServer;
  let url: string;
  const statements: string[] = [];
  const clients = openClients({ secretId: 'id', secretKey: 'key', endpoint: '127.0.0.1:1/api', region: 'r' });
  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl, (statement) => statements.push(statement));
    await store.facts.take(Array.from({ length: 120 }, (_, number) => recorded(number + 1)).flat());
    const { secretKeyOf, ...own } = await openTestApplications(store, clients, sdkAppId);
    const provider = openTencentProvider({
      clients,
      secretKeyOf,
      rtmpUrl: 'rtmp://127.0.0.1/push',
      rtmpIntRooms: true,
      whipUrl: null,
    });
    server = await openApi(
      {
        ...{ ...store, provider, ...openShelfPorts(store, clients) },
        taskProvider: openTaskProvider(clients, secretKeyOf),
      },
      {
        ...own,
        apiKeys: testApiKeys,
        hasDeliveryFolder: false,
        tokenSecret: 'token-secret-of-the-tests-0123456789',
        corsOrigins: [],
        consoleFolder: null,
        health: { database: () => store.ping(), provider: () => Promise.resolve() },
        registerCallbacks: () => undefined,
        clock: () => new Date(),
        log: pino({ level: 'silent' }),
      },
    );
    url = `http://127.0.0.1:${String(await server.listen('127.0.0.1', 0))}/graphql`;
  });
  afterAll(async () => {
    await server.close();
    clients.close();
    await store.close();
    await database.close();
  });

  async function list(first: number): Promise<{ readonly count: number; readonly sql: readonly string[] }> {
    statements.length = 0;
    const query = `query ($first: Int!) { recordings(first: $first) { totalCount edges { node {
      id state durationSeconds playbackUrl application { name }
      room { id name streams { id } recordings { id } mixes { id } }
      stream { id width room { number } }
      files { id format sizeBytes recording { id } }
    } } } }`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${testApiKeys.admin}` },
      body: JSON.stringify({ query, variables: { first } }),
    });
    const { data, errors } = (await answer.json()) as {
      data: { recordings: { edges: { node: { room: { name: string }; files: unknown[] } }[] } };
      errors?: unknown;
    };
    expect(errors).toBeUndefined();
    const nodes = data.recordings.edges.map(({ node }) => node);
    expect(nodes.every(({ room, files }) => Number(room.name) > 0 && files.length === 2)).toBe(true);
    return { count: nodes.length, sql: [...statements] };
  }

  it('takes as many statements for a hundred as for two', async () => {
    // The first request opens connections, which ask the server about its types.
    await list(1);
    const two = await list(2);
    const hundred = await list(100);
    expect([two.count, hundred.count]).toEqual([2, 100]);
    expect(hundred.sql.length).toBe(two.sql.length);
    // Two for the page and its count, one for each kind of child.
    expect(hundred.sql.length).toBeLessThanOrEqual(9);
  });
});

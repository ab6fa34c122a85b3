import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

const sdkAppId = 1_400_000_123;
const room = { kind: 'string', value: 'class' } as const;
const atMs = Date.parse('2026-06-01T08:00:00Z');

describe('a mix that was asked for elsewhere', () => {
  let database: TestDatabase;
  let store: Store;
  let sql: postgres.Sql;
  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    sql = postgres(database.serverUrl, { max: 1 });
    const fact = { type: 'user-entered', atMs, userId: 'ann', reason: 1 } as const;
    await store.facts.take([{ about: 'room', sdkAppId, room, fact }]);
  });
  afterAll(async () => {
    await sql.end();
    await store.close();
    await database.close();
  });

  const record = (streamId: string): Promise<void> => {
    const identity = { room: null, userId: null, streamType: 'main', userDefineRecordId: null } as const;
    const size = { width: 640, height: 360 };
    return store.facts.take(
      [
        { type: 'push-started' as const, sequence: streamId, atMs: atMs + 1000, ...size, identity },
        { type: 'record-started' as const, sessionId: streamId, format: 'mp4' as const, atMs: atMs + 1000 },
      ].map((fact) => ({ about: 'stream' as const, sdkAppId, streamId, fact })),
    );
  };
  const count = (streamId: string) =>
    store.mixUsage.keep([
      {
        ...{ providerMixId: randomUUID(), sdkAppId, room, streamId, askedBy: 'ann', intoOwnStream: false },
        ...{ width: 640, height: 360, beganAt: new Date(atMs), overAt: null, counts: [] },
      },
    ]);
  const recorded = async (streamId: string) => {
    const [row] = await sql<Record<string, unknown>[]>`
      select room_id, stream_type, user_id, kind, method, user_define_record_id, search_text
      from recordings where stream_id = ${streamId}`;
    return { ...row, search_text: String(row?.['search_text']).replaceAll(streamId, 'stream') };
  };

  it('makes its recording a mix’s, whether the mix or its stream is told of first', async () => {
    await count('film-one');
    await record('film-one');
    await record('film-two');
    await count('film-two');
    const [first, second] = [await recorded('film-one'), await recorded('film-two')];
    expect(first).toMatchObject({ kind: 'MIX', stream_type: 'mix', user_id: null });
    expect(first['room_id' as keyof typeof first]).not.toBeNull();
    expect(second).toEqual(first);
  });
});

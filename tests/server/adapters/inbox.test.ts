import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

describe('the inbox', () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  it('applies what came behind a callback that cannot be applied', async () => {
    const sdkAppId = 2_000_000_001;
    const room = { kind: 'string', value: 'behind' } as const;
    const take = (name: string, atMs: number): Promise<boolean> => {
      const fact = { type: 'room-created', atMs, userId: 'u1', reason: null } as const;
      return store.inbox.store({
        ...{ sdkAppId, kind: 'trtc', body: '{}', trusted: true, dedupeKey: name },
        facts: [{ about: 'room', sdkAppId, room: { ...room, value: name }, fact }],
      });
    };
    // Later than any time that a date can hold.
    await take('never', 1e18);
    await take('behind', Date.UTC(2026, 1, 3));
    await expect(store.inbox.applyStored()).rejects.toThrow();
    const rooms = await store.repairs.openRooms(new Date());
    expect(rooms.map(({ name }) => name)).toEqual([{ ...room, value: 'behind' }]);
    // It stays, and says so each time.
    await expect(store.inbox.applyStored()).rejects.toThrow();
  });
});

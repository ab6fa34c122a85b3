import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { newestFirst, recordingSorts } from '../../../server/ports/recording-search.ts';
import type { RecordingFilter, VisibleScope } from '../../../server/ports/records.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { recordedFacts } from '../../support/recorded-facts.ts';

const everything: VisibleScope = { sdkAppIds: null, roomIds: null, recordingIds: null, userId: null };
const began = Date.UTC(2026, 1, 3, 4, 5, 6);

describe('the search of recordings', () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    await store.facts.take(
      Array.from({ length: 23 }, (_, number) =>
        recordedFacts({
          streamId: `Str%eam_${String(number)}`,
          userId: number % 3 === 0 ? 'Ada' : 'grace',
          room: number % 2 === 0 ? { kind: 'int', value: 123 } : { kind: 'string', value: '123' },
          atMs: began + Math.floor(number / 4) * 60_000,
          seconds: 5 + (number % 5),
          bytes: 1000 * (number % 7),
          formats: number === 22 ? ['flv'] : ['hls', 'mp4'],
        }),
      ).flat(),
    );
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  const find = async (filter: RecordingFilter, scope = everything) =>
    (await store.search.search(filter, newestFirst, scope, { first: 100, after: null, offset: 0 })).rows.map(
      ({ row }) => row,
    );

  it('finds text anywhere and in any case, and takes wildcards literally', async () => {
    expect(await find({ text: 'EAM_2' })).toHaveLength(4);
    expect(await find({ text: 'r%e' })).toHaveLength(23);
    expect(await find({ text: 'r_e' })).toHaveLength(0);
    expect(await find({ text: 'ADA' })).toHaveLength(8);
    expect(await find({ namePrefix: 'Str%eam_1' })).toHaveLength(11);
    expect(await find({ namePrefix: 'str' })).toHaveLength(0);
  });

  it('has an index for text anywhere, which the planner takes', async () => {
    const sql = postgres(database.serverUrl, { max: 1, onnotice: () => undefined });
    await sql`set enable_seqscan = off`;
    const plan = await sql`explain select id from recordings where search_text like '%eam_2%'`;
    await sql.end();
    expect(JSON.stringify(plan)).toContain('recordings_by_text');
  });

  it('tells the number 123 and the text "123" of rooms apart', async () => {
    expect(await find({ roomName: { kind: 'int', value: 123 } })).toHaveLength(12);
    expect(await find({ roomName: { kind: 'string', value: '123' } })).toHaveLength(11);
  });

  it('takes sizes, lengths, formats and states together', async () => {
    expect((await find({ minBytes: 12_000 })).every(({ bytes }) => bytes >= 12_000)).toBe(true);
    expect(await find({ maxBytes: 0 })).toHaveLength(4);
    expect(await find({ minDurationMs: 9000 })).toHaveLength(4);
    expect(await find({ minDurationMs: 9000, userId: 'Ada', states: ['READY'] })).toHaveLength(1);
    expect(await find({ format: 'flv' })).toHaveLength(1);
    expect(await find({ states: ['TRASHED', 'LOST'] })).toHaveLength(0);
  });

  it.each(recordingSorts.flatMap((field) => (['ASC', 'DESC'] as const).map((way) => [field, way] as const)))(
    'pages by %s %s without a gap or a repetition, among equals too',
    async (field, direction) => {
      const seen: string[] = [];
      const keys: (string | number)[] = [];
      let after: string | null = null;
      do {
        const page = await store.search.search({}, { field, direction }, everything, {
          ...{ first: 4, offset: 0 },
          after,
        });
        expect(page.totalCount).toBe(23);
        for (const { row } of page.rows) {
          seen.push(row.id);
          keys.push(
            {
              STARTED_AT: row.startedAt.getTime(),
              DURATION: row.durationMs ?? -1,
              SIZE: row.bytes,
              NAME: row.name,
            }[field],
          );
        }
        after = page.hasNextPage ? page.rows.at(-1)!.cursor : null;
      } while (after !== null);
      expect(new Set(seen).size).toBe(23);
      const rising = keys.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
      expect(keys).toEqual(direction === 'ASC' ? rising : rising.toReversed());
    },
  );

  it('skips rows by offset as the vendor does, and refuses a cursor of another order', async () => {
    const page = { first: 10, after: null, offset: 0 };
    const all = await store.search.search({}, newestFirst, everything, page);
    const tail = await store.search.search({}, newestFirst, everything, { ...page, offset: 7 });
    expect(tail.rows.slice(0, 3).map(({ row }) => row.id)).toEqual(
      all.rows.slice(7).map(({ row }) => row.id),
    );
    const cursor = all.rows[0]!.cursor;
    for (const after of [cursor, 'nonsense', Buffer.from('["SIZE","ASC","x","y"]').toString('base64url')])
      await expect(
        store.search.search({}, { field: 'SIZE', direction: 'ASC' }, everything, { ...page, after }),
      ).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('counts by value, and counts nothing that a viewer may not see', async () => {
    expect(await store.search.count('USER', {}, everything, 10)).toEqual([
      { value: 'grace', count: 15 },
      { value: 'Ada', count: 8 },
    ]);
    expect(await store.search.count('FORMAT', {}, everything, 10)).toEqual([
      { value: 'hls', count: 22 },
      { value: 'mp4', count: 22 },
      { value: 'flv', count: 1 },
    ]);
    expect(await store.search.count('DAY', {}, everything, 1)).toEqual([{ value: '2026-02-03', count: 23 }]);
    const ada = { ...everything, userId: 'Ada' };
    expect(await find({ text: 'grace' }, ada)).toEqual([]);
    expect(await store.search.count('USER', {}, ada, 10)).toEqual([{ value: 'Ada', count: 8 }]);
    expect(await store.search.count('STATE', {}, { ...everything, sdkAppIds: [1] }, 10)).toEqual([]);
  });
});

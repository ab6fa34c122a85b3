import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEvents } from '../../../server/adapters/postgres/append-event.ts';
import { openEventLog } from '../../../server/adapters/postgres/event-log.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

const everything = { sdkAppIds: null, roomIds: null, recordingIds: null, userId: null };

function event(mark: string, userId: string | null = null) {
  return {
    ...{ type: 'stream.started' as const, occurredAt: new Date(), sdkAppId: 1, roomId: randomUUID() },
    ...{ recordingId: null, userId, data: { mark } },
  };
}

describe('the event log', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  beforeAll(async () => {
    database = await openTestDatabase();
    sql = postgres(database.serverUrl, { max: 5, onnotice: () => undefined });
  });
  afterAll(async () => {
    await sql.end({ timeout: 2 });
    await database.close();
  });

  const append = (...events: ReturnType<typeof event>[]) =>
    sql.begin((transaction) => appendEvents(transaction, events));

  it('never skips a row whose transaction began first and committed last', async () => {
    const log = openEventLog(sql);
    const start = await log.end();
    const stop = new AbortController();
    const live: unknown[] = [];
    const following = (async () => {
      for await (const { data } of log.follow(start, {}, everything, stop.signal)) {
        live.push(data['mark']);
        if (live.length === 3) return;
      }
    })();

    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let inserted: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      inserted = resolve;
    });
    const slow = sql.begin(async (transaction) => {
      await appendEvents(transaction, [event('first begun, last committed')]);
      inserted();
      await held;
    });
    await begun;
    await append(event('committed meanwhile'));
    // Committed, and still not given out: a cursor beyond it would skip the one that is open.
    const early = await log.read(start, {}, everything, 10);
    expect(early).toEqual([]);
    commit();
    await slow;
    await append(event('afterwards'));

    await following;
    const expected = ['first begun, last committed', 'committed meanwhile', 'afterwards'];
    expect(live).toEqual(expected);
    const replayed = await eventually('all three are given out', async () => {
      const read = await log.read(start, {}, everything, 10);
      return read.length === 3 ? read : null;
    });
    expect(replayed.map(({ data }) => data['mark'])).toEqual(expected);
    const [one] = replayed;
    expect((await log.read(one!.cursor, {}, everything, 10)).map(({ data }) => data['mark'])).toEqual(
      expected.slice(1),
    );
  });

  it('is read in the order in which it was written, however the digits of its numbers grow', async () => {
    const log = openEventLog(sql);
    const start = await log.end();
    const marks = Array.from({ length: 320 }, (_, n) => `${n}`);
    // Many in one transaction cross the tens and hundreds of the numbers, many transactions those of theirs.
    await append(...marks.slice(0, 250).map((mark) => event(mark)));
    for (const mark of marks.slice(250)) await append(event(mark));
    await eventually('the last is given out', async () =>
      (await log.read(start, {}, everything, 1000)).length === marks.length ? true : null,
    );
    for (const pageSize of [7, 200, 1000]) {
      const read: unknown[] = [];
      for (let after = start; ;) {
        const page = await log.read(after, {}, everything, pageSize);
        read.push(...page.map(({ data }) => data['mark']));
        if (page.length < pageSize) break;
        after = page.at(-1)!.cursor;
      }
      expect(read, `in pages of ${pageSize}`).toEqual(marks);
    }
  });

  it('gives each reader what it may see, and refuses a cursor that it never gave', async () => {
    const log = openEventLog(sql);
    const start = await log.end();
    await append(event('a', 'ada'), event('g', 'grace'));
    // A transaction that runs anywhere on the cluster, another test's too, holds younger rows back for its time.
    const seen = await eventually('the event is given out', async () => {
      const read = await log.read(start, {}, { ...everything, userId: 'grace' }, 10);
      return read.length > 0 ? read : null;
    });
    expect(seen.map(({ data }) => data['mark'])).toEqual(['g']);
    expect(await log.read(start, { types: ['room.ended'] }, everything, 10)).toEqual([]);
    await expect(log.read('tomorrow', {}, everything, 10)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('finds the place before the last of what a reader may see, and its beginning where there are no more', async () => {
    const log = openEventLog(sql);
    const start = await log.end();
    const scope = { ...everything, userId: 'hedy' };
    await append(event('h1', 'hedy'), event('o1'), event('h2', 'hedy'), event('o2'), event('h3', 'hedy'));
    const after = async (count: number) =>
      (await log.read(await log.beforeLast(count, {}, scope), {}, scope, 10)).map(({ data }) => data['mark']);
    await eventually('the last is given out', async () =>
      (await log.read(start, {}, everything, 10)).length === 5 ? true : null,
    );
    expect(await after(2)).toEqual(['h2', 'h3']);
    for (const count of [3, 4, 500]) expect(await after(count)).toEqual(['h1', 'h2', 'h3']);
    const never = { types: ['room.ended' as const] };
    expect(await log.read(await log.beforeLast(1, never, scope), never, scope, 10)).toEqual([]);
  });
});

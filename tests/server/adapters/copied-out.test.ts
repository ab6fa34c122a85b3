import type { Readable } from 'node:stream';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyBlocks } from '../../../server/adapters/postgres/copy-blocks.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

describe('a connection to PostgreSQL that copied rows out', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  beforeAll(async () => {
    database = await openTestDatabase();
    sql = postgres(database.serverUrl, { max: 1, onnotice: () => undefined });
  });
  afterAll(async () => {
    await sql.end({ timeout: 1 });
    await database.close();
  });

  // postgres.js as it is published never reads from that connection again (scripts/mend-postgres.mjs).
  it('answers again after a reader that was slower than PostgreSQL', async () => {
    for (let round = 0; round < 5; round++) {
      const stream: Readable = await sql
        .unsafe(`copy (select repeat('x', 60000) from generate_series(1, 2)) to stdout`)
        .readable();
      await eventually('both rows are there, unread', () => stream.readableLength > 100_000);
      let bytes = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) bytes += chunk.length;
      expect(bytes).toBe(120_002);
      expect(await sql`select 3 as answer`).toEqual([{ answer: 3 }]);
    }
  });

  it('answers again after a reader that left in the middle', async () => {
    const parts = copyBlocks(
      sql,
      'select int8send(number) from generate_series(1::bigint, 1000000) as number',
      1,
    );
    for await (const [numbers] of parts) {
      expect(numbers![0]).toBe(1);
      break;
    }
    expect(await sql`select 3 as answer`).toEqual([{ answer: 3 }]);
  });

  it('is no one else’s while it copies: what many others ask is answered', async () => {
    const pool = postgres(database.serverUrl, { max: 2, onnotice: () => undefined });
    try {
      let rows = 0;
      const query = `select string_agg(int8send(number), '')
        from generate_series(1::bigint, 100000) as number group by number / 10000`;
      const parts = copyBlocks(pool, query, 1);
      for await (const [numbers] of parts) {
        rows += numbers!.length;
        const answers = await Promise.all(Array.from({ length: 20 }, () => pool`select 3 as answer`));
        expect(answers.flat()).toEqual(Array.from({ length: 20 }, () => ({ answer: 3 })));
      }
      expect(rows).toBe(100_000);
    } finally {
      await pool.end({ timeout: 1 });
    }
  });
});

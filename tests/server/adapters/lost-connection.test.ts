import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

/** A door before PostgreSQL that can be slammed: every connection through it breaks off at once. */
async function openDoor({
  port,
  hostname,
}: URL): Promise<{ port: number; slam(): Promise<void>; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async slam() {
      const all = [...sockets];
      const closed = all.map((socket) => once(socket, 'close'));
      for (const socket of all) socket.destroy();
      await Promise.all(closed);
    },
    close() {
      server.close();
    },
  };
}

// postgres.js as it is published fails both: the process ends, or a connection never comes back (scripts/mend-postgres.mjs).
describe('a connection to PostgreSQL that breaks', () => {
  let database: TestDatabase;
  let door: Awaited<ReturnType<typeof openDoor>>;
  let sql: postgres.Sql;
  beforeAll(async () => {
    database = await openTestDatabase();
    door = await openDoor(new URL(database.serverUrl));
    const url = new URL(database.serverUrl);
    url.port = String(door.port);
    sql = postgres(url.href, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  });
  afterAll(async () => {
    await sql.end({ timeout: 1 });
    door.close();
    await database.close();
  });

  it.each(['', 'described first'])(
    'in the middle of a transaction fails it, and nothing else %s',
    async (form) => {
      const broken = sql.begin(async (transaction) => {
        await transaction`select 1`;
        await door.slam();
        await turn();
        await turn();
        // A statement with parameters, seen for the first time, waits for its description.
        await (form === '' ? transaction`select 2` : transaction`select ${form}::text as form`);
      });
      await expect(broken).rejects.toThrow();
      expect(await sql`select 3 as answer`).toEqual([{ answer: 3 }]);
    },
  );

  it('with a statement on its way fails that statement, and comes back', async () => {
    for (let round = 0; round < 25; round += 1) {
      await sql`select 1`;
      const slammed = door.slam();
      const outcomes = Promise.allSettled([
        sql`select ${round}::int as a`,
        turn().then(() => sql`select 2 as b`),
      ]);
      await slammed;
      await outcomes;
      expect(await sql`select ${round}::int as answer`).toEqual([{ answer: round }]);
    }
  }, 60_000);
});

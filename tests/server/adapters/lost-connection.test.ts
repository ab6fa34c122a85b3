import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

/** A door before PostgreSQL that can be slammed. */
interface Door {
  readonly port: number;
  /** Breaks off every connection through it; answers once they are closed on this side. */
  slam(how?: 'closed' | 'reset'): Promise<void>;
  close(): void;
}

async function openDoor({ port, hostname }: URL): Promise<Door> {
  const sockets = new Set<Socket>();
  const slam = async (how: 'closed' | 'reset' = 'closed'): Promise<void> => {
    const all = [...sockets];
    const closed = all.map((socket) => once(socket, 'close'));
    for (const socket of all)
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroy();
    await Promise.all(closed);
  };
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
    slam,
    close() {
      server.close();
    },
  };
}

// postgres.js as it is published fails all of it: the process ends, a connection never comes back, or a statement gets another's
// answer (scripts/mend-postgres.mjs).
describe('a connection to PostgreSQL that breaks', () => {
  let database: TestDatabase;
  let door: Door;
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

  it('has no transaction any more: what that still says is refused', async () => {
    await sql`create table said (what text not null)`;
    let isBack = (): void => undefined;
    const back = new Promise<void>((resolve) => (isBack = resolve));
    let refusal: unknown = null;
    const broken = sql.begin(async (transaction) => {
      await transaction`insert into said values ('inside')`;
      await door.slam();
      await back;
      await transaction`insert into said values ('after it')`.catch((error: unknown) => (refusal = error));
    });
    await expect(broken).rejects.toThrow('CONNECTION_CLOSED');
    expect(await sql`select 3 as answer`).toEqual([{ answer: 3 }]);
    isBack();
    await eventually('the transaction heard of it', () => refusal !== null);
    expect(refusal).toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await sql`select what from said`).toEqual([]);
  });

  it('is no longer the one that was reserved', async () => {
    const reserved = await sql.reserve();
    await reserved`select pg_advisory_lock(1)`;
    await door.slam();
    const next = sql`select 3 as answer`;
    await expect(reserved`select pg_advisory_unlock(1)`).rejects.toThrow('CONNECTION_CLOSED');
    reserved.release();
    expect(await next).toEqual([{ answer: 3 }]);
    const again = await sql.reserve();
    expect(await again`select 4 as answer`).toEqual([{ answer: 4 }]);
    again.release();
    expect(await sql`select 5 as answer`).toEqual([{ answer: 5 }]);
  });

  it.each(['closed', 'reset'] as const)(
    'with a statement on its way fails that statement, and comes back (%s)',
    async (how) => {
      for (let round = 0; round < 25; round += 1) {
        await sql`select 1`;
        const slammed = door.slam(how);
        // Whoever hears that a statement failed asks again at once.
        const outcomes = Promise.allSettled([
          sql`select ${round}::int as a`.catch(() => sql`select 3 as c`),
          turn().then(() => sql`select 2 as b`),
        ]);
        await slammed;
        await outcomes;
        expect(await sql`select ${round}::int as answer`).toEqual([{ answer: round }]);
      }
    },
    60_000,
  );
});

import type postgres from 'postgres';
import type { IdempotencyStore } from '../../ports/commands.ts';

/** Keys are kept this long after their answer. */
const keptFor = '7 days';
/** A call that has not ended after this died with its process: the key may be claimed again. */
const runsFor = '2 minutes';

export function openIdempotencyStore(sql: postgres.Sql): IdempotencyStore {
  return {
    async claim(principal, key, operation, inputHash) {
      const hash = `${operation}/${inputHash}`;
      const [claimed] = await sql<{ key: string }[]>`
        insert into idempotency (principal, key, input_hash) values (${principal}, ${key}, ${hash})
        on conflict (principal, key) do update set input_hash = excluded.input_hash, claimed_at = now(),
          result = null, done_at = null
        where (idempotency.result is null and idempotency.done_at is null
            and idempotency.claimed_at < now() - ${runsFor}::interval)
          or coalesce(idempotency.done_at, idempotency.claimed_at) < now() - ${keptFor}::interval
        returning key`;
      if (claimed !== undefined) return { kind: 'claimed' };
      const [row] = await sql<{ input_hash: string; result: unknown; done_at: Date | null }[]>`
        select input_hash, result, done_at from idempotency where principal = ${principal} and key = ${key}`;
      // Released between the two statements: as good as running, and the caller repeats.
      if (row === undefined) return { kind: 'running' };
      if (row.input_hash !== hash) return { kind: 'conflict' };
      return row.done_at === null && row.result === null
        ? { kind: 'running' }
        : { kind: 'done', result: row.result };
    },
    async promise(principal, key, result) {
      await sql`
        update idempotency set result = ${sql.json(result as postgres.JSONValue)}
        where principal = ${principal} and key = ${key} and done_at is null`;
    },
    async complete(principal, key, result) {
      await sql`
        update idempotency set result = ${sql.json(result as postgres.JSONValue)}, done_at = now()
        where principal = ${principal} and key = ${key}`;
    },
    async release(principal, key) {
      await sql`delete from idempotency where principal = ${principal} and key = ${key} and done_at is null`;
    },
  };
}

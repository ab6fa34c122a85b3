import type postgres from 'postgres';

type Transaction = postgres.TransactionSql;

export interface KnownFact<T> {
  readonly key: string;
  readonly ownerId: string | null;
  readonly order: number;
  readonly fact: T;
}

export interface NewFact<T> {
  readonly key: string;
  readonly at: Date;
  readonly fact: T;
}

/** A session reaches no further than this from any of its facts. */
const windowMs = 2 * 86_400_000;

/** Adds facts; answers which of them were not known. */
export async function addFacts<T>(
  sql: Transaction,
  sdkAppId: number,
  subject: string,
  facts: readonly NewFact<T>[],
): Promise<ReadonlySet<string>> {
  const rows = facts.map(({ key, at, fact }) => ({
    sdk_app_id: sdkAppId,
    subject,
    key,
    at,
    fact: sql.json(fact as postgres.JSONValue) as unknown as string,
  }));
  const added = await sql<{ key: string }[]>`
    insert into facts ${sql(rows)} on conflict (sdk_app_id, subject, key) do nothing returning key`;
  return new Set(added.map(({ key }) => key));
}

/** Everything known of a subject around some times, in the order in which it became known. */
export async function factsAround<T>(
  sql: Transaction,
  sdkAppId: number,
  subject: string,
  times: readonly Date[],
): Promise<readonly KnownFact<T>[]> {
  const all = times.map((at) => at.getTime());
  const rows = await sql<{ id: string; key: string; owner_id: string | null; fact: T }[]>`
    select id, key, owner_id, fact from facts
    where sdk_app_id = ${sdkAppId} and subject = ${subject}
      and at between ${new Date(Math.min(...all) - windowMs)} and ${new Date(Math.max(...all) + windowMs)}
    order by id`;
  return rows.map(({ key, owner_id, fact }, order) => ({ key, ownerId: owner_id, order, fact }));
}

/** Notes which room or recording facts were made part of. */
export async function setOwner(
  sql: Transaction,
  sdkAppId: number,
  subject: string,
  keys: readonly string[],
  ownerId: string,
): Promise<void> {
  await sql`
    update facts set owner_id = ${ownerId}
    where sdk_app_id = ${sdkAppId} and subject = ${subject} and key = any(${keys as string[]})
      and owner_id is distinct from ${ownerId}`;
}

import type postgres from 'postgres';

export interface OutgoingCallback {
  readonly id: string;
  /** Null for one that an older engine kept: of the configured application. */
  readonly sdkAppId: number | null;
  readonly kind: 'css' | 'trtc';
  readonly event: unknown;
  readonly attempts: number;
  readonly createdAt: Date;
}

/** Callbacks whose time has come, oldest first, without those that are on their way. */
export async function dueCallbacks(
  sql: postgres.Sql,
  limit: number,
  underway: readonly string[],
): Promise<readonly OutgoingCallback[]> {
  const rows = await sql<
    {
      id: string;
      sdk_app_id: string | null;
      kind: 'css' | 'trtc';
      event: unknown;
      attempts: number;
      created_at: Date;
    }[]
  >`
    select id, sdk_app_id, kind, event, attempts, created_at from callbacks
    where delivered_at is null and given_up_at is null and next_attempt_at <= now()
      and not (id = any(${underway as string[]}::bigint[]))
    order by next_attempt_at, id limit ${limit}`;
  return rows.map(({ created_at, sdk_app_id, ...row }) => ({
    ...row,
    sdkAppId: sdk_app_id === null ? null : Number(sdk_app_id),
    createdAt: created_at,
  }));
}

/** Milliseconds until the next callback is due that is not on its way; null when none waits. */
export async function untilNextCallback(
  sql: postgres.Sql,
  underway: readonly string[],
): Promise<number | null> {
  const [row] = await sql<{ wait: number | null }[]>`
    select (extract(epoch from min(next_attempt_at) - now()) * 1000)::float8 as wait from callbacks
    where delivered_at is null and given_up_at is null and not (id = any(${underway as string[]}::bigint[]))`;
  return row?.wait ?? null;
}

/** One attempt to deliver: what was sent, and what came of it; 0 is success. */
export interface CallbackAttempt {
  readonly request: string;
  readonly response: string;
  readonly resultCode: number;
}

const maxText = 500;

export async function markDelivered(
  sql: postgres.Sql,
  id: string,
  { request, response, resultCode }: CallbackAttempt,
): Promise<void> {
  await sql`
    update callbacks set delivered_at = now(), attempted_at = now(), attempts = attempts + 1, last_error = null,
      request = ${request}, response = ${response}, result_code = ${resultCode}
    where id = ${id}`;
}

/** Notes that nobody is to be told. */
export async function markUntold(sql: postgres.Sql, id: string, why: string): Promise<void> {
  await sql`update callbacks set given_up_at = now(), last_error = ${why} where id = ${id}`;
}

/** Notes a failed attempt: tried again in `retryInMs`, or never when that is null. */
export async function markFailed(
  sql: postgres.Sql,
  id: string,
  { request, response, resultCode }: CallbackAttempt,
  retryInMs: number | null,
): Promise<void> {
  const said = response.slice(0, maxText);
  await sql`
    update callbacks set attempts = attempts + 1, attempted_at = now(), last_error = ${said},
      request = ${request}, response = ${said}, result_code = ${resultCode},
      next_attempt_at = now() + ${`${String(retryInMs ?? 0)} milliseconds`}::interval,
      given_up_at = case when ${retryInMs === null} then now() end
    where id = ${id}`;
}

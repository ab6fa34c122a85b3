import type postgres from 'postgres';

/** First key of our advisory locks; the second is the application. */
const ingestLock = 0x726f6f6d;

/** Lets nothing else derive for these applications until the transaction is over. To be taken before anything is written. */
export async function lockApplications(
  sql: postgres.TransactionSql,
  sdkAppIds: readonly number[],
): Promise<void> {
  for (const sdkAppId of [...new Set(sdkAppIds)].toSorted((one, other) => one - other))
    await sql`select pg_advisory_xact_lock(${ingestLock}, ${sdkAppId | 0})`;
}

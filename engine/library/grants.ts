import type postgres from 'postgres';

/** Closes every address that carries the grant, for ever. False when that had been done before. */
export async function revokeGrant(sql: postgres.Sql, us: string): Promise<boolean> {
  const { count } = await sql`insert into revoked_grants (us) values (${us}) on conflict do nothing`;
  return count > 0;
}

export async function isRevoked(sql: postgres.Sql, us: string): Promise<boolean> {
  const rows = await sql`select 1 from revoked_grants where us = ${us}`;
  return rows.length > 0;
}

/** Whether one more client address may play by the grant: those that did before may again. */
export async function admitAddress(
  sql: postgres.Sql,
  grant: { readonly us: string; readonly maxAddresses: number; readonly expiresAt: Date },
  address: string,
): Promise<boolean> {
  return sql.begin(async (transaction) => {
    // Two new addresses at once must not both be the last one.
    await transaction`select pg_advisory_xact_lock(hashtext(${`grant/${grant.us}`}))`;
    const rows = await transaction<{ address: string }[]>`
      select address from grant_addresses where us = ${grant.us}`;
    if (rows.some((row) => row.address === address)) return true;
    if (rows.length >= grant.maxAddresses) return false;
    await transaction`
      insert into grant_addresses (us, address, expires_at) values (${grant.us}, ${address}, ${grant.expiresAt})`;
    return true;
  });
}

/** Forgets the addresses of grants that have ended a day ago. */
export async function forgetOldGrants(sql: postgres.Sql): Promise<void> {
  await sql`delete from grant_addresses where expires_at < now() - interval '1 day'`;
}

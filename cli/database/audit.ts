import path from 'node:path';
import postgres from 'postgres';
import { houseFolder } from '../house-folder.ts';
import { migrate } from './migrate.ts';

const schema = 'audit';
const folder = path.join(houseFolder, 'server/adapters/postgres/audit');

/**
 * Makes the schema of the append-only tables, owned by the administrator of `adminUrl`, and lets `role` add and read
 * there: nothing more, so that who holds the server's password cannot rewrite what happened. Repeatable.
 */
export async function prepareAudit(adminUrl: string, role: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`create schema if not exists ${sql(schema)}`;
    const own = new URL(adminUrl);
    own.searchParams.set('search_path', schema);
    await migrate(own.href, folder);
    await sql`grant usage on schema ${sql(schema)} to ${sql(role)}`;
    for (const table of ['entries', 'viewings'])
      await sql`grant select, insert on ${sql(schema)}.${sql(table)} to ${sql(role)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

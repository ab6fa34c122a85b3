import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { prepareAudit } from '../../cli/database/audit.ts';
import { prepareTenants } from '../../cli/database/roles.ts';
import { migrateTenants } from '../../cli/database/tenants.ts';

export interface FreshDatabase {
  /** As the engine's role: its schema is the search path. */
  readonly engineUrl: string;
  readonly serverUrl: string;
  /** As the owner of the cluster, in this database. */
  readonly adminUrl: string;
  /** A copy with all that is in it, for the same roles; nobody may be connected to this one meanwhile. */
  copy(): Promise<Omit<FreshDatabase, 'copy'>>;
  readonly close: () => Promise<void>;
}

/** A fresh, migrated database with roles of its own on a real PostgreSQL; `close` drops them and the database. */
export async function openFreshDatabase(clusterUrl: string): Promise<FreshDatabase> {
  const id = randomBytes(6).toString('hex');
  const database = `test_${id}`;
  const roles = { engine: `roomtape_engine_${id}`, server: `roomtape_server_${id}` };
  const cluster = postgres(clusterUrl, { max: 1, onnotice: () => undefined });
  await cluster`create database ${cluster(database)}`;
  const inDatabase = (url: string, name: string): string => {
    const address = new URL(url);
    address.pathname = `/${name}`;
    return address.href;
  };
  const adminUrl = inDatabase(clusterUrl, database);
  let copies = 0;

  const close = async (): Promise<void> => {
    await cluster`drop database if exists ${cluster(database)} with (force)`;
    for (const role of Object.values(roles)) await cluster`drop role if exists ${cluster(role)}`;
    await cluster.end({ timeout: 5 });
  };
  try {
    const urls = await prepareTenants(adminUrl, {
      engine: { role: roles.engine, schema: 'engine', password: id },
      server: { role: roles.server, schema: 'server', password: id, extensions: ['pg_trgm'] },
    });
    await prepareAudit(adminUrl, roles.server);
    await migrateTenants(urls);
    return {
      ...{ engineUrl: urls.engine, serverUrl: urls.server, adminUrl, close },
      async copy() {
        copies += 1;
        const name = `${database}_${String(copies)}`;
        await cluster`create database ${cluster(name)} template ${cluster(database)}`;
        for (const schema of ['engine', 'server'] as const)
          await cluster`
            alter role ${cluster(roles[schema])} in database ${cluster(name)} set search_path = ${cluster(schema)}`;
        return {
          ...{ engineUrl: inDatabase(urls.engine, name), serverUrl: inDatabase(urls.server, name) },
          adminUrl: inDatabase(clusterUrl, name),
          close: async () => {
            await cluster`drop database if exists ${cluster(name)} with (force)`;
          },
        };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

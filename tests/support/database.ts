import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { prepareAudit } from '../../cli/database/audit.ts';
import { prepareTenants } from '../../cli/database/roles.ts';
import { migrateTenants } from '../../cli/database/tenants.ts';
import { eventually } from './eventually.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's one PostgreSQL, as its owner; started in global-setup.ts. */
    clusterUrl: string;
  }
}

export interface TestDatabase {
  /** As the engine's role: its schema is the search path. */
  readonly engineUrl: string;
  readonly serverUrl: string;
  /** As the owner of the cluster, in this database. */
  readonly adminUrl: string;
  /** Resolves when every event written so far is given out: a transaction anywhere on the cluster holds younger ones back. */
  eventsGivenOut(): Promise<void>;
  close(): Promise<void>;
}

/** A fresh, migrated database with roles of its own on the run's real PostgreSQL; `close` drops them all. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const id = randomBytes(6).toString('hex');
  const database = `test_${id}`;
  const roles = { engine: `roomtape_engine_${id}`, server: `roomtape_server_${id}` };
  const cluster = postgres(inject('clusterUrl'), { max: 1, onnotice: () => undefined });
  await cluster`create database ${cluster(database)}`;
  const adminUrl = new URL(inject('clusterUrl'));
  adminUrl.pathname = `/${database}`;

  const close = async (): Promise<void> => {
    await cluster`drop database if exists ${cluster(database)} with (force)`;
    for (const role of Object.values(roles)) await cluster`drop role if exists ${cluster(role)}`;
    await cluster.end({ timeout: 5 });
  };
  try {
    const urls = await prepareTenants(adminUrl.href, {
      engine: { role: roles.engine, schema: 'engine', password: id },
      server: { role: roles.server, schema: 'server', password: id, extensions: ['pg_trgm'] },
    });
    await prepareAudit(adminUrl.href, roles.server);
    await migrateTenants(urls);
    const eventsGivenOut = async (): Promise<void> => {
      const sql = postgres(urls.server, { max: 1 });
      try {
        await eventually('every event is given out', async () => {
          const held =
            await sql`select from events where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`;
          return held.length === 0;
        });
      } finally {
        await sql.end({ timeout: 5 });
      }
    };
    return { engineUrl: urls.engine, serverUrl: urls.server, adminUrl: adminUrl.href, eventsGivenOut, close };
  } catch (error) {
    await close();
    throw error;
  }
}

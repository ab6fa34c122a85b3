import postgres from 'postgres';
import { inject } from 'vitest';
import { eventually } from './eventually.ts';
import { openFreshDatabase, type FreshDatabase } from './fresh-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's one PostgreSQL, as its owner; started in global-setup.ts. */
    clusterUrl: string;
  }
}

export interface TestDatabase extends Omit<FreshDatabase, 'copy'> {
  /** Resolves when every event written so far is given out: a transaction anywhere on the cluster holds younger ones back. */
  eventsGivenOut(): Promise<void>;
}

/** A fresh database on the run's PostgreSQL; outside of a test run, on the one at the address. */
export async function openTestDatabase(clusterUrl = inject('clusterUrl')): Promise<TestDatabase> {
  const { engineUrl, serverUrl, adminUrl, close } = await openFreshDatabase(clusterUrl);
  const eventsGivenOut = async (): Promise<void> => {
    const sql = postgres(serverUrl, { max: 1 });
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
  return { engineUrl, serverUrl, adminUrl, eventsGivenOut, close };
}

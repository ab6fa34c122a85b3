import type { Config } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabase } from './database/database.ts';
import { migrateTenants } from './database/tenants.ts';
import { openSecrets } from './keys.ts';
import { lockFolder } from './lock.ts';

/** `roomtape migrate`: brings the database up to date without starting the house, for a deployment that wants it apart. */
export async function migrate(config: Config): Promise<void> {
  const folder = openDataFolder(config.ROOMTAPE_DATA);
  const lock = lockFolder(folder.root);
  try {
    const secrets = openSecrets(folder.root);
    const database = await openDatabase({
      url: config.DATABASE_URL,
      folder: folder.postgres,
      secrets: secrets.database,
      report: console.error,
    });
    try {
      const applied = await migrateTenants(database.urls);
      console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
}

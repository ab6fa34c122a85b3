import path from 'node:path';
import { houseFolder } from '../house-folder.ts';
import { migrate } from './migrate.ts';

const migrations = {
  engine: path.join(houseFolder, 'engine/library/migrations'),
  server: path.join(houseFolder, 'server/adapters/postgres/migrations'),
};

/** Brings both schemas up to date; answers what was applied now, for the terminal. */
export async function migrateTenants(urls: Readonly<Record<'engine' | 'server', string>>): Promise<string[]> {
  const engine = await migrate(urls.engine, migrations.engine);
  const server = await migrate(urls.server, migrations.server);
  return [...engine.map((name) => `engine/${name}`), ...server.map((name) => `server/${name}`)];
}

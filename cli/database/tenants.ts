import path from 'node:path';
import { migrate } from './migrate.ts';

/** The folder that holds cli/, engine/ and server/: the repository, or dist/ once it is built. */
const house = path.resolve(import.meta.dirname, '../..');

const migrations = {
  engine: path.join(house, 'engine/library/migrations'),
  server: path.join(house, 'server/adapters/postgres/migrations'),
};

/** Brings both schemas up to date; answers what was applied now, for the terminal. */
export async function migrateTenants(urls: Readonly<Record<'engine' | 'server', string>>): Promise<string[]> {
  const engine = await migrate(urls.engine, migrations.engine);
  const server = await migrate(urls.server, migrations.server);
  return [...engine.map((name) => `engine/${name}`), ...server.map((name) => `server/${name}`)];
}

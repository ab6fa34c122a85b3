import { existsSync } from 'node:fs';
import path from 'node:path';

const built = import.meta.filename.endsWith('.js');

/** The folder that holds cli/, engine/ and server/: the repository, or dist/ once it is built. */
export const houseFolder = path.resolve(import.meta.dirname, '..');

/** The programs of the two processes. */
export function programs(): { engine: string; server: string } {
  const main = built ? 'main.js' : 'main.ts';
  return { engine: path.join(houseFolder, 'engine', main), server: path.join(houseFolder, 'server', main) };
}

/** Where the built console lies; null if it was not built: the API is then served without it. */
export function consoleFolder(): string | null {
  const folder = path.join(houseFolder, built ? 'console' : 'dist/console');
  return existsSync(path.join(folder, 'index.html')) ? folder : null;
}

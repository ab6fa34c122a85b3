import path from 'node:path';
import { isBuilt } from '../../scripts/build.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const built = isBuilt();

/** The program of a process of the house: as it is shipped where that was built from these very sources, which starts sooner. */
export function houseEntry(name: 'engine' | 'server'): string {
  return built ? path.join(root, 'dist', name, 'main.js') : path.join(root, name, 'main.ts');
}

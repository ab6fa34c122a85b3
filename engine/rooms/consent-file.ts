import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { ConsentRule } from '../../domain/recording/consent.ts';
import type { ConsentShelf } from './consents.ts';

/**
 * One small file beside the recordings' journal, replaced as a whole: who refused is not recorded by the next process
 * either, even if the database is away when it starts.
 */
export function consentFile(folder: string): ConsentShelf {
  const file = path.join(folder, 'consents.json');
  return {
    async load() {
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '[]';
        throw error;
      });
      return JSON.parse(text) as readonly ConsentRule[];
    },
    async save(rules) {
      await mkdir(folder, { recursive: true });
      const fresh = `${file}.new`;
      const handle = await open(fresh, 'w', 0o644);
      try {
        await handle.writeFile(JSON.stringify(rules));
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await rename(fresh, file);
      const directory = await open(folder, 'r');
      try {
        await directory.sync();
      } finally {
        await directory.close();
      }
    },
  };
}

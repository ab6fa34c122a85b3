import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ConsentRule } from '../../domain/recording/consent.ts';
import { replaceFile } from '../record/replace-file.ts';
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
    save: (rules) => replaceFile(file, JSON.stringify(rules)),
  };
}

import { readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JournalEntry } from './journal-entry.ts';
import { readJournalEntry } from './journal-entry.ts';
import { replaceFile } from './replace-file.ts';

const suffix = '.json';

export interface JournalContents {
  readonly entries: readonly JournalEntry[];
  /** Files that hold no entry that can be read, with the reason. */
  readonly unreadable: readonly { readonly sessionId: string; readonly reason: string }[];
}

/** One small file for each running session, replaced as a whole and on the disk before the call resolves. */
export class Journal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(entry: JournalEntry): Promise<void> {
    await replaceFile(this.#fileOf(entry.plan.sessionId), JSON.stringify(entry));
  }

  async forget(sessionId: string): Promise<void> {
    await rm(this.#fileOf(sessionId), { force: true });
  }

  /** Puts an entry aside that cannot be finished, so that it is neither tried for ever nor lost. */
  async setAside(sessionId: string): Promise<void> {
    await rename(this.#fileOf(sessionId), `${this.#fileOf(sessionId)}.unfinished`);
  }

  /** One session's entry; null when it was forgotten, set aside or never written. */
  async find(sessionId: string): Promise<JournalEntry | null> {
    const text = await readFile(this.#fileOf(sessionId), 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    });
    return text === null ? null : readJournalEntry(text);
  }

  /** Every session that was not forgotten. */
  async read(): Promise<JournalContents> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    const entries: JournalEntry[] = [];
    const unreadable: { sessionId: string; reason: string }[] = [];
    for (const name of names.filter((each) => each.endsWith(suffix))) {
      const text = await readFile(path.join(this.#folder, name), 'utf8');
      try {
        entries.push(readJournalEntry(text));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        unreadable.push({ sessionId: name.slice(0, -suffix.length), reason });
      }
    }
    return { entries, unreadable };
  }

  #fileOf(sessionId: string): string {
    return path.join(this.#folder, `${sessionId}${suffix}`);
  }
}

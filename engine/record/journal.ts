import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RecordedFile, RecordingPlan } from './recorded-file.ts';

/** A file from its opening until the library has it. */
export interface JournalFile {
  readonly fileId: string;
  readonly format: RecordingFormat;
  readonly startedAtMs: number;
  /** Codec configurations, Base64, as recovery needs them to describe the tracks. */
  readonly video: string | null;
  readonly audio: string | null;
  /** Present once the file is whole; it stays until the library acknowledged it. */
  readonly closed: RecordedFile | null;
}

/** What one recording session would need to be finished by another process. */
export interface JournalEntry {
  readonly plan: RecordingPlan;
  readonly files: readonly JournalFile[];
}

const suffix = '.json';

/** One small file for each running session, replaced as a whole and on the disk before the call resolves. */
export class Journal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(entry: JournalEntry): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const file = this.#fileOf(entry.plan.sessionId);
    const fresh = `${file}.new`;
    const handle = await open(fresh, 'w', 0o644);
    try {
      await handle.writeFile(JSON.stringify(entry));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
    await this.#syncFolder();
  }

  async forget(sessionId: string): Promise<void> {
    await rm(this.#fileOf(sessionId), { force: true });
  }

  /** Puts an entry aside that cannot be finished, so that it is neither tried for ever nor lost. */
  async setAside(sessionId: string): Promise<void> {
    await rename(this.#fileOf(sessionId), `${this.#fileOf(sessionId)}.unfinished`);
  }

  /** Every session that was not forgotten. */
  async entries(): Promise<readonly JournalEntry[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    const texts = names
      .filter((name) => name.endsWith(suffix))
      .map((name) => readFile(path.join(this.#folder, name), 'utf8'));
    return (await Promise.all(texts)).map((text) => JSON.parse(text) as JournalEntry);
  }

  #fileOf(sessionId: string): string {
    return path.join(this.#folder, `${sessionId}${suffix}`);
  }

  async #syncFolder(): Promise<void> {
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Library } from '../../library/library.ts';
import type { DocumentKind, SettingsChange, SettingsDocument } from '../../library/settings-documents.ts';
import { readDocuments, writeDocuments } from '../../library/settings-documents.ts';
import type { SettingsBodies } from './documents.ts';

export interface ShelfOptions {
  readonly library: Pick<Library, 'sql'>;
  /** A copy lies here for starts at which the database does not answer. */
  readonly folder: string;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

const copyName = 'settings.json';
const databasePatienceMs = 3000;
const retryMs = 1000;

/**
 * All settings in memory, kept in the database with a copy on the disk: an engine that starts without its database goes on
 * with what it knew, and takes no change until the database is back.
 */
export class DocumentShelf {
  readonly #options: ShelfOptions;
  readonly #documents = new Map<string, SettingsDocument>();
  #changing: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(options: ShelfOptions) {
    this.#options = options;
  }

  static async open(options: ShelfOptions): Promise<DocumentShelf> {
    const shelf = new DocumentShelf(options);
    for (const document of await readAll(options)) shelf.#documents.set(keyOf(document), document);
    return shelf;
  }

  get<K extends DocumentKind>(kind: K, key: string): SettingsBodies[K] | null {
    return (this.#documents.get(`${kind}:${key}`)?.body as SettingsBodies[K] | undefined) ?? null;
  }

  all<K extends DocumentKind>(kind: K): readonly SettingsBodies[K][] {
    return [...this.#documents.values()]
      .filter((document) => document.kind === kind)
      .map(({ body }) => body as SettingsBodies[K]);
  }

  /** Decides on what is set now and writes the decision before the next change looks. A fault changes nothing. */
  change<T>(decide: () => { readonly changes: readonly SettingsChange[]; readonly answer: T }): Promise<T> {
    const changed = this.#changing.then(async () => {
      const { changes, answer } = decide();
      if (changes.length > 0) {
        await writeDocuments(this.#options.library.sql, changes);
        this.#take(changes);
        await this.#copy();
      }
      return answer;
    });
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  /** Takes changes at once and writes them as soon as the database answers: for what the configuration says at a start. */
  takeFromConfiguration(changes: readonly SettingsChange[]): void {
    if (changes.length === 0) return;
    this.#take(changes);
    this.#changing = this.#changing.then(async () => {
      for (;;) {
        try {
          await writeDocuments(this.#options.library.sql, changes);
          await this.#copy();
          return;
        } catch (error) {
          if (this.#closed) return;
          this.#options.log.warn({ err: error }, 'settings could not be written; tried again');
          await delay(retryMs, undefined, { ref: false });
        }
      }
    });
  }

  close(): void {
    this.#closed = true;
  }

  #take(changes: readonly SettingsChange[]): void {
    for (const change of changes) {
      if (change.body === null) this.#documents.delete(keyOf(change));
      else this.#documents.set(keyOf(change), change);
    }
  }

  /** Whole or not at all; it holds keys, so it is its owner's alone. */
  async #copy(): Promise<void> {
    try {
      await this.#writeCopy();
    } catch (error) {
      // The database has it: only a start without the database would miss it.
      this.#options.log.warn({ err: error }, 'the copy of the settings could not be written');
    }
  }

  async #writeCopy(): Promise<void> {
    const file = path.join(this.#options.folder, copyName);
    const handle = await open(`${file}.new`, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify([...this.#documents.values()]));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.new`, file);
  }
}

function keyOf({ kind, key }: Pick<SettingsDocument, 'kind' | 'key'>): string {
  return `${kind}:${key}`;
}

async function readAll({ library, folder, log }: ShelfOptions): Promise<readonly SettingsDocument[]> {
  const patience = new AbortController();
  const late = delay(databasePatienceMs, undefined, { signal: patience.signal, ref: false }).then(() => {
    throw new Error(`the database did not answer within ${String(databasePatienceMs)} ms`);
  });
  // Whichever loses the race must not end the process.
  late.catch(() => undefined);
  const read = readDocuments(library.sql);
  read.catch(() => undefined);
  try {
    return await Promise.race([read, late]);
  } catch (error) {
    log.warn({ err: error }, 'settings cannot be read; the copy on the disk is taken');
    return await readFile(path.join(folder, copyName), 'utf8').then(
      (text) => JSON.parse(text) as SettingsDocument[],
      () => [],
    );
  } finally {
    patience.abort();
  }
}

import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

const suffix = '.jsonl';
/** A file is closed at this size, and removed when all of it was taken. */
const maxFileBytes = 4 * 1024 * 1024;
/** A file of which all was taken is left for a new one already at this size. */
const maxTakenBytes = 64 * 1024;

interface SpoolFile {
  readonly path: string;
  /** Entries that are written and not yet taken. */
  open: number;
  bytes: number;
}

interface Waiting<T> {
  readonly entry: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A queue on the disk. `append` resolves when the entry would survive a kill; `take` hands out what was appended, in
 * order, and forgets it when the taker is done. After a restart what was not taken is handed out again, so the taker must
 * bear repetition.
 */
export class Spool<T> {
  readonly #folder: string;
  readonly #queue: { readonly entry: T; readonly file: SpoolFile }[] = [];
  #waiting: Waiting<T>[] = [];
  #writing: Promise<void> | null = null;
  #handle: FileHandle | null = null;
  #current: SpoolFile | null = null;
  #wake: () => void = () => undefined;
  #next = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the folder with what an earlier process left in it. A line that a kill tore is dropped: nobody was told of it. */
  static async open<T>(folder: string): Promise<Spool<T>> {
    await mkdir(folder, { recursive: true });
    const spool = new Spool<T>(folder);
    const names = (await readdir(folder)).filter((name) => name.endsWith(suffix)).sort();
    for (const name of names) {
      const file: SpoolFile = { path: path.join(folder, name), open: 0, bytes: 0 };
      const lines = (await readFile(file.path, 'utf8')).split('\n');
      lines.pop();
      for (const line of lines) {
        spool.#queue.push({ entry: JSON.parse(line) as T, file });
        file.open += 1;
      }
      spool.#next = Number.parseInt(name, 10) + 1;
      if (file.open === 0) await rm(file.path);
    }
    return spool;
  }

  get length(): number {
    return this.#queue.length;
  }

  append(entry: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** The oldest entries, at most `limit`; waits until there is one. Null when `signal` is aborted. */
  async peek(limit: number, signal: AbortSignal): Promise<readonly T[] | null> {
    while (this.#queue.length === 0) {
      if (signal.aborted) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener(
          'abort',
          () => {
            resolve();
          },
          { once: true },
        );
      });
    }
    return signal.aborted ? null : this.#queue.slice(0, limit).map(({ entry }) => entry);
  }

  /** Forgets the oldest `count` entries. */
  async forget(count: number): Promise<void> {
    const emptied = new Set<SpoolFile>();
    for (const { file } of this.#queue.splice(0, count)) {
      file.open -= 1;
      if (file.open === 0) emptied.add(file);
    }
    for (const file of emptied) {
      // The file being written stays until the next write leaves it, or until the queue is closed.
      if (file.open === 0 && file !== this.#current) await rm(file.path, { force: true });
    }
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#handle?.close();
    this.#handle = null;
    if (this.#current?.open === 0) await rm(this.#current.path, { force: true });
    this.#current = null;
  }

  /** Everything that came while the disk was busy goes with one write and one sync. */
  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const file = await this.#fileToWrite();
        const text = batch.map(({ entry }) => `${JSON.stringify(entry)}\n`).join('');
        await this.#handle!.appendFile(text);
        await this.#handle!.datasync();
        file.bytes += Buffer.byteLength(text);
        for (const { entry, resolve } of batch) {
          this.#queue.push({ entry, file });
          file.open += 1;
          resolve();
        }
        this.#wake();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    // In the same turn as the look at what waits: nothing can slip in between.
    this.#writing = null;
  }

  async #fileToWrite(): Promise<SpoolFile> {
    const full = this.#current;
    if (full !== null && full.bytes < (full.open === 0 ? maxTakenBytes : maxFileBytes)) return full;
    await this.#handle?.close();
    const name = `${String(this.#next++).padStart(10, '0')}${suffix}`;
    const file: SpoolFile = { path: path.join(this.#folder, name), open: 0, bytes: 0 };
    this.#handle = await open(file.path, 'a', 0o644);
    this.#current = file;
    if (full?.open === 0) await rm(full.path, { force: true });
    return file;
  }
}

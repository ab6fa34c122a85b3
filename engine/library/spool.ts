import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

const suffix = '.jsonl';
/** A file is closed at this size, and removed when all of it was taken. */
const maxFileBytes = 4 * 1024 * 1024;
/** A file of which all was taken is left for a new one already at this size. */
const maxTakenBytes = 64 * 1024;
/** So many entries are held in memory; the rest stays on the disk until its turn comes. */
const maxHeldEntries = 2000;
/** Read at once when entries come back from the disk; one entry that is longer is read whole. */
const chunkBytes = 256 * 1024;

interface SpoolFile {
  readonly path: string;
  /** Entries that are written and not yet forgotten. */
  open: number;
  /** Whole lines that are written. */
  bytes: number;
  /** As many of these bytes as have been in memory. */
  read: number;
}

interface Held<T> {
  readonly entry: T;
  readonly file: SpoolFile;
}

interface Waiting<T> {
  readonly entry: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Counts the whole lines of a file and their bytes without holding it. */
async function measure(file: string): Promise<{ readonly lines: number; readonly bytes: number }> {
  const handle = await open(file, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let [lines, bytes, at] = [0, 0, 0];
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) return { lines, bytes };
      for (let index = 0; index < bytesRead; index++) {
        if (chunk[index] !== 0x0a) continue;
        lines += 1;
        bytes = at + index + 1;
      }
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** The next whole lines of a file from `from`, none of them beyond `until`. */
async function readLines(file: string, from: number, until: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    for (let size = chunkBytes; ; size *= 2) {
      const chunk = Buffer.alloc(Math.min(size, until - from));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, from);
      if (bytesRead < chunk.length) throw new Error(`${file} ends before what was written to it`);
      const end = chunk.lastIndexOf(0x0a);
      if (end >= 0) return chunk.subarray(0, end + 1);
      if (chunk.length === until - from)
        throw new Error(`${file} has no end of line before ${String(until)}`);
    }
  } finally {
    await handle.close();
  }
}

/**
 * A queue on the disk. `append` resolves when the entry would survive a kill; `peek` hands out what was appended, in
 * order, and `forget` forgets it when the taker is done. Its memory is bounded however long nobody takes anything. After a
 * restart what was not forgotten is handed out again, so the taker must bear repetition.
 */
export class Spool<T> {
  readonly #folder: string;
  /** Oldest first; the last one may be the one that is written to. */
  readonly #files: SpoolFile[] = [];
  readonly #held: Held<T>[] = [];
  #length = 0;
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
      const file = path.join(folder, name);
      const { lines, bytes } = await measure(file);
      spool.#next = Number.parseInt(name, 10) + 1;
      if (lines === 0) {
        await rm(file);
        continue;
      }
      spool.#files.push({ path: file, open: lines, bytes, read: 0 });
      spool.#length += lines;
    }
    return spool;
  }

  get length(): number {
    return this.#length;
  }

  /** How many of them are in memory. */
  get held(): number {
    return this.#held.length;
  }

  append(entry: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** The oldest entries, at most `limit`; waits until there is one. Null when `signal` is aborted. */
  async peek(limit: number, signal: AbortSignal): Promise<readonly T[] | null> {
    while (this.#length === 0) {
      if (signal.aborted) return null;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#wake = wake;
        signal.addEventListener('abort', wake, { once: true });
      });
    }
    while (this.#held.length < Math.min(limit, this.#length)) await this.#readOn();
    return signal.aborted ? null : this.#held.slice(0, limit).map(({ entry }) => entry);
  }

  /** Forgets the oldest `count` entries; all of them were handed out by `peek`. */
  async forget(count: number): Promise<void> {
    const emptied = new Set<SpoolFile>();
    for (const { file } of this.#held.splice(0, count)) {
      this.#length -= 1;
      file.open -= 1;
      if (file.open === 0) emptied.add(file);
    }
    for (const file of emptied) {
      // The file being written stays until the next write leaves it, or until the queue is closed.
      if (file.open === 0 && file !== this.#current) await this.#drop(file);
    }
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#handle?.close();
    this.#handle = null;
    if (this.#current?.open === 0) await rm(this.#current.path, { force: true });
    this.#current = null;
  }

  async #drop(file: SpoolFile): Promise<void> {
    this.#files.splice(this.#files.indexOf(file), 1);
    await rm(file.path, { force: true });
  }

  /** Brings the next entries back from the disk. */
  async #readOn(): Promise<void> {
    const file = this.#files.find(({ read, bytes }) => read < bytes);
    if (file === undefined) throw new Error('the spool has counted more than was written to it');
    const lines = await readLines(file.path, file.read, file.bytes);
    file.read += lines.length;
    for (const line of lines.toString('utf8').split('\n')) {
      if (line !== '') this.#held.push({ entry: JSON.parse(line) as T, file });
    }
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
        // What nothing older on the disk stands before may stay in memory at once.
        const isNext =
          this.#held.length + batch.length <= maxHeldEntries &&
          this.#files.every(({ read, bytes }) => read === bytes);
        file.bytes += Buffer.byteLength(text);
        if (isNext) file.read = file.bytes;
        for (const { entry, resolve } of batch) {
          if (isNext) this.#held.push({ entry, file });
          file.open += 1;
          this.#length += 1;
          resolve();
        }
        this.#wake();
      } catch (error) {
        // The file may end in half a line now: the next entries go into another.
        await this.#handle?.close().catch(() => undefined);
        this.#handle = null;
        this.#current = null;
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
    const file: SpoolFile = { path: path.join(this.#folder, name), open: 0, bytes: 0, read: 0 };
    this.#handle = await open(file.path, 'a', 0o644);
    this.#files.push(file);
    this.#current = file;
    if (full?.open === 0) await this.#drop(full);
    return file;
  }
}

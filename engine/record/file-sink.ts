import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** The system takes at most 1024 buffers in one gathered write. */
const maxGathered = 1024;

/** Writes the whole of the buffers at a position, however many calls that takes. */
export async function writeAll(
  file: FileHandle,
  buffers: readonly Buffer[],
  position: number,
): Promise<void> {
  let at = position;
  for (let first = 0; first < buffers.length; first += maxGathered) {
    let pending = buffers.slice(first, first + maxGathered);
    while (pending.length > 0) {
      const { bytesWritten } = await file.writev(pending, at);
      at += bytesWritten;
      pending = withoutFirst(pending, bytesWritten);
    }
  }
}

function withoutFirst(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  let index = 0;
  while (index < buffers.length && buffers[index]!.length <= left) left -= buffers[index++]!.length;
  const rest = buffers.slice(index);
  if (left > 0) rest[0] = rest[0]!.subarray(left);
  return rest;
}

/** Closes what could not be made ready: its own failure is the one to tell. */
export async function closeAfterFailure(file: FileHandle): Promise<void> {
  await file.close().catch(() => undefined);
}

/**
 * One growing file. Writes are done in the order they are asked for; after the first failure none is done, so the file
 * ends at `durableBytes` and an index built from acknowledged writes is true.
 */
export class FileSink {
  readonly #file: FileHandle;
  #queue: Promise<void> = Promise.resolve();
  #asked: number;
  #failure: Error | null = null;
  /** Where the last whole write ends. */
  durableBytes: number;
  /** Bytes asked for and not written yet. */
  queuedBytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
    this.#asked = 0;
    this.durableBytes = 0;
  }

  /**
   * Creates the file; one that exists is never overwritten. Its head is on it when the call resolves; where that fails, the
   * file is closed again.
   */
  static async create(path: string, head: readonly Buffer[] = []): Promise<FileSink> {
    const file = await open(path, 'wx+', 0o644);
    const sink = new FileSink(file);
    try {
      if (head.length > 0) await sink.append(head);
      return sink;
    } catch (error) {
      await closeAfterFailure(file);
      throw error;
    }
  }

  /** Appends and answers where the first byte stands, once all of it is written. */
  append(buffers: readonly Buffer[]): Promise<number> {
    const bytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    const position = this.#asked;
    this.#asked += bytes;
    this.queuedBytes += bytes;
    const done = this.#queue.then(async () => {
      try {
        if (this.#failure !== null) throw this.#failure;
        await writeAll(this.#file, buffers, position);
        this.durableBytes = position + bytes;
        return position;
      } catch (error) {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
        throw this.#failure;
      } finally {
        this.queuedBytes -= bytes;
      }
    });
    this.#queue = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  /** What was asked for before is on the disk itself afterwards; a failure is the file's, as of a write. */
  sync(): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (this.#failure !== null) return;
      try {
        await this.#file.datasync();
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
      }
    });
    return this.#queue;
  }

  /** Leaves room that reads as zeros and takes none on the disk until it is written. */
  skip(bytes: number): void {
    this.#asked += bytes;
    this.durableBytes = Math.max(this.durableBytes, this.#asked);
  }

  /** Waits for every write asked for, cuts off what a failed one left, and closes. */
  async close(): Promise<void> {
    await this.#queue;
    try {
      await this.#file.truncate(this.durableBytes);
      await this.#file.datasync();
    } finally {
      await this.#file.close();
    }
  }
}

import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Library } from '../library/library.ts';
import { forgetOldEvents } from '../library/media-events.ts';
import { deleteExpired, filesToRemove, markBytesRemoved, untilNextExpiry } from '../library/media-store.ts';
import type { WorkerOptions } from '../library/worker.ts';
import { startWorker } from '../library/worker.ts';

export interface Removal {
  /** Removes the bytes of a deleted file now; what fails is done by a later round. */
  remove(fileId: string): Promise<void>;
  close(): Promise<void>;
}

const batchSize = 200;
const restMs = 60_000;

/** Deletes files on time and removes the bytes of deleted ones, also what a kill left half done. */
export function startRemoval(options: {
  readonly library: Library;
  readonly mediaFolder: string;
  readonly log: WorkerOptions['log'];
}): Removal {
  const { library, mediaFolder, log } = options;
  const { sql, bell } = library;

  const removeBytes = async (fileId: string): Promise<void> => {
    await rm(path.join(mediaFolder, path.basename(fileId)), { recursive: true, force: true });
    await markBytesRemoved(sql, fileId);
  };

  const worker = startWorker({
    name: 'removal',
    bell,
    log,
    async round(signal) {
      const expired = await deleteExpired(sql, batchSize);
      const left = await filesToRemove(sql);
      for (const fileId of left) {
        if (signal.aborted) return 0;
        await removeBytes(fileId);
      }
      await forgetOldEvents(sql);
      // Whoever waits for the event of a deletion is woken.
      if (expired > 0) bell.ring();
      if (expired === batchSize) return 0;
      return Math.max(1, Math.min(restMs, (await untilNextExpiry(sql)) ?? restMs));
    },
  });

  return {
    async remove(fileId) {
      try {
        await removeBytes(fileId);
      } catch (error) {
        log.warn({ err: error, fileId }, 'bytes of a deleted file could not be removed; it is tried again');
      }
    },
    close: () => worker.close(),
  };
}

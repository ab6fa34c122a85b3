import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Library } from '../library/library.ts';
import { forgetOldEvents } from '../library/media-events.ts';
import { objectsOf } from '../library/media-objects.ts';
import type { FileToRemove } from '../library/media-store.ts';
import { deleteExpired, filesToRemove, markBytesRemoved, untilNextExpiry } from '../library/media-store.ts';
import type { WorkerOptions } from '../library/worker.ts';
import { startWorker } from '../library/worker.ts';
import type { Destination } from './destination.ts';
import type { Mover } from './mover.ts';

export interface RemovalOptions {
  readonly library: Library;
  readonly mediaFolder: string;
  /** Null where files stay in the media folder. */
  readonly away: { readonly destination: Destination; readonly mover: Pick<Mover, 'isMoving'> } | null;
  readonly log: WorkerOptions['log'];
}

export interface Removal {
  /** Removes the bytes of a deleted file now; what fails is done by a later round. */
  remove(fileId: string): Promise<void>;
  close(): Promise<void>;
}

const batchSize = 200;
const restMs = 60_000;
const retryMs = 5000;

/** Deletes files on time and removes the bytes of deleted ones, also what a kill left half done. */
export function startRemoval({ library, mediaFolder, away, log }: RemovalOptions): Removal {
  const { sql, bell } = library;

  /** False when it has to be tried again. */
  const removeBytes = async ({ fileId, isAway }: FileToRemove): Promise<boolean> => {
    // An object that is on its way would come to lie where everything was just removed.
    if (away?.mover.isMoving(fileId) === true) return false;
    try {
      await rm(path.join(mediaFolder, path.basename(fileId)), { recursive: true, force: true });
      if (isAway) {
        if (away === null) throw new Error('the destination where it lies is not configured any more');
        const objects = await objectsOf(sql, fileId);
        await away.destination.remove(objects.map(({ name }) => `${fileId}/${name}`));
      }
      await markBytesRemoved(sql, fileId);
      return true;
    } catch (error) {
      log.warn({ err: error, fileId }, 'bytes of a deleted file could not be removed; it is tried again');
      return false;
    }
  };

  const worker = startWorker({
    name: 'removal',
    bell,
    log,
    async round(signal) {
      const expired = await deleteExpired(sql, batchSize);
      // Whoever waits for the event of a deletion is woken.
      if (expired > 0) bell.ring();
      let isDone = true;
      for (const file of await filesToRemove(sql)) {
        if (signal.aborted) return 0;
        isDone = (await removeBytes(file)) && isDone;
      }
      await forgetOldEvents(sql);
      if (expired === batchSize) return 0;
      return Math.max(1, Math.min(isDone ? restMs : retryMs, (await untilNextExpiry(sql)) ?? restMs));
    },
  });

  return {
    async remove(fileId) {
      const [file] = await filesToRemove(sql, fileId);
      if (file !== undefined) await removeBytes(file);
    },
    close: () => worker.close(),
  };
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Library } from '../library/library.ts';
import type { MediaObject } from '../library/media-objects.ts';
import { filesToCheck, markChecked, putOffCheck, untilNextCheck } from '../library/media-objects.ts';
import type { Worker, WorkerOptions } from '../library/worker.ts';
import { startWorker } from '../library/worker.ts';
import { checksumOfFile } from './checksum.ts';
import { contentTypeOf } from './object-names.ts';

const batchSize = 20;
const restMs = 60_000;

async function readObjects(folder: string, signal: AbortSignal): Promise<readonly MediaObject[]> {
  const names = (await readdir(folder)).filter((name) => contentTypeOf(name) !== null).sort();
  const objects: MediaObject[] = [];
  for (const name of names)
    objects.push({ name, ...(await checksumOfFile(path.join(folder, name), signal)) });
  return objects;
}

/** Reads every finished file through once and keeps the checksums of what it is made of. */
export function startChecker(options: {
  readonly library: Library;
  readonly mediaFolder: string;
  readonly log: WorkerOptions['log'];
}): Worker {
  const { library, mediaFolder, log } = options;
  const { sql, bell } = library;
  return startWorker({
    name: 'checksums',
    bell,
    log,
    async round(signal) {
      const waiting = await filesToCheck(sql, batchSize);
      for (const { fileId, path: storedPath } of waiting) {
        try {
          const objects = await readObjects(path.join(mediaFolder, fileId), signal);
          if (!objects.some(({ name }) => storedPath === `${fileId}/${name}`))
            throw new Error(`${storedPath} is not there`);
          await markChecked(sql, fileId, objects);
        } catch (error) {
          if (signal.aborted) return 0;
          log.warn({ err: error, fileId }, 'a file could not be read through; it is tried again');
          await putOffCheck(sql, fileId);
        }
      }
      if (waiting.length > 0) bell.ring();
      if (waiting.length === batchSize) return 0;
      return Math.max(1, Math.min(restMs, (await untilNextCheck(sql)) ?? restMs));
    },
  });
}

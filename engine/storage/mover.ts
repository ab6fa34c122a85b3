import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Library } from '../library/library.ts';
import type { FileToMove } from '../library/media-objects.ts';
import {
  filesToClear,
  filesToMove,
  markCleared,
  markMoved,
  markObjectMoved,
  objectsToMove,
  putOffMove,
  untilNextMove,
} from '../library/media-objects.ts';
import type { WorkerOptions } from '../library/worker.ts';
import { startWorker } from '../library/worker.ts';
import type { WarnedRecording, RecordingWarning } from '../record/recorded-file.ts';
import type { Destination } from './destination.ts';

export interface MoverOptions {
  readonly library: Library;
  readonly mediaFolder: string;
  readonly destination: Destination;
  /** Told when a file cannot be copied, and when it was copied after all. */
  readonly warned: (recording: WarnedRecording, warning: RecordingWarning) => void;
  /** How long one object of so many bytes may take; the default allows 256 KB a second. */
  readonly patienceMs?: (bytes: number) => number;
  readonly log: WorkerOptions['log'];
}

export interface Mover {
  /** Whether something of the file may be on its way to the destination at this moment. */
  isMoving(fileId: string): boolean;
  close(): Promise<void>;
}

const filesAtOnce = 2;
const restMs = 60_000;
const usualPatienceMs = (bytes: number): number => 60_000 + bytes / 256;

/**
 * Carries finished files to the destination. The first copy is removed only after every object was seen there with its
 * checksum; a failure is repeated for ever and removes nothing. What is due stands in the library, so a kill costs at most
 * the object that was on its way.
 */
export function startMover(options: MoverOptions): Mover {
  const { library, mediaFolder, destination, warned, log, patienceMs = usualPatienceMs } = options;
  const { sql, bell } = library;
  const moving = new Set<string>();

  const warn = (file: FileToMove, phase: 'begin' | 'end', detail: string): void => {
    const { sessionId, sdkAppId, streamId, fileId } = file;
    warned(
      { sessionId, context: { sdkAppId, streamId } },
      {
        code: 'upload-failed',
        level: 'warning',
        markId: `upload-failed-${fileId}`,
        phase,
        atMs: Date.now(),
        mediaMs: null,
        detail,
      },
    );
  };

  const moveObjects = async (file: FileToMove, signal: AbortSignal): Promise<void> => {
    const { fileId } = file;
    for (const { name } of (await objectsToMove(sql, fileId)) ?? []) {
      // Asked again before each: a file may be deleted in the middle.
      const object = (await objectsToMove(sql, fileId))?.find((candidate) => candidate.name === name);
      if (object === undefined) return;
      const patience = AbortSignal.timeout(Math.ceil(patienceMs(object.bytes)));
      const source = path.join(mediaFolder, fileId, name);
      await destination.put(`${fileId}/${name}`, source, object, AbortSignal.any([signal, patience]));
      await markObjectMoved(sql, fileId, name);
    }
    if (await markMoved(sql, fileId, destination.url)) {
      if (file.attempts > 0) warn(file, 'end', `The file ${fileId} is at ${destination.url} now.`);
      await clear(fileId);
    }
  };

  const clear = async (fileId: string): Promise<void> => {
    await rm(path.join(mediaFolder, path.basename(fileId)), { recursive: true, force: true });
    await markCleared(sql, fileId);
  };

  const move = async (file: FileToMove, signal: AbortSignal): Promise<void> => {
    const { fileId } = file;
    moving.add(fileId);
    try {
      await moveObjects(file, signal);
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      log.warn(
        { err: error, fileId, attempt: file.attempts + 1, destination: destination.url },
        'a file could not be copied to its destination; it stays where it is and is tried again',
      );
      await putOffMove(sql, fileId, reason);
      if (file.attempts === 0)
        warn(
          file,
          'begin',
          `The file ${fileId} could not be copied to ${destination.url} (${reason}); it stays and is tried again.`,
        );
    } finally {
      moving.delete(fileId);
    }
  };

  const worker = startWorker({
    name: 'mover',
    bell,
    log,
    async round(signal) {
      // What a kill left between the mark and the removal.
      for (const fileId of await filesToClear(sql)) await clear(fileId);
      const due = await filesToMove(sql, filesAtOnce, [...moving]);
      await Promise.all(due.map((file) => move(file, signal)));
      if (due.length > 0) {
        // Whoever could not remove a deleted file while it was on its way.
        bell.ring();
        return 0;
      }
      return Math.max(1, Math.min(restMs, (await untilNextMove(sql)) ?? restMs));
    },
  });

  return {
    isMoving: (fileId) => moving.has(fileId),
    close: () => worker.close(),
  };
}

import { recordingStates, statesFor } from '../../domain/recording/commands.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import { isAwaited, isGone } from '../../domain/recording/shelf.ts';
import { DomainError } from '../../domain/errors.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { MediaShelf } from '../ports/media-shelf.ts';
import type { RecordingRecord, RecordStore } from '../ports/records.ts';
import type { ShelfStore, ShelvedFile } from '../ports/shelf-store.ts';
import { requireAction, type Principal } from './access/principal.ts';
import { forEachRecording, type Batch } from './each-recording.ts';
import { once } from './once.ts';
import type { Trash } from './trash.ts';

export interface DeletionDeps {
  readonly records: RecordStore;
  readonly commands: CommandStore;
  readonly idempotency: IdempotencyStore;
  readonly shelf: MediaShelf;
  readonly store: ShelfStore;
  readonly trash: Trash;
  readonly audit: AuditLog;
  readonly clock: () => Date;
  /** Told of errors that are not the caller's, since the answer carries only a sentence. */
  readonly onError: (error: unknown, recordingId: string) => void;
}

export interface DeletionRequest {
  readonly recordingIds: readonly string[];
  /** Null = every format. */
  readonly format: RecordingFormat | null;
  /** At once and for good, not by way of the trash. */
  readonly permanently: boolean;
  readonly idempotencyKey: string;
}

export type DeleteRecordings = (principal: Principal, request: DeletionRequest) => Promise<Batch>;

/**
 * Deletes recordings or one format of them: into the trash, from where they can be restored, or for good. A file that is
 * gone already is as good, and one that is still to come is deleted when it comes. Nothing under a legal hold is deleted.
 */
export function recordingDeleter(deps: DeletionDeps): DeleteRecordings {
  return (principal, request) => {
    requireAction(principal, 'DELETE');
    const { idempotencyKey: key, ...input } = request;
    return once(deps.idempotency, { principal, key, operation: 'deleteRecordings', input }, () =>
      forEachRecording(deps, principal, request.recordingIds, async (recording) => {
        await deleteOne(deps, recording, request);
        await deps.audit.append({
          ...{ principal, sdkAppId: recording.sdkAppId, recordingId: recording.id },
          action: request.permanently ? 'recording.delete' : 'recording.trash',
          detail: { format: request.format },
        });
      }),
    );
  };
}

async function deleteOne(
  deps: DeletionDeps,
  recording: RecordingRecord,
  { format, permanently }: DeletionRequest,
): Promise<void> {
  if (recording.state === 'DELETED') return;
  if (!recordingStates[recording.state].commands.includes('DELETE'))
    throw new DomainError(
      'CONFLICT',
      'caller',
      `The recording is ${recording.state}; it can be deleted while it is ${statesFor('DELETE').join(', ')}.`,
    );
  await requireUnprotected(deps.store, recording.id);
  const all = await deps.records.filesByRecordingIds([recording.id]);
  const wanted = new Set(
    all.filter((file) => format === null || file.format === format).map(({ fileId }) => fileId),
  );
  const isUnfinished = recording.state === 'PROCESSING' || recording.state === 'FAILED';
  if (format !== null && wanted.size === 0 && !isUnfinished)
    throw new DomainError('NOT_FOUND', 'caller', `The recording has no file of the format ${format}.`);
  const files = (await deps.store.files([recording.id])).filter(({ fileId }) => wanted.has(fileId));
  if (isUnfinished || files.some(({ state }) => isAwaited(state)))
    await deps.store.wantDeletion(recording.id, { format, permanently, at: deps.clock() });
  if (permanently) await deleteForGood(deps, files);
  else await deps.trash.put(files);
}

async function deleteForGood(deps: DeletionDeps, files: readonly ShelvedFile[]): Promise<void> {
  for (const file of files) {
    if (isGone(file.state) || isAwaited(file.state)) continue;
    await deps.shelf.remove(file);
    await deps.store.tell([{ type: 'file-deleted', fileId: file.fileId, atMs: deps.clock().getTime() }]);
  }
}

/** Throws CONFLICT under a hold, or where one is being put on. */
export async function requireUnprotected(store: ShelfStore, recordingId: string): Promise<void> {
  if (!(await store.protectedOf([recordingId])).has(recordingId)) return;
  throw new DomainError(
    'CONFLICT',
    'caller',
    'The recording is under a legal hold; nothing deletes it until the hold is released.',
  );
}

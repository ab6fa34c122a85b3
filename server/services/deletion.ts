import { recordingStates, statesFor } from '../../domain/recording/commands.ts';
import { DomainError, refuseFaults, type ErrorCode } from '../../domain/errors.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { Provider } from '../ports/provider.ts';
import type { RecordingRecord, RecordStore } from '../ports/records.ts';
import { requireAction, type Principal } from './access/principal.ts';
import { once } from './once.ts';

/** Why one recording of the call was not deleted; the others were. */
export interface DeletionFailure {
  readonly recordingId: string;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface Deletion {
  readonly deletedIds: readonly string[];
  readonly failures: readonly DeletionFailure[];
}

export interface DeletionDeps {
  readonly records: RecordStore;
  readonly commands: CommandStore;
  readonly idempotency: IdempotencyStore;
  readonly provider: Pick<Provider, 'deleteMedia'>;
  /** Told of errors that are not the caller's, since the answer carries only a sentence. */
  readonly onError: (error: unknown, recordingId: string) => void;
}

export type DeleteRecordings = (
  principal: Principal,
  ids: readonly string[],
  idempotencyKey: string,
) => Promise<Deletion>;

export const maxDeleted = 50;

/** Deletes media for good. A recording is DELETED once all its files are; a file that is gone already is as good. */
export function recordingDeleter(deps: DeletionDeps): DeleteRecordings {
  return async (principal, ids, key) => {
    requireAction(principal, 'DELETE');
    const unique = [...new Set(ids)];
    refuseFaults(
      unique.length >= 1 && unique.length <= maxDeleted
        ? []
        : [{ field: 'input.recordingIds', got: `${unique.length} ids`, allowed: `1 to ${maxDeleted} ids` }],
    );
    return once(deps.idempotency, { principal, key, operation: 'deleteRecordings', input: unique }, () =>
      deleteAll(deps, principal, unique),
    );
  };
}

async function deleteAll(
  deps: DeletionDeps,
  principal: Principal,
  ids: readonly string[],
): Promise<Deletion> {
  const found = new Map(
    (await deps.records.recordingsByIds(ids, principal.scope)).map((row) => [row.id, row]),
  );
  const deletedIds: string[] = [];
  const failures: DeletionFailure[] = [];
  for (const id of ids) {
    try {
      const recording = found.get(id);
      if (recording === undefined)
        throw new DomainError('NOT_FOUND', 'caller', 'There is no such recording.');
      await deps.commands.serialised(recording.roomId ?? recording.id, () => deleteOne(deps, recording));
      deletedIds.push(id);
    } catch (error) {
      if (!(error instanceof DomainError) || error.fault !== 'caller') deps.onError(error, id);
      failures.push(
        error instanceof DomainError
          ? { recordingId: id, code: error.code, message: error.message }
          : {
              recordingId: id,
              code: 'INTERNAL',
              message: 'Something went wrong on our side; the log has it.',
            },
      );
    }
  }
  const isHopeless =
    deletedIds.length === 0 &&
    failures.every(({ code }) => code === 'PROVIDER_UNAVAILABLE' || code === 'INTERNAL');
  if (isHopeless) {
    const [first] = failures;
    throw new DomainError(first!.code, first!.code === 'INTERNAL' ? 'us' : 'provider', first!.message);
  }
  return { deletedIds, failures };
}

async function deleteOne(deps: DeletionDeps, recording: RecordingRecord): Promise<void> {
  if (recording.state === 'DELETED') return;
  if (!recordingStates[recording.state].commands.includes('DELETE')) {
    throw new DomainError(
      'CONFLICT',
      'caller',
      `The recording is ${recording.state}; it can be deleted while it is ${statesFor('DELETE').join(', ')}.`,
    );
  }
  const files = await deps.records.filesByRecordingIds([recording.id]);
  for (const file of files) {
    if (file.state === 'DELETED') continue;
    try {
      await deps.provider.deleteMedia(file.fileId);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
    }
  }
  await deps.commands.markDeleted(recording.id);
}

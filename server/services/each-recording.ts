import { DomainError, refuseFaults, type ErrorCode } from '../../domain/errors.ts';
import type { CommandStore } from '../ports/commands.ts';
import type { RecordingRecord, RecordStore } from '../ports/records.ts';
import type { Principal } from './access/principal.ts';

/** Why one recording of a call was left as it was; the others were not. */
export interface RecordingFailure {
  readonly recordingId: string;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface Batch {
  readonly doneIds: readonly string[];
  readonly failures: readonly RecordingFailure[];
}

export interface EachRecordingDeps {
  readonly records: Pick<RecordStore, 'recordingsByIds'>;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly onError: (error: unknown, recordingId: string) => void;
}

export const maxInACall = 50;

/**
 * Does something to each recording that the caller may see, one command at a time in a room, and tells which could not
 * be done. Throws only where nothing was done and the provider or we are the reason, so that a repeat may fare better.
 */
export async function forEachRecording(
  deps: EachRecordingDeps,
  principal: Principal,
  recordingIds: readonly string[],
  work: (recording: RecordingRecord) => Promise<void>,
): Promise<Batch> {
  const ids = [...new Set(recordingIds)];
  refuseFaults(
    ids.length >= 1 && ids.length <= maxInACall
      ? []
      : [{ field: 'input.recordingIds', got: `${ids.length} ids`, allowed: `1 to ${maxInACall} ids` }],
  );
  const found = new Map(
    (await deps.records.recordingsByIds(ids, principal.scope)).map((row) => [row.id, row]),
  );
  const doneIds: string[] = [];
  const failures: RecordingFailure[] = [];
  for (const id of ids) {
    try {
      const recording = found.get(id);
      if (recording === undefined)
        throw new DomainError('NOT_FOUND', 'caller', 'There is no such recording.');
      await deps.commands.serialised(recording.roomId ?? recording.id, () => work(recording));
      doneIds.push(id);
    } catch (error) {
      if (!(error instanceof DomainError) || error.fault !== 'caller') deps.onError(error, id);
      failures.push({ recordingId: id, ...describe(error) });
    }
  }
  const isHopeless =
    doneIds.length === 0 &&
    failures.every(({ code }) => code === 'PROVIDER_UNAVAILABLE' || code === 'INTERNAL');
  if (isHopeless) {
    const [first] = failures;
    throw new DomainError(first!.code, first!.code === 'INTERNAL' ? 'us' : 'provider', first!.message);
  }
  return { doneIds, failures };
}

function describe(error: unknown): { readonly code: ErrorCode; readonly message: string } {
  return error instanceof DomainError
    ? { code: error.code, message: error.message }
    : { code: 'INTERNAL', message: 'Something went wrong on our side; the log has it.' };
}

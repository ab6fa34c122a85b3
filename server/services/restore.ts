import type { AuditLog } from '../ports/audit.ts';
import type { IdempotencyStore } from '../ports/commands.ts';
import type { ShelfStore } from '../ports/shelf-store.ts';
import { requireAction, type Principal } from './access/principal.ts';
import { forEachRecording, type Batch, type EachRecordingDeps } from './each-recording.ts';
import { once } from './once.ts';
import type { Trash } from './trash.ts';

export type RestoreRecordings = (
  principal: Principal,
  recordingIds: readonly string[],
  idempotencyKey: string,
) => Promise<Batch>;

export interface RestoreDeps extends EachRecordingDeps {
  readonly store: ShelfStore;
  readonly trash: Trash;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
}

/** Undoes the trash. */
export function recordingRestorer(deps: RestoreDeps): RestoreRecordings {
  return (principal, recordingIds, key) => {
    requireAction(principal, 'DELETE');
    return once(
      deps.idempotency,
      { principal, key, operation: 'restoreRecordings', input: recordingIds },
      () =>
        forEachRecording(deps, principal, recordingIds, async ({ id, sdkAppId }) => {
          await deps.trash.restore(await deps.store.files([id]));
          await deps.store.forgetDeletion(id);
          await deps.audit.append({ action: 'recording.restore', principal, sdkAppId, recordingId: id });
        }),
    );
  };
}

import type { AuditLog } from '../ports/audit.ts';
import type { CommandStore } from '../ports/commands.ts';
import type { MediaShelf } from '../ports/media-shelf.ts';
import type { RetentionStore } from '../ports/retention.ts';
import type { ShelfStore } from '../ports/shelf-store.ts';

export interface ExpireDeps {
  readonly retention: RetentionStore;
  readonly shelf: MediaShelf;
  readonly store: ShelfStore;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly audit: AuditLog;
  readonly noticeDays: number;
  readonly clock: () => Date;
}

const batch = 50;
const dayMs = 86_400_000;

/**
 * Deletes what has been kept long enough, straight and not by way of the trash: a retention is a promise of when the
 * bytes are gone. Who wants them longer is told before. Answers how many recordings went.
 */
export async function expireRecordings(deps: ExpireDeps): Promise<number> {
  const { retention, shelf, store, commands, audit, clock } = deps;
  while (
    (await retention.tellExpiring(new Date(clock().getTime() + deps.noticeDays * dayMs), batch)) === batch
  );
  let expired = 0;
  for (;;) {
    const before = expired;
    const due = await retention.due(clock(), batch);
    for (const { recordingId, roomId, sdkAppId, expiresAt } of due) {
      await commands.serialised(roomId ?? recordingId, async () => {
        // Its retention may have been lengthened, or a hold put on it, since the list was made.
        const ends = (await retention.endsOf([recordingId])).get(recordingId);
        if (ends === undefined || ends > clock()) return;
        if ((await store.protectedOf([recordingId])).has(recordingId)) return;
        for (const file of await store.files([recordingId])) {
          if (file.state !== 'READY' && file.state !== 'TRASHED') continue;
          await shelf.remove(file);
          const atMs = clock().getTime();
          await store.tell([{ type: 'file-expired', fileId: file.fileId, atMs, by: 'retention' }]);
        }
        await audit.append({
          ...{ action: 'recording.expire', principal: null, sdkAppId, recordingId },
          detail: { expiresAt: expiresAt.toISOString() },
        });
        expired += 1;
      });
    }
    if (due.length < batch || expired === before) return expired;
  }
}

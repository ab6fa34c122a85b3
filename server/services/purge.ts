import type { CommandStore } from '../ports/commands.ts';
import type { MediaShelf } from '../ports/media-shelf.ts';
import type { ShelfStore } from '../ports/shelf-store.ts';

export interface PurgeDeps {
  readonly shelf: MediaShelf;
  readonly store: ShelfStore;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly clock: () => Date;
}

const batch = 100;

/**
 * Empties the trash of what has lain in it long enough. The rows are the queue, so a restart loses nothing; a file is
 * asked for again under its room's lock, since it may have been restored or held since the list was made. Answers how
 * many were purged.
 */
export async function purgeTrash({ shelf, store, commands, clock }: PurgeDeps): Promise<number> {
  let purged = 0;
  for (;;) {
    const before = purged;
    const due = await store.filesToPurge(clock(), batch);
    for (const { fileId, roomId, recordingId } of due) {
      await commands.serialised(roomId ?? recordingId, async () => {
        const [file] = await store.filesByFileIds([fileId]);
        const isDue =
          file?.state === 'TRASHED' && file.purgeAt !== null && file.purgeAt.getTime() <= clock().getTime();
        if (!isDue || (await store.protectedOf([recordingId])).has(recordingId)) return;
        await shelf.remove(file);
        await store.tell([{ type: 'file-deleted', fileId, atMs: clock().getTime() }]);
        purged += 1;
      });
    }
    // Where nothing moved, the same list would come again at once: the next run asks for it.
    if (due.length < batch || purged === before) return purged;
  }
}

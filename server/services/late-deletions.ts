import type { CommandStore } from '../ports/commands.ts';
import type { MediaShelf } from '../ports/media-shelf.ts';
import type { ShelfStore } from '../ports/shelf-store.ts';
import type { Trash } from './trash.ts';

export interface LateDeletionDeps {
  readonly shelf: MediaShelf;
  readonly store: ShelfStore;
  readonly trash: Trash;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly clock: () => Date;
}

const batch = 100;

/**
 * Deletes files that came after the deletion of their recording was asked for, as it was asked: into the trash or for good. A
 * restoration made since, or a legal hold, keeps them. Answers how many were deleted.
 */
export async function deleteLateFiles(deps: LateDeletionDeps): Promise<number> {
  const { shelf, store, trash, commands, clock } = deps;
  let deleted = 0;
  for (;;) {
    const before = deleted;
    const unwanted = await store.unwantedFiles(batch);
    for (const { fileId, roomId, recordingId } of unwanted)
      await commands.serialised(roomId ?? recordingId, async () => {
        const file = (await store.unwantedFiles(batch, fileId))[0];
        if (file === undefined) return;
        if (file.permanently) {
          await shelf.remove(file);
          await store.tell([{ type: 'file-deleted', fileId, atMs: clock().getTime() }]);
        } else await trash.put([file]);
        deleted += 1;
      });
    if (unwanted.length < batch || deleted === before) return deleted;
  }
}

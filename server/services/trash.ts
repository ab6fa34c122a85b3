import { DomainError } from '../../domain/errors.ts';
import type { MediaShelf } from '../ports/media-shelf.ts';
import type { ShelfStore, ShelvedFile } from '../ports/shelf-store.ts';

export interface Trash {
  /** Closes READY files to players and lets them be purged later; others are left out. */
  put(files: readonly ShelvedFile[]): Promise<void>;
  /** Opens trashed files again with the expiry they had. Throws NOT_FOUND where none is in the trash. */
  restore(files: readonly ShelvedFile[]): Promise<void>;
}

const dayMs = 86_400_000;
/** The provider's own expiry comes this much after our purge: it is there for the case that we are not. */
const expiryMarginMs = dayMs;
/** What had an expiry that passed while it lay in the trash gets this long. */
const graceMs = dayMs;

/**
 * The trash is made of calls that the vendor has: ForbidMediaDistribution closes a file, and its ExpireTime makes the
 * vendor delete it even if this server never comes back. Until it is purged its bytes are charged.
 */
export function openTrash(shelf: MediaShelf, store: ShelfStore, keptDays: number, clock: () => Date): Trash {
  return {
    async put(files) {
      const present = files.filter(({ state }) => state === 'READY');
      if (present.length === 0) return;
      const { found, missing } = await shelf.look(present);
      const now = clock().getTime();
      // Gone already is as good as deleted.
      await store.tell(missing.map((fileId) => ({ type: 'file-deleted', fileId, atMs: now })));
      const known = present.filter(({ fileId }) => found.has(fileId));
      for (const { fileId } of known)
        await store.rememberExpiry(fileId, 'trash', found.get(fileId)!.expiresAt);
      await shelf.setDistribution(known, false);
      const purgeAtMs = now + keptDays * dayMs;
      for (const file of known) await shelf.change(file, { expiresAt: new Date(purgeAtMs + expiryMarginMs) });
      const remembered = new Map(
        (await store.filesByFileIds(known.map(({ fileId }) => fileId))).map((file) => [file.fileId, file]),
      );
      await store.tell(
        known.map(({ fileId }) => ({
          ...{ type: 'file-trashed', fileId, atMs: now, purgeAtMs },
          formerExpiresAtMs: remembered.get(fileId)?.expiryBeforeTrash?.getTime() ?? null,
        })),
      );
    },

    async restore(files) {
      const trashed = files.filter(({ state }) => state === 'TRASHED');
      if (trashed.length === 0)
        throw new DomainError('NOT_FOUND', 'caller', 'Nothing of the recording is in the trash.');
      const { found } = await shelf.look(trashed);
      const present = trashed.filter(({ fileId }) => found.has(fileId));
      if (present.length === 0)
        throw new DomainError(
          'NOT_FOUND',
          'caller',
          'The media library no longer has the files: they cannot be restored.',
        );
      const now = clock().getTime();
      for (const file of present) {
        // Under a hold the expiry is never, and stays so; what it was is put back when the hold is released.
        if (file.heldAt !== null) {
          await store.forgetExpiry(file.fileId, 'hold');
          await store.rememberExpiry(file.fileId, 'hold', later(file.expiryBeforeTrash ?? null, now));
        } else await shelf.change(file, { expiresAt: later(file.expiryBeforeTrash ?? null, now) });
      }
      await shelf.setDistribution(present, true);
      await store.tell(present.map(({ fileId }) => ({ type: 'file-restored', fileId, atMs: now })));
      for (const { fileId } of present) await store.forgetExpiry(fileId, 'trash');
    },
  };
}

/** An expiry that the provider takes: never, or a time to come. */
function later(expiresAt: Date | null, nowMs: number): Date | null {
  return expiresAt === null ? null : new Date(Math.max(expiresAt.getTime(), nowMs + graceMs));
}

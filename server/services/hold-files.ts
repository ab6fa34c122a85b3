import { DomainError } from '../../domain/errors.ts';
import type { FileRef, MediaShelf } from '../ports/media-shelf.ts';
import type { ShelfStore, ShelvedFile } from '../ports/shelf-store.ts';

export interface HoldFiles {
  /** Sets the ExpireTime of every file of a recording to never and asks whether it is. Throws where one is not. */
  hold(recordingId: string): Promise<void>;
  /** The same for a file that is being confirmed: it is held before it is READY. */
  holdArriving(file: FileRef): Promise<void>;
  /** Brings files in step with the holds that stand: those that came late, and those whose hold is over. */
  settle(): Promise<void>;
}

const batch = 50;
const graceMs = 86_400_000;

export function openHoldFiles(shelf: MediaShelf, store: ShelfStore, clock: () => Date): HoldFiles {
  const holdFiles = async (files: readonly FileRef[]): Promise<void> => {
    if (files.length === 0) return;
    const { found, missing } = await shelf.look(files);
    const [lost] = missing;
    if (lost !== undefined)
      throw new DomainError(
        'CONFLICT',
        'caller',
        `The media library no longer has the file ${lost}: it cannot be held. The others can, once the loss has been noted.`,
      );
    for (const { fileId } of files) {
      const media = found.get(fileId);
      if (media === undefined)
        throw new DomainError(
          'UNCONFIRMED',
          'provider',
          `The media library said nothing of the file ${fileId}.`,
        );
      await store.rememberExpiry(fileId, 'hold', media.expiresAt);
    }
    for (const file of files)
      if (found.get(file.fileId)!.expiresAt !== null) await shelf.change(file, { expiresAt: null });
    // An answer is not yet a fact: what counts is what the library says afterwards.
    const { found: after } = await shelf.look(files);
    for (const { fileId } of files) {
      if (after.get(fileId)?.expiresAt === null) continue;
      throw new DomainError(
        'UNCONFIRMED',
        'provider',
        `The media library does not confirm that the file ${fileId} never expires.`,
      );
    }
    const now = clock();
    for (const { fileId } of files) await store.markHeld(fileId, now);
    await store.keepLook([...after.values()], [...after.keys()], now);
  };

  const release = async (file: ShelvedFile): Promise<void> => {
    const former = file.expiryBeforeHold;
    // The media library takes no time that has passed.
    const expiresAt =
      former === undefined || former === null
        ? null
        : new Date(Math.max(former.getTime(), clock().getTime() + graceMs));
    if (expiresAt !== null) await shelf.change(file, { expiresAt });
    await store.markHeld(file.fileId, null);
    await store.forgetExpiry(file.fileId, 'hold');
  };

  return {
    async hold(recordingId) {
      const files = await store.files([recordingId]);
      await holdFiles(files.filter(({ state }) => state === 'READY' || state === 'TRASHED'));
    },
    holdArriving: (file) => holdFiles([file]),
    async settle() {
      for (;;) {
        const files = await store.filesOutOfStep(batch);
        const covered = await store.protectedOf(files.map(({ recordingId }) => recordingId));
        let failed: Error | null = null;
        for (const file of files) {
          try {
            await (covered.has(file.recordingId) ? holdFiles([file]) : release(file));
          } catch (error) {
            // One that is lost must not keep the others from being held.
            failed ??= error instanceof Error ? error : new Error(String(error));
          }
        }
        if (failed !== null) throw failed;
        if (files.length < batch) return;
      }
    },
  };
}

import { isGone } from '../../domain/recording/shelf.ts';
import type { LossNotice, ShelfFact } from '../../domain/recording/shelf-facts.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { CommandStore } from '../ports/commands.ts';
import type { MediaShelf } from '../ports/media-shelf.ts';
import { everything } from './access/principal.ts';
import type { ShelfStore, ShelvedFile } from '../ports/shelf-store.ts';

export interface LossDeps {
  readonly shelf: MediaShelf;
  readonly store: ShelfStore;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly audit: AuditLog;
  readonly clock: () => Date;
  /** Told of each loss; one under a legal hold is the gravest that this service knows. */
  readonly onLoss: (file: ShelvedFile, noticed: LossNotice, isHeld: boolean) => void;
}

export interface Losses {
  /** Takes in what the media library tells it deleted; waits for it up to 5 s. Answers how many files were told of. */
  listen(): Promise<number>;
  /** Looks for files that were not looked for lately, and keeps what the library says of the others. */
  sweep(): Promise<number>;
}

const batch = 20;
/** No recording has more files than this. */
const mostLosses = 10_000;
const batchesInARun = 25;
const second = 1000;
/** The provider's clock and ours, and its daily sweep, are apart by no more than this. */
const expirySlackMs = 86_400_000;
/** A thumbnail is made after the file is confirmed: young files are looked at more often until they have one. */
const youngMs = 600 * second;
const youngEveryMs = 10 * second;

/** What a file that the library no longer has has come to: our purge, its own expiry, or a deletion behind our back. */
function judge(file: ShelvedFile, noticed: LossNotice, nowMs: number): ShelfFact {
  const { fileId, state, purgeAt, expiresAt, heldAt } = file;
  if (state === 'TRASHED' && purgeAt !== null && purgeAt.getTime() <= nowMs)
    return { type: 'file-deleted', fileId, atMs: nowMs };
  const isExpired = expiresAt !== null && expiresAt.getTime() <= nowMs + expirySlackMs && heldAt === null;
  if (isExpired) return { type: 'file-expired', fileId, atMs: nowMs, by: 'storage-time' };
  return { type: 'file-lost', fileId, atMs: nowMs, noticed };
}

/**
 * A deletion behind our back cannot be stopped. The library tells of it, where it is asked to, and a sweep finds what it
 * did not tell; either way it becomes a fact, an event and a row in the audit log.
 */
export function watchLosses(deps: LossDeps, sweepEveryMs: number): Losses {
  const { shelf, store, commands, audit, clock, onLoss } = deps;
  const isWritten = async ({ recordingId, fileId }: ShelvedFile): Promise<boolean> => {
    const asked = { recordingId, actions: ['recording.loss'] } as const;
    const { rows } = await audit.entries(asked, everything, { first: mostLosses, after: null });
    return rows.some(({ row }) => row.fileId === fileId);
  };
  const noteOne = async (fileId: string, noticed: LossNotice): Promise<void> => {
    const [file] = await store.filesByFileIds([fileId]);
    // What is gone is known to be. The library's word tells of a file that it had, though nobody here has looked it up yet.
    if (file === undefined || isGone(file.state)) return;
    const fact = judge(file, noticed, clock().getTime());
    if (fact.type === 'file-lost') {
      const isHeld = (await store.protectedOf([file.recordingId])).has(file.recordingId);
      // Whoever was killed between this row and the fact left the row: it is not written again.
      if (!(await isWritten(file)))
        await audit.append({
          ...{ action: 'recording.loss', principal: null, sdkAppId: file.sdkAppId },
          ...{ recordingId: file.recordingId, fileId },
          detail: { noticed, severe: isHeld },
        });
      onLoss(file, noticed, isHeld);
    }
    await store.tell([fact]);
  };
  const note = async (fileIds: readonly string[], noticed: LossNotice): Promise<void> => {
    for (const { fileId, roomId, recordingId } of await store.filesByFileIds(fileIds))
      // A deletion of ours tells of itself before it lets go of the room: what is asked for after it is no loss.
      await commands.serialised(roomId ?? recordingId, () => noteOne(fileId, noticed));
  };

  return {
    async listen() {
      const notices = await shelf.pullDeletions();
      const ids = notices.flatMap(({ fileIds }) => fileIds);
      if (ids.length > 0) await note(ids, 'event');
      // Only now: a notice that was not taken in is handed out again.
      await shelf.confirmDeletions(notices.map(({ handle }) => handle));
      return ids.length;
    },

    async sweep() {
      let looked = 0;
      for (let run = 0; run < batchesInARun; run++) {
        const now = clock();
        const before = (ms: number): Date => new Date(now.getTime() - ms);
        const files = await store.filesToLookAt(
          before(sweepEveryMs),
          before(youngEveryMs),
          before(youngMs),
          batch,
        );
        if (files.length === 0) break;
        const { found, missing } = await shelf.look(files);
        await store.keepLook(
          [...found.values()],
          files.map(({ fileId }) => fileId),
          now,
        );
        if (missing.length > 0) await note(missing, 'sweep');
        looked += files.length;
        if (files.length < batch) break;
      }
      return looked;
    },
  };
}

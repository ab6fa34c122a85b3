import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { ShelfFact } from '../../domain/recording/shelf-facts.ts';
import type { FileRef, ShelfMedia } from './media-shelf.ts';
import type { RecordingFileRecord } from './records.ts';

/** A file with what is needed to act on it without asking for its recording. */
export interface ShelvedFile extends FileRef {
  readonly recordingId: string;
  readonly sdkAppId: number;
  readonly roomId: string | null;
  readonly streamId: string;
  readonly state: RecordingFileRecord['state'];
  readonly expiresAt: Date | null;
  readonly purgeAt: Date | null;
  /** Set while a hold has its ExpireTime at never. */
  readonly heldAt: Date | null;
  /** ExpireTime as it was found before it was changed for that; null = never, undefined = it was not changed. */
  readonly expiryBeforeHold: Date | null | undefined;
  readonly expiryBeforeTrash: Date | null | undefined;
}

export interface ShelfStore {
  files(recordingIds: readonly string[]): Promise<readonly ShelvedFile[]>;
  filesByFileIds(fileIds: readonly string[]): Promise<readonly ShelvedFile[]>;
  /** Takes facts about files in, with all that follows from them; unknown files are left out. */
  tell(facts: readonly ShelfFact[]): Promise<void>;
  /** What the library said of files that it has; those looked for and not found are only marked as looked for. */
  keepLook(found: readonly ShelfMedia[], lookedFor: readonly string[], at: Date): Promise<void>;
  /** Remembers an ExpireTime before it is changed, unless one is remembered already: a repeat must not overwrite it. */
  rememberExpiry(fileId: string, cause: 'trash' | 'hold', expiresAt: Date | null): Promise<void>;
  /** The change that an expiry was remembered for is over. */
  forgetExpiry(fileId: string, cause: 'trash' | 'hold'): Promise<void>;
  /** What people say about a recording; appends an event. */
  describe(
    recordingId: string,
    change: { readonly tags: readonly string[]; readonly description?: string },
  ): Promise<void>;
  /** Which of the recordings a hold stands over, or is being put on: nothing may delete them. */
  protectedOf(recordingIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Trashed files whose time has come and that no hold protects. */
  filesToPurge(now: Date, limit: number): Promise<readonly ShelvedFile[]>;
  /** A deletion was asked for while files were still to come, which it is for too; `format` null = of every one. */
  wantDeletion(
    recordingId: string,
    wanted: { readonly format: RecordingFormat | null; readonly permanently: boolean; readonly at: Date },
  ): Promise<void>;
  /** No file that is still to come is deleted for having been asked for before. */
  forgetDeletion(recordingId: string): Promise<void>;
  /** READY files, or that one, whose deletion was asked for before they came and that no hold protects. */
  unwantedFiles(
    limit: number,
    fileId?: string,
  ): Promise<readonly (ShelvedFile & { readonly permanently: boolean })[]>;
  /** ExpireTime was set to never for a hold, or (null) is what it was again. */
  markHeld(fileId: string, at: Date | null): Promise<void>;
  /**
   * READY and TRASHED files that were not looked for since `before`, least lately first; those younger than `youngerThan`
   * whose thumbnail is still to come, since `youngBefore`.
   */
  filesToLookAt(
    before: Date,
    youngBefore: Date,
    youngerThan: Date,
    limit: number,
  ): Promise<readonly ShelvedFile[]>;
  /** Files under a hold whose ExpireTime was not set to never, and files whose hold is over that still have it. */
  filesOutOfStep(limit: number): Promise<readonly ShelvedFile[]>;
}

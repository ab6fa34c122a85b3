/** A file of the media library and the sub-application it lies in; null = the account's main one. */
export interface FileRef {
  readonly fileId: string;
  readonly subAppId: number | null;
}

/** What the media library says of a file beside its media. */
export interface ShelfMedia {
  readonly fileId: string;
  /** Null = never. */
  readonly expiresAt: Date | null;
  readonly md5: string | null;
  readonly coverUrl: string | null;
  readonly spriteVttUrl: string | null;
}

export interface MediaChange {
  /** Null = never. */
  readonly expiresAt?: Date | null;
  readonly description?: string;
  readonly addTags?: readonly string[];
  readonly deleteTags?: readonly string[];
}

/** The media library told that files were deleted; it tells again until the handle is confirmed. */
export interface DeletionNotice {
  readonly handle: string;
  readonly fileIds: readonly string[];
}

/**
 * What the vendor's media library lets be changed about files, and tells of them. Every error is a DomainError; a change
 * that was not answered is UNCONFIRMED and may be asked for again: each is the same when repeated.
 */
export interface MediaShelf {
  /** 20 ids go in a call. `missing` are those that the library says it does not have. */
  look(files: readonly FileRef[]): Promise<{
    readonly found: ReadonlyMap<string, ShelfMedia>;
    readonly missing: readonly string[];
  }>;
  change(file: FileRef, change: MediaChange): Promise<void>;
  /** Closes files to every player, or opens them again; the vendor's edges take 5 to 10 minutes. Answers unknown ids. */
  setDistribution(files: readonly FileRef[], allowed: boolean): Promise<readonly string[]>;
  /** A file that is gone already is as good. */
  remove(file: FileRef): Promise<void>;
  /** Waits up to 5 s for deletions that were not confirmed; at most 16. */
  pullDeletions(): Promise<readonly DeletionNotice[]>;
  confirmDeletions(handles: readonly string[]): Promise<void>;
  /** Makes the library keep deletions to be pulled. */
  openDeletions(): Promise<void>;
}

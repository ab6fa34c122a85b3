/** What the provider counted, kept by file and slot; asking again replaces what was known of a slot. */
export interface PlaybackUsageStore {
  /** Files that may have been played since: not deleted before `since`, youngest first. */
  playableFiles(since: Date, limit: number): Promise<readonly string[]>;
  /** Answers whether anything changed. `fileId` is null for the whole account. */
  keep(
    usage: readonly {
      readonly fileId: string | null;
      readonly slotStart: Date;
      readonly slotSeconds: number;
      readonly bytes: number;
      readonly plays: number;
    }[],
  ): Promise<boolean>;
}

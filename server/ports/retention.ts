import type { VisibleScope } from './records.ts';

export interface RetentionPolicy {
  readonly sdkAppId: number;
  /** Null = recordings without a tag that has a policy of its own. */
  readonly tag: string | null;
  /** After the end of a recording; 0 = for ever. */
  readonly days: number;
  readonly changedBy: string;
  readonly changedAt: Date;
}

/** A recording whose time comes, and what would go with it. */
export interface Expiry {
  readonly recordingId: string;
  readonly sdkAppId: number;
  readonly roomId: string | null;
  readonly expiresAt: Date;
  readonly bytes: number;
  /** A hold keeps it beyond its time. */
  readonly isHeld: boolean;
}

export interface RetentionStore {
  policies(scope: VisibleScope): Promise<readonly RetentionPolicy[]>;
  /** Null days removes the policy. */
  setPolicy(
    policy: Pick<RetentionPolicy, 'sdkAppId' | 'tag' | 'changedBy' | 'changedAt'> & {
      readonly days: number | null;
    },
  ): Promise<void>;
  /** Null = by the policies again. Appends an event. */
  setOwn(recordingId: string, days: number | null): Promise<void>;
  /** Recordings that end by `until`, soonest first; nothing is changed. */
  preview(
    until: Date,
    scope: VisibleScope,
    limit: number,
  ): Promise<{
    readonly expiries: readonly Expiry[];
    readonly totalCount: number;
    readonly totalBytes: number;
  }>;
  /** Whose time has come and whom no hold protects. */
  due(now: Date, limit: number): Promise<readonly Expiry[]>;
  /** Tells of those that end by `until` and were not told of for that end; answers how many. */
  tellExpiring(until: Date, limit: number): Promise<number>;
  /** When each ends by retention; absent = never. For loaders. */
  endsOf(recordingIds: readonly string[]): Promise<ReadonlyMap<string, Date>>;
}

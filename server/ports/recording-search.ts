import type { RecordingFilter, RecordingRecord, VisibleScope, Page } from './records.ts';

export const recordingSorts = ['STARTED_AT', 'DURATION', 'SIZE', 'NAME'] as const;
export type RecordingSort = (typeof recordingSorts)[number];

export interface RecordingOrder {
  readonly field: RecordingSort;
  readonly direction: 'ASC' | 'DESC';
}

export const newestFirst: RecordingOrder = { field: 'STARTED_AT', direction: 'DESC' };

/** A page goes on after a cursor, or skips rows as the vendor's search does. */
export interface SearchPage {
  /** 1 to 100. */
  readonly first: number;
  /** Opaque; only good for the order that it was given under. */
  readonly after: string | null;
  /** Rows to skip; with `first` at most 5000. */
  readonly offset: number;
}

/** How many recordings carry a value. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

export const facets = ['STATE', 'FORMAT', 'KIND', 'USER', 'TAG', 'DAY'] as const;
export type Facet = (typeof facets)[number];

export interface RecordingSearch {
  search(
    filter: RecordingFilter,
    order: RecordingOrder,
    scope: VisibleScope,
    page: SearchPage,
  ): Promise<Page<RecordingRecord>>;
  /** The most frequent values within what the caller may see, in one statement. */
  count(
    facet: Facet,
    filter: RecordingFilter,
    scope: VisibleScope,
    top: number,
  ): Promise<readonly ValueCount[]>;
}

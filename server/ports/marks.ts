import type { MarkLevel } from '../../domain/recording/facts.ts';
import type { RecordingTimeline } from '../../domain/recording/media-time.ts';
import type { VisibleScope } from './records.ts';

/** A stretch of a recording, or a moment, at which something was not as it should be. */
export interface MarkRecord {
  readonly recordingId: string;
  readonly code: string;
  readonly level: MarkLevel;
  readonly startedAt: Date;
  /** Null while it lasts. */
  readonly endedAt: Date | null;
  readonly mediaMs: number | null;
  readonly detail: string;
  /** It ended by itself, and did not merely stop with its recording. */
  readonly healed: boolean;
}

/** A place in a recording that somebody named. */
export interface MarkerRecord {
  readonly id: string;
  readonly recordingId: string;
  readonly mediaMs: number;
  readonly at: Date;
  readonly label: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Where a marker is to be: exactly one of the two. */
export type MarkerPlace = { readonly at: Date } | { readonly mediaMs: number };

export interface NewMarker {
  readonly id: string;
  readonly recordingId: string;
  readonly place: MarkerPlace;
  readonly label: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdBy: string;
}

export interface MarkerChange {
  readonly place?: MarkerPlace;
  readonly label?: string;
  readonly kind?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Marks are derived elsewhere and read here; markers are kept here, and every change is told in the event log at once. */
export interface MarkStore {
  marksByRecordingIds(ids: readonly string[]): Promise<readonly MarkRecord[]>;
  /** In the order of the media. */
  markersByRecordingIds(ids: readonly string[]): Promise<readonly MarkerRecord[]>;
  markerById(id: string, scope: VisibleScope): Promise<MarkerRecord | null>;
  timelineOf(recordingId: string): Promise<RecordingTimeline | null>;
  /** Null where the recording has as many already as are allowed. */
  add(marker: NewMarker, atMost: number): Promise<MarkerRecord | null>;
  /** Null where it is gone. */
  update(id: string, change: MarkerChange): Promise<MarkerRecord | null>;
  /** False where it is gone already. */
  remove(id: string): Promise<boolean>;
  /** How many marks there are, for the metrics. */
  countMarks(): Promise<
    readonly {
      readonly code: string;
      readonly level: MarkLevel;
      readonly open: boolean;
      readonly count: number;
    }[]
  >;
}

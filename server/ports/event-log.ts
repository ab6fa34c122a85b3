import type { VisibleScope } from './records.ts';

/** Names are `<thing>.<what happened>`; values are only ever added. */
export const eventTypes = [
  'room.started',
  'room.ended',
  'room.user_joined',
  'room.user_left',
  'stream.started',
  'stream.ended',
  'stream.resumed',
  'recording.started',
  'recording.ended',
  'recording.paused',
  'recording.resumed',
  'recording.command_lapsed',
  'recording.file_announced',
  'recording.file_ready',
  'recording.file_failed',
  'recording.ready',
  'recording.failed',
  'recording.deleted',
  'recording.trashed',
  'recording.restored',
  'recording.lost',
  'recording.delivered',
  'recording.updated',
  'recording.held',
  'recording.released',
  'recording.expiring',
  'recording.expired',
  'recording.file_trashed',
  'recording.file_restored',
  'recording.file_deleted',
  'recording.file_lost',
  'recording.file_delivered',
  'recording.duplicate_cost',
  'recording.quality_alert',
  'recording.quality_recovered',
  'recording.marker_added',
  'recording.marker_updated',
  'recording.marker_removed',
  'application.created',
  'application.settings_changed',
  'recording_task.changed',
  'consent.changed',
  'mix.requested',
  'mix.started',
  'mix.stopped',
  'mix.refused',
  'mix.layout_requested',
  'mix.layout_changed',
  'mix.layout_refused',
  'relay.requested',
  'relay.started',
  'relay.stopped',
  'relay.refused',
  'relay.failed',
  'relay.target_changed',
  'reconciliation.repaired',
  'reconciliation.unrecoverable',
  'usage.playback',
  'budget.crossed',
  'bill.export_ready',
  'bill.export_failed',
] as const;
export type EventType = (typeof eventTypes)[number];

export interface EventRecord {
  /** Opaque; replays from it are complete: a later commit never gets an earlier cursor than one already read. */
  readonly cursor: string;
  readonly id: string;
  readonly schemaVersion: number;
  readonly type: EventType;
  readonly occurredAt: Date;
  readonly sdkAppId: number;
  readonly roomId: string | null;
  readonly recordingId: string | null;
  readonly userId: string | null;
  /** A snapshot of what the event is about, as it was then. Plain JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventFilter {
  readonly types?: readonly EventType[];
  readonly roomId?: string;
  readonly recordingId?: string;
}

export interface EventLog {
  /** Events after the cursor (from the beginning when null), oldest first, at most `limit`. Throws BAD_INPUT on a cursor it never gave. */
  read(
    after: string | null,
    filter: EventFilter,
    scope: VisibleScope,
    limit: number,
  ): Promise<readonly EventRecord[]>;
  /** The cursor of the present end: what is committed now lies before it. */
  end(): Promise<string>;
  /** The cursor after which the last `count` of these events lie; the log's beginning where there are no more. */
  beforeLast(count: number, filter: EventFilter, scope: VisibleScope): Promise<string>;
  /**
   * Everything after the cursor and then what comes, until the signal aborts. A reader that is too slow reads from the
   * log again: nothing is held in memory for it.
   */
  follow(
    after: string | null,
    filter: EventFilter,
    scope: VisibleScope,
    signal: AbortSignal,
  ): AsyncIterable<EventRecord>;
}

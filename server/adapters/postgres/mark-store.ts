import type postgres from 'postgres';
import type { RecordingTimeline } from '../../../domain/recording/media-time.ts';
import { toMediaMs, toWallMs } from '../../../domain/recording/media-time.ts';
import type { EventType } from '../../ports/event-log.ts';
import type { MarkerPlace, MarkerRecord, MarkRecord, MarkStore } from '../../ports/marks.ts';
import { appendEvents } from './append-event.ts';
import { recordingScope, uuids } from './scope.ts';

interface MarkRow {
  readonly recording_id: string;
  readonly code: string;
  readonly level: MarkRecord['level'];
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly media_ms: string | null;
  readonly detail: string;
  readonly healed: boolean;
}

/** A marker beside what of its recording is needed to place it and to tell of it. */
interface MarkerRow {
  readonly id: string;
  readonly recording_id: string;
  readonly at: Date | null;
  readonly media_ms: string | null;
  readonly label: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly started_at: Date;
  readonly gaps: RecordingTimeline['gaps'];
  readonly sdk_app_id: string;
  readonly room_id: string | null;
  readonly user_id: string | null;
}

function readMark(row: MarkRow): MarkRecord {
  return {
    recordingId: row.recording_id,
    code: row.code,
    level: row.level,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    mediaMs: row.media_ms === null ? null : Number(row.media_ms),
    detail: row.detail,
    healed: row.healed,
  };
}

function timelineOfRow(row: Pick<MarkerRow, 'started_at' | 'gaps'>): RecordingTimeline {
  return { startedAtMs: row.started_at.getTime(), gaps: row.gaps };
}

function readMarker(row: MarkerRow): MarkerRecord {
  const timeline = timelineOfRow(row);
  const mediaMs = row.media_ms === null ? toMediaMs(timeline, row.at!.getTime()) : Number(row.media_ms);
  return {
    id: row.id,
    recordingId: row.recording_id,
    mediaMs,
    at: row.at ?? new Date(toWallMs(timeline, mediaMs)),
    label: row.label,
    kind: row.kind,
    data: row.data,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function placeColumns(place: MarkerPlace): { readonly at: Date | null; readonly media_ms: number | null } {
  return 'at' in place ? { at: place.at, media_ms: null } : { at: null, media_ms: Math.round(place.mediaMs) };
}

async function tell(sql: postgres.TransactionSql, type: EventType, row: MarkerRow): Promise<MarkerRecord> {
  const marker = readMarker(row);
  const { id, recordingId, mediaMs, at, label, kind, data } = marker;
  await appendEvents(sql, [
    {
      type,
      occurredAt: new Date(),
      sdkAppId: Number(row.sdk_app_id),
      roomId: row.room_id,
      recordingId,
      userId: row.user_id,
      data: { id, recordingId, mediaSeconds: mediaMs / 1000, at: at.toISOString(), label, kind, data },
    },
  ]);
  return marker;
}

type Sql = postgres.Sql | postgres.TransactionSql;

function selectMarkers(sql: Sql, condition: postgres.PendingQuery<postgres.Row[]>) {
  return sql<MarkerRow[]>`
    select markers.*, recordings.started_at, recordings.gaps, recordings.sdk_app_id, recordings.room_id,
      recordings.user_id
    from recording_markers as markers join recordings on recordings.id = markers.recording_id
    where ${condition}`;
}

export function openMarkStore(sql: postgres.Sql): MarkStore {
  return {
    async marksByRecordingIds(ids) {
      const rows = await sql<MarkRow[]>`
        select * from recording_marks where recording_id = any(${uuids(ids)}::uuid[])
        order by started_at, session_id, mark_id`;
      return rows.map(readMark);
    },

    async markersByRecordingIds(ids) {
      const rows = await selectMarkers(sql, sql`recording_id = any(${uuids(ids)}::uuid[])`);
      return rows
        .map(readMarker)
        .toSorted((one, other) => one.mediaMs - other.mediaMs || (one.id < other.id ? -1 : 1));
    },

    async markerById(id, scope) {
      const rows = await selectMarkers(
        sql,
        sql`markers.id = any(${uuids([id])}::uuid[]) and recording_id in
          (select id from recordings where true ${recordingScope(sql, scope)})`,
      );
      return rows.map(readMarker)[0] ?? null;
    },

    async timelineOf(recordingId) {
      const rows = await sql<Pick<MarkerRow, 'started_at' | 'gaps'>[]>`
        select started_at, gaps from recordings where id = any(${uuids([recordingId])}::uuid[])`;
      return rows.map(timelineOfRow)[0] ?? null;
    },

    add: ({ id, recordingId, place, label, kind, data, createdBy }, atMost) =>
      sql.begin(async (transaction) => {
        // Locked, so that two of them do not both become the last one.
        await transaction`select 1 from recordings where id = ${recordingId} for update`;
        const [count] = await transaction<{ n: number }[]>`
          select count(*)::int as n from recording_markers where recording_id = ${recordingId}`;
        if ((count?.n ?? 0) >= atMost) return null;
        const now = new Date();
        await transaction`
          insert into recording_markers ${transaction({
            ...{ id, recording_id: recordingId, ...placeColumns(place), label, kind },
            data: transaction.json(data as postgres.JSONValue) as unknown as string,
            ...{ created_by: createdBy, created_at: now, updated_at: now },
          })}`;
        const [row] = await selectMarkers(transaction, transaction`markers.id = ${id}`);
        return tell(transaction, 'recording.marker_added', row!);
      }),

    update: (id, { place, label, kind, data }) =>
      sql.begin(async (transaction) => {
        const columns = {
          ...(place === undefined ? {} : placeColumns(place)),
          ...(label === undefined ? {} : { label }),
          ...(kind === undefined ? {} : { kind }),
          ...(data === undefined
            ? {}
            : { data: transaction.json(data as postgres.JSONValue) as unknown as string }),
          updated_at: new Date(),
        };
        await transaction`update recording_markers set ${transaction(columns)} where id = ${id}`;
        const [row] = await selectMarkers(transaction, transaction`markers.id = ${id}`);
        return row === undefined ? null : tell(transaction, 'recording.marker_updated', row);
      }),

    remove: (id) =>
      sql.begin(async (transaction) => {
        const [row] = await selectMarkers(transaction, transaction`markers.id = ${id} for update of markers`);
        if (row === undefined) return false;
        await transaction`delete from recording_markers where id = ${id}`;
        await tell(transaction, 'recording.marker_removed', row);
        return true;
      }),

    async countMarks() {
      const rows = await sql<{ code: string; level: MarkRecord['level']; open: boolean; count: number }[]>`
        select code, level, ended_at is null as open, count(*)::int as count
        from recording_marks group by code, level, open order by code, level, open`;
      return [...rows];
    },
  };
}

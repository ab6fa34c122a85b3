import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { DerivedFile } from '../../../domain/recording/files.ts';
import type { DerivedRecording, DerivedSession } from '../../../domain/recording/lifecycle.ts';
import type { RecordedMethod } from '../../../domain/recording/method.ts';
import type { EventType } from '../../ports/event-log.ts';
import type { NewEvent } from './append-event.ts';
import { measureStartGaps } from './measure-start-gaps.ts';
import { refreshSearch } from './refresh-search.ts';
import type { FileRow, RecordingRow } from './rows.ts';
import type { SessionIdentity } from './session-identity.ts';
import { identityColumns } from './session-identity.ts';
import { tellGaps } from './tell-gaps.ts';

type Transaction = postgres.TransactionSql;

interface RecordedSession extends Omit<DerivedSession, 'recording'> {
  readonly recording: DerivedRecording;
  readonly method: RecordedMethod | null;
}

export async function upsertRecording(
  sql: Transaction,
  about: SessionIdentity,
  { recording, stream, taskId, liveSinceMs, method }: RecordedSession,
): Promise<void> {
  const firstMediaMs = Math.min(...recording.files.map(({ startMs }) => startMs));
  await sql`
    insert into recordings ${sql({
      ...identityColumns(about),
      has_stream: stream !== null,
      method,
      task_id: taskId,
      live_since: instant(liveSinceMs),
      first_media_at: instant(firstMediaMs === Infinity ? null : firstMediaMs),
      kind: about.identity.streamType === 'mix' ? 'MIX' : 'STREAM',
      user_define_record_id: about.identity.userDefineRecordId,
      state: recording.state,
      failure: recording.failure,
      started_at: new Date(recording.startedAtMs),
      ended_at: recording.endedAtMs === null ? null : new Date(recording.endedAtMs),
      duration_ms: recording.durationMs,
      session_ids: recording.sessionIds as string[],
      gaps: sql.json(recording.gaps as unknown as postgres.JSONValue) as unknown as string,
      waits: sql.json(recording.waits as unknown as postgres.JSONValue) as unknown as string,
      channels: sql.json(recording.channels as unknown as postgres.JSONValue) as unknown as string,
    })}
    on conflict (id) do update set has_stream = excluded.has_stream, method = excluded.method,
      task_id = excluded.task_id, live_since = excluded.live_since, first_media_at = excluded.first_media_at, kind = excluded.kind,
      user_id = excluded.user_id, stream_type = excluded.stream_type,
      user_define_record_id = excluded.user_define_record_id, state = excluded.state, failure = excluded.failure,
      started_at = excluded.started_at, ended_at = excluded.ended_at, duration_ms = excluded.duration_ms,
      channels = excluded.channels, gaps = excluded.gaps, session_ids = excluded.session_ids,
      waits = excluded.waits, room_kind = excluded.room_kind, room_name = excluded.room_name,
      room_id = coalesce(excluded.room_id, recordings.room_id)`;
  for (const file of recording.files) await upsertFile(sql, about, file);
  if (taskId !== null) await measureStartGaps(sql, about.sdkAppId, taskId);
  await refreshSearch(sql, about.id);
}

async function upsertFile(sql: Transaction, about: SessionIdentity, file: DerivedFile): Promise<void> {
  await sql`
    insert into recording_files ${sql({
      id: randomUUID(),
      recording_id: about.id,
      sdk_app_id: about.sdkAppId,
      file_id: file.fileId,
      format: file.format,
      part: file.part,
      name: file.name,
      state: file.state,
      bytes: file.bytes,
      duration_ms: file.durationMs,
      width: file.width,
      height: file.height,
      media_url: file.mediaUrl,
      started_at: new Date(file.startMs),
      ended_at: new Date(file.endMs),
      created_at: new Date(file.createdAtMs ?? file.endMs),
      deleted_at: instant(file.goneAtMs),
      gone_because: file.goneBecause,
      trashed_at: instant(file.trashedAtMs),
      purge_at: instant(file.purgeAtMs),
      former_expires_at: instant(file.formerExpiresAtMs),
      delivered_path: file.deliveredPath,
      sub_app_id: file.subAppId,
    })}
    on conflict (file_id) do update set recording_id = excluded.recording_id, name = excluded.name,
      part = excluded.part, state = excluded.state, bytes = excluded.bytes, duration_ms = excluded.duration_ms, width = excluded.width,
      height = excluded.height, media_url = excluded.media_url, started_at = excluded.started_at,
      ended_at = excluded.ended_at, created_at = excluded.created_at, deleted_at = excluded.deleted_at,
      gone_because = excluded.gone_because, trashed_at = excluded.trashed_at, purge_at = excluded.purge_at,
      former_expires_at = excluded.former_expires_at, delivered_path = excluded.delivered_path,
      sub_app_id = excluded.sub_app_id`;
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

const endings: Readonly<Partial<Record<RecordingRow['state'], EventType>>> = {
  READY: 'recording.ready',
  FAILED: 'recording.failed',
  DELETED: 'recording.deleted',
  TRASHED: 'recording.trashed',
  LOST: 'recording.lost',
  DELIVERED: 'recording.delivered',
};

const fileEvents: Readonly<Partial<Record<FileRow['state'], EventType>>> = {
  READY: 'recording.file_ready',
  FAILED: 'recording.file_failed',
  TRASHED: 'recording.file_trashed',
  DELETED: 'recording.file_deleted',
  LOST: 'recording.file_lost',
  DELIVERED: 'recording.file_delivered',
};

/** An end that moves by less is the same end, told more exactly. */
const sameEndMs = 5000;

const unfinished: readonly RecordingRow['state'][] = ['RECORDING', 'PAUSED', 'WAITING', 'PROCESSING'];

/**
 * Callbacks keep no order, and that a recording began or ended says nothing of whose it is. Its events wait for the one that
 * does, as every file's does, and no longer than until nothing more is to come.
 */
function isTellable(row: RecordingRow): boolean {
  return (
    row.user_id !== null || row.live_since !== null || row.kind === 'MIX' || !unfinished.includes(row.state)
  );
}

/** What changed since `former`; of files, what was not told before. */
export async function tellRecording(
  sql: Transaction,
  id: string,
  former: RecordingRow | null,
): Promise<readonly NewEvent[]> {
  const [row] = await sql<RecordingRow[]>`select * from recordings where id = ${id}`;
  if (row === undefined || !isTellable(row)) return [];
  const before = row.told_started ? former : null;
  const about = {
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    recordingId: id,
    userId: row.user_id,
    data: {
      id,
      kind: row.kind,
      state: row.state,
      failure: row.failure,
      userId: row.user_id,
      streamId: row.stream_id,
      streamType: row.stream_type,
      durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
    },
  };
  const events: NewEvent[] = [];
  if (!row.told_started) events.push({ ...about, type: 'recording.started', occurredAt: row.started_at });
  const endedBefore = row.told_ended_at?.getTime() ?? -Infinity;
  if (row.ended_at !== null && Math.abs(row.ended_at.getTime() - endedBefore) > sameEndMs)
    events.push({ ...about, type: 'recording.ended', occurredAt: row.ended_at });
  events.push(...tellGaps(about, row, before));
  events.push(...(await tellFiles(sql, id, about)));
  const ending = endings[row.state];
  if (row.told_ending !== row.state) {
    const occurredAt = new Date();
    if (row.told_ending === 'TRASHED' && row.state === 'READY')
      events.push({ ...about, type: 'recording.restored', occurredAt });
    else if (ending !== undefined) events.push({ ...about, type: ending, occurredAt });
    if (row.state === 'DELETED') {
      const expired = await sql`
        select from recording_files where recording_id = ${id} and gone_because in ('retention', 'storage-time')`;
      if (expired.length > 0) events.push({ ...about, type: 'recording.expired', occurredAt });
    }
  }
  await sql`
    update recordings set told_started = true, told_ended_at = coalesce(ended_at, told_ended_at),
      told_ending = case when ${ending !== undefined} then state else told_ending end
    where id = ${id}`;
  return events;
}

async function tellFiles(
  sql: Transaction,
  recordingId: string,
  about: Omit<NewEvent, 'type' | 'occurredAt'>,
): Promise<readonly NewEvent[]> {
  const files = await sql<(FileRow & { told_state: string | null })[]>`
    select * from recording_files
    where recording_id = ${recordingId} and told_state is distinct from state order by started_at, format`;
  if (files.length === 0) return [];
  await sql`update recording_files set told_state = state where recording_id = ${recordingId}`;
  const [held] = await sql`select from recordings where id = ${recordingId} and is_protected(recordings)`;
  return files.flatMap((file): NewEvent[] => {
    const event = {
      ...about,
      data: {
        id: file.id,
        recordingId,
        fileId: file.file_id,
        format: file.format,
        part: file.part,
        name: file.name,
        state: file.state,
        bytes: file.bytes === null ? null : Number(file.bytes),
        durationMs: file.duration_ms === null ? null : Number(file.duration_ms),
        purgeAt: file.purge_at?.toISOString() ?? null,
        goneBecause: file.gone_because,
        // What a legal hold should have kept is the gravest loss there is.
        ...(file.state === 'LOST' ? { severe: held !== undefined } : {}),
      },
    };
    const events: NewEvent[] = [];
    if (file.told_state === null)
      events.push({ ...event, type: 'recording.file_announced', occurredAt: file.ended_at });
    const isBack = file.told_state === 'TRASHED' && file.state === 'READY';
    const type = isBack ? 'recording.file_restored' : fileEvents[file.state];
    if (type !== undefined) {
      const happenedAt =
        file.state === 'READY' && !isBack ? file.created_at : (file.deleted_at ?? new Date());
      events.push({ ...event, type, occurredAt: happenedAt });
    }
    return events;
  });
}

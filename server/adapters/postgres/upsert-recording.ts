import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { DerivedFile, DerivedRecording } from '../../../domain/recording/lifecycle.ts';
import type { EventType } from '../../ports/event-log.ts';
import type { NewEvent } from './append-event.ts';
import type { FileRow, RecordingRow } from './rows.ts';
import type { SessionIdentity } from './session-identity.ts';
import { identityColumns } from './session-identity.ts';

type Transaction = postgres.TransactionSql;

export async function upsertRecording(
  sql: Transaction,
  about: SessionIdentity,
  recording: DerivedRecording,
  hasStream: boolean,
): Promise<void> {
  await sql`
    insert into recordings ${sql({
      ...identityColumns(about),
      has_stream: hasStream,
      kind: about.identity.streamType === 'mix' ? 'MIX' : 'STREAM',
      user_define_record_id: about.identity.userDefineRecordId,
      state: recording.state,
      failure: recording.failure,
      started_at: new Date(recording.startedAtMs),
      ended_at: recording.endedAtMs === null ? null : new Date(recording.endedAtMs),
      duration_ms: recording.durationMs,
      channels: sql.json(recording.channels as unknown as postgres.JSONValue) as unknown as string,
    })}
    on conflict (id) do update set has_stream = excluded.has_stream, kind = excluded.kind,
      user_id = excluded.user_id, stream_type = excluded.stream_type,
      user_define_record_id = excluded.user_define_record_id, state = excluded.state, failure = excluded.failure,
      started_at = excluded.started_at, ended_at = excluded.ended_at, duration_ms = excluded.duration_ms,
      channels = excluded.channels, room_kind = excluded.room_kind, room_name = excluded.room_name,
      room_id = coalesce(excluded.room_id, recordings.room_id)`;
  for (const file of recording.files) await upsertFile(sql, about.id, file);
}

async function upsertFile(sql: Transaction, recordingId: string, file: DerivedFile): Promise<void> {
  await sql`
    insert into recording_files ${sql({
      id: randomUUID(),
      recording_id: recordingId,
      file_id: file.fileId,
      format: file.format,
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
      deleted_at: file.deletedAtMs === null ? null : new Date(file.deletedAtMs),
    })}
    on conflict (file_id) do update set recording_id = excluded.recording_id, name = excluded.name,
      state = excluded.state, bytes = excluded.bytes, duration_ms = excluded.duration_ms, width = excluded.width,
      height = excluded.height, media_url = excluded.media_url, started_at = excluded.started_at,
      ended_at = excluded.ended_at, created_at = excluded.created_at, deleted_at = excluded.deleted_at`;
}

const endings: Readonly<Partial<Record<RecordingRow['state'], EventType>>> = {
  READY: 'recording.ready',
  FAILED: 'recording.failed',
  DELETED: 'recording.deleted',
};

/** What changed since `former`; of files, what was not told before. */
export async function tellRecording(
  sql: Transaction,
  id: string,
  former: RecordingRow | null,
): Promise<readonly NewEvent[]> {
  const [row] = await sql<RecordingRow[]>`select * from recordings where id = ${id}`;
  if (row === undefined) return [];
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
  if (former === null) events.push({ ...about, type: 'recording.started', occurredAt: row.started_at });
  if (row.ended_at !== null && (former === null || former.ended_at === null))
    events.push({ ...about, type: 'recording.ended', occurredAt: row.ended_at });
  events.push(...(await tellFiles(sql, id, about)));
  const ending = endings[row.state];
  if (ending !== undefined && former?.state !== row.state)
    events.push({ ...about, type: ending, occurredAt: new Date() });
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
  return files.flatMap((file): NewEvent[] => {
    const event = {
      ...about,
      data: {
        id: file.id,
        recordingId,
        fileId: file.file_id,
        format: file.format,
        name: file.name,
        state: file.state,
        bytes: file.bytes === null ? null : Number(file.bytes),
        durationMs: file.duration_ms === null ? null : Number(file.duration_ms),
      },
    };
    const events: NewEvent[] = [];
    if (file.told_state === null)
      events.push({ ...event, type: 'recording.file_announced', occurredAt: file.ended_at });
    if (file.state === 'READY')
      events.push({ ...event, type: 'recording.file_ready', occurredAt: file.created_at });
    return events;
  });
}

import type postgres from 'postgres';
import type { DerivedMark } from '../../../domain/recording/marks.ts';
import type { NewEvent } from './append-event.ts';
import type { RecordingRow } from './rows.ts';

type Transaction = postgres.TransactionSql;

interface ToldRow {
  readonly session_id: string;
  readonly mark_id: string;
  readonly told_healed: boolean | null;
}

/** Stores the marks of a recording and answers what the event log has not heard of them yet. */
export async function keepMarks(
  sql: Transaction,
  recordingId: string,
  marks: readonly DerivedMark[],
): Promise<readonly NewEvent[]> {
  if (marks.length === 0) return [];
  const [row] = await sql<RecordingRow[]>`select * from recordings where id = ${recordingId}`;
  if (row === undefined) return [];
  const told = await sql<ToldRow[]>`
    select session_id, mark_id, told_healed from recording_marks where recording_id = ${recordingId}`;
  const knownOf = new Map(told.map((mark) => [`${mark.session_id}/${mark.mark_id}`, mark.told_healed]));
  const about = {
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    recordingId,
    userId: row.user_id,
  };
  const events: NewEvent[] = [];
  for (const mark of marks) {
    await upsertMark(sql, recordingId, mark);
    const known = knownOf.get(`${mark.sessionId}/${mark.markId}`) ?? null;
    const data = {
      recordingId,
      code: mark.code,
      level: mark.level,
      startedAt: new Date(mark.startedAtMs).toISOString(),
      mediaSeconds: mark.mediaMs === null ? null : mark.mediaMs / 1000,
      detail: mark.detail,
      streamId: row.stream_id,
      userId: row.user_id,
    };
    if (known === null)
      events.push({
        ...about,
        type: 'recording.quality_alert',
        occurredAt: new Date(mark.startedAtMs),
        data,
      });
    if (mark.healed && known !== true) {
      const endedAt = new Date(mark.endedAtMs ?? mark.startedAtMs);
      const ended = { ...data, endedAt: endedAt.toISOString() };
      events.push({ ...about, type: 'recording.quality_recovered', occurredAt: endedAt, data: ended });
    }
  }
  return events;
}

async function upsertMark(sql: Transaction, recordingId: string, mark: DerivedMark): Promise<void> {
  await sql`
    insert into recording_marks ${sql({
      recording_id: recordingId,
      session_id: mark.sessionId,
      mark_id: mark.markId,
      code: mark.code,
      level: mark.level,
      started_at: new Date(mark.startedAtMs),
      ended_at: mark.endedAtMs === null ? null : new Date(mark.endedAtMs),
      media_ms: mark.mediaMs,
      detail: mark.detail,
      healed: mark.healed,
      told_healed: mark.healed,
    })}
    on conflict (recording_id, session_id, mark_id) do update set code = excluded.code, level = excluded.level,
      started_at = excluded.started_at, ended_at = excluded.ended_at, media_ms = excluded.media_ms,
      detail = excluded.detail, healed = excluded.healed, told_healed = excluded.told_healed`;
}

/** Takes what hangs on recordings that turned out to be part of others: marks are derived anew, markers move along. */
export async function leaveEmptied(
  sql: Transaction,
  emptied: readonly string[],
  heirOf: (recordingId: string) => string | null,
): Promise<void> {
  await sql`delete from recording_marks where recording_id = any(${emptied as string[]}::uuid[])`;
  for (const id of emptied) {
    const heir = heirOf(id);
    const [exists] = heir === null ? [] : await sql`select 1 from recordings where id = ${heir}`;
    if (exists === undefined) await sql`delete from recording_markers where recording_id = ${id}`;
    else await sql`update recording_markers set recording_id = ${heir} where recording_id = ${id}`;
  }
}

import type postgres from 'postgres';
import type { CallbackFact, KeptHappening, LibraryFact } from './facts.ts';
import { noteEvents } from './media-events.ts';
import { applyMix } from './mix-store.ts';
import { applyUsage } from './usage-spans.ts';

type Transaction = postgres.TransactionSql;

const at = (ms: number): Date => new Date(ms);

async function applyFact(sql: Transaction, fact: LibraryFact, run: string): Promise<void> {
  switch (fact.type) {
    case 'file-closed':
      await insertFile(sql, fact);
      return;
    case 'room-created':
      await sql`
        insert into rooms ${sql({
          comm_id: fact.commId,
          sdk_app_id: fact.sdkAppId,
          room_kind: fact.room.kind,
          room: String(fact.room.value),
          creator: fact.creator,
          created_at: at(fact.atMs),
          run,
        })} on conflict do nothing`;
      return;
    case 'room-dismissed':
      await sql`
        update rooms set destroyed_at = ${at(fact.atMs)}
        where comm_id = ${fact.commId} and destroyed_at is null`;
      return;
    case 'user-entered':
      await sql`
        insert into room_users (comm_id, user_id, joined_at)
        values (${fact.commId}, ${fact.userId}, ${at(fact.atMs)}) on conflict do nothing`;
      return;
    case 'user-left':
      await sql`
        update room_users set left_at = ${at(fact.atMs)}
        where comm_id = ${fact.commId} and user_id = ${fact.userId} and left_at is null`;
      return;
    case 'push-started':
      await sql`
        insert into pushes (sequence, stream_id, started_at, run, event)
        values (${fact.sequence}, ${fact.streamId}, ${at(fact.atMs)}, ${run}, ${sql.json(
          fact.event as postgres.JSONValue,
        )}) on conflict do nothing`;
      return;
    case 'push-ended':
      await sql`
        update pushes set ended_at = ${at(fact.atMs)} where sequence = ${fact.sequence} and ended_at is null`;
      return;
    case 'recording-started':
    case 'recording-ended':
    case 'task-started':
    case 'task-ended':
      await applyUsage(sql, fact);
      return;
    case 'mix-started':
    case 'mix-ended':
      await applyMix(sql, fact, run);
      return;
    case 'nothing':
      return;
  }
}

const dayMs = 86_400_000;

async function insertFile(
  sql: Transaction,
  { sessionId, context, name, file, keeping }: Extract<LibraryFact, { type: 'file-closed' }>,
): Promise<void> {
  const { retentionDays = 0, subAppId = null } = keeping ?? {};
  const expiresAt = retentionDays === 0 ? null : at(file.endedAtMs + retentionDays * dayMs);
  // A recording for a sub-application that is gone is not lost: the main one has it.
  const [home] = await sql<{ sub_app_id: string }[]>`
    select sub_app_id from sub_apps where sub_app_id = ${subAppId} and status <> 'Destroyed' for share`;
  const rows = await sql<{ file_id: string; sub_app_id: string | null }[]>`
    insert into media_files ${sql({
      file_id: file.fileId,
      session_id: sessionId,
      sdk_app_id: context.sdkAppId,
      sub_app_id: home?.sub_app_id ?? null,
      room_kind: context.room.kind,
      room: String(context.room.value),
      user_id: context.userId,
      stream_id: context.streamId,
      stream_type: context.streamType,
      name,
      format: file.format,
      path: file.path,
      bytes: file.bytes,
      duration_ms: file.durationMs,
      started_at: at(file.startedAtMs),
      ended_at: at(file.endedAtMs),
      expires_at: expiresAt,
      width: file.video?.width ?? null,
      height: file.video?.height ?? null,
      frames: file.video?.frames ?? null,
      video_codec: file.video?.codec ?? null,
      audio_sample_rate: file.audio?.sampleRate ?? null,
      audio_channels: file.audio?.channels ?? null,
      audio_codec: file.audio?.codec ?? null,
      recovered: file.recovered,
    })} on conflict do nothing returning file_id, sub_app_id`;
  await noteEvents(sql, 'NewFileUpload', rows);
}

async function insertCallback(sql: Transaction, { key, sdkAppId, kind, event }: CallbackFact): Promise<void> {
  await sql`
    insert into callbacks (key, sdk_app_id, kind, event)
    values (${key}, ${sdkAppId}, ${kind}, ${sql.json(event as postgres.JSONValue)}) on conflict (key) do nothing`;
}

/** Of happenings that do not say which process they happened in: it was none of this version. */
const formerRun = 'former';

/** A fact and its callbacks in one transaction; again and again changes nothing. */
export async function applyHappenings(
  sql: postgres.Sql,
  happenings: readonly KeptHappening[],
): Promise<void> {
  await sql.begin(async (transaction) => {
    for (const { fact, callbacks, run = formerRun } of happenings) {
      await applyFact(transaction, fact, run);
      for (const callback of callbacks) await insertCallback(transaction, callback);
    }
  });
}

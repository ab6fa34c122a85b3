import type postgres from 'postgres';
import type { DerivedStream } from '../../../domain/recording/pushes.ts';
import type { NewEvent } from './append-event.ts';
import type { StreamRow } from './rows.ts';
import type { SessionIdentity } from './session-identity.ts';
import { identityColumns } from './session-identity.ts';

type Transaction = postgres.TransactionSql;

export async function upsertStream(
  sql: Transaction,
  about: SessionIdentity,
  stream: DerivedStream,
): Promise<void> {
  const endedAt = stream.endedAtMs === null ? null : new Date(stream.endedAtMs);
  await sql`
    insert into streams ${sql({
      ...identityColumns(about),
      state: endedAt === null ? 'LIVE' : 'ENDED',
      width: stream.width,
      height: stream.height,
      started_at: new Date(stream.startedAtMs),
      ended_at: endedAt,
      interruptions: sql.json(stream.interruptions as unknown as postgres.JSONValue) as unknown as string,
    })}
    on conflict (id) do update set state = excluded.state, width = excluded.width, height = excluded.height,
      started_at = excluded.started_at, ended_at = excluded.ended_at, interruptions = excluded.interruptions, user_id = excluded.user_id,
      stream_type = excluded.stream_type, room_kind = excluded.room_kind, room_name = excluded.room_name,
      room_id = coalesce(excluded.room_id, streams.room_id)`;
}

/** What changed since `former`. */
export async function tellStream(
  sql: Transaction,
  id: string,
  former: StreamRow | null,
): Promise<readonly NewEvent[]> {
  const [row] = await sql<StreamRow[]>`select * from streams where id = ${id}`;
  if (row === undefined) return [];
  const about = {
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    recordingId: null,
    userId: row.user_id,
    data: {
      id,
      streamId: row.stream_id,
      userId: row.user_id,
      streamType: row.stream_type,
      state: row.state,
      width: row.width,
      height: row.height,
    },
  };
  const events: NewEvent[] = [];
  if (former === null) events.push({ ...about, type: 'stream.started', occurredAt: row.started_at });
  if (row.ended_at === null && former !== null && former.ended_at !== null)
    events.push({
      ...about,
      type: 'stream.resumed',
      occurredAt: new Date(row.interruptions.at(-1)?.endMs ?? Date.now()),
    });
  if (row.ended_at !== null && (former === null || former.ended_at === null))
    events.push({ ...about, type: 'stream.ended', occurredAt: row.ended_at });
  return events;
}

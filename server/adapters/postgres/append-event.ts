import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { EventType } from '../../ports/event-log.ts';

/** Version of the `data` of every event. Fields are only ever added within one version. */
export const eventSchemaVersion = 1;
export const eventChannel = 'roomtape_events';

export interface NewEvent {
  readonly type: EventType;
  readonly occurredAt: Date;
  readonly sdkAppId: number;
  readonly roomId: string | null;
  readonly recordingId: string | null;
  readonly userId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Appends in the transaction of the change that it tells; readers wake when that commits. */
export async function appendEvents(sql: postgres.TransactionSql, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    id: randomUUID(),
    type: event.type,
    schema_version: eventSchemaVersion,
    occurred_at: event.occurredAt,
    sdk_app_id: event.sdkAppId,
    room_id: event.roomId,
    recording_id: event.recordingId,
    user_id: event.userId,
    data: sql.json(event.data as postgres.JSONValue) as unknown as string,
  }));
  await sql`insert into events ${sql(rows)}`;
  await sql`select pg_notify(${eventChannel}, '')`;
}

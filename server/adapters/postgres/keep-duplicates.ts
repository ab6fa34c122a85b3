import type postgres from 'postgres';
import type { RecordingChannel } from '../../../domain/recording/channels.ts';
import type { NewEvent } from './append-event.ts';

interface DuplicateRow {
  readonly sdk_app_id: string;
  readonly room_id: string | null;
  readonly user_id: string | null;
  readonly stream_id: string;
  readonly channels: readonly RecordingChannel[];
  readonly started_at: Date;
}

/**
 * Notes which recordings record what another one records already, and tells it once of each: what turns out later to
 * have been one after the other is no duplicate any more, and what was told stays told.
 */
export async function keepDuplicates(
  sql: postgres.TransactionSql,
  recordings: readonly { readonly id: string; readonly duplicateOf: string | null }[],
): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  for (const { id, duplicateOf } of recordings) {
    await sql`
      update recordings set duplicate_of = ${duplicateOf}
      where id = ${id} and duplicate_of is distinct from ${duplicateOf}`;
    if (duplicateOf === null) continue;
    const [row] = await sql<DuplicateRow[]>`
      update recordings set told_duplicate = true where id = ${id} and not told_duplicate returning *`;
    if (row !== undefined) events.push(duplicateEvent(id, duplicateOf, row));
  }
  return events;
}

function duplicateEvent(id: string, duplicateOf: string, row: DuplicateRow): NewEvent {
  const formats = [...new Set(row.channels.map(({ format }) => format))].toSorted();
  return {
    type: 'recording.duplicate_cost',
    occurredAt: row.started_at,
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    recordingId: id,
    userId: row.user_id,
    // Each format is a recording channel, charged by its length and its peak, and its files are charged as storage.
    data: { id, duplicateOf, streamId: row.stream_id, formats, extraChannels: formats.length },
  };
}

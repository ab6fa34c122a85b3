import type postgres from 'postgres';
import type { RecordingGap } from '../../../domain/recording/gaps.ts';
import { isShown } from '../../../domain/recording/instructions.ts';
import type { RecordingCommandRecord, RecordingCommandStore } from '../../ports/recording-commands.ts';
import { appendEvents } from './append-event.ts';
import type { RecordingRow } from './rows.ts';

interface CommandRow {
  readonly id: string;
  readonly recording_id: string;
  readonly kind: RecordingCommandRecord['kind'];
  readonly state: RecordingCommandRecord['state'];
  readonly requested_at: Date;
  readonly settled_at: Date | null;
  readonly failure: string | null;
}

function readCommand(row: CommandRow): RecordingCommandRecord {
  return {
    id: row.id,
    recordingId: row.recording_id,
    kind: row.kind,
    state: row.state,
    requestedAt: row.requested_at,
    settledAt: row.settled_at,
    failure: row.failure,
  };
}

/** What the recording shows now settles the commands that are open. Called with every change of it. */
export async function settleShownCommands(
  sql: postgres.TransactionSql,
  recordingId: string,
  gaps: readonly RecordingGap[],
): Promise<void> {
  const open = await sql<CommandRow[]>`
    select * from recording_commands
    where recording_id = ${recordingId} and state in ('REQUESTED', 'UNCONFIRMED') for update`;
  const shown = open.filter((row) => isShown(readCommand(row), gaps)).map(({ id }) => id);
  if (shown.length === 0) return;
  await sql`
    update recording_commands set state = 'DONE', settled_at = now(), failure = null
    where id = any(${shown}::uuid[])`;
}

async function tellLapsed(sql: postgres.TransactionSql, row: CommandRow): Promise<void> {
  const [recording] = await sql<RecordingRow[]>`select * from recordings where id = ${row.recording_id}`;
  if (recording === undefined) return;
  await appendEvents(sql, [
    {
      type: 'recording.command_lapsed',
      occurredAt: new Date(),
      sdkAppId: Number(recording.sdk_app_id),
      roomId: recording.room_id,
      recordingId: recording.id,
      userId: recording.user_id,
      data: {
        id: row.id,
        recordingId: recording.id,
        kind: row.kind,
        requestedAt: row.requested_at.toISOString(),
        failure: row.failure,
      },
    },
  ]);
}

export function openRecordingCommandStore(sql: postgres.Sql): RecordingCommandStore {
  const find = async (id: string): Promise<RecordingCommandRecord | null> => {
    const [row] = await sql<CommandRow[]>`select * from recording_commands where id = ${id}`;
    return row === undefined ? null : readCommand(row);
  };
  return {
    find,
    async request({ id, recordingId, kind, requestedAt }) {
      await sql`
        insert into recording_commands (id, recording_id, kind, state, requested_at)
        values (${id}, ${recordingId}, ${kind}, 'REQUESTED', ${requestedAt})`;
    },
    async settle(id, state, failure) {
      const settledAt = state === 'UNCONFIRMED' ? null : new Date();
      await sql`
        update recording_commands set state = ${state}, failure = ${failure}, settled_at = ${settledAt}
        where id = ${id} and state in ('REQUESTED', 'UNCONFIRMED')`;
      const command = await find(id);
      if (command === null) throw new Error(`there is no recording command ${id}`);
      return command;
    },
    async last(recordingId) {
      const [row] = await sql<CommandRow[]>`
        select * from recording_commands where recording_id = ${recordingId} and state not in ('REFUSED', 'LAPSED')
        order by requested_at desc, id limit 1`;
      return row === undefined ? null : readCommand(row);
    },
    lapse: (requestedBefore) =>
      sql.begin(async (transaction) => {
        const rows = await transaction<CommandRow[]>`
          update recording_commands set state = 'LAPSED', settled_at = now(),
            failure = coalesce(failure || ' ', '') || 'Nothing showed in time that it was done.'
          where state in ('REQUESTED', 'UNCONFIRMED') and requested_at < ${requestedBefore} returning *`;
        for (const row of rows) await tellLapsed(transaction, row);
        return rows.length;
      }),
  };
}

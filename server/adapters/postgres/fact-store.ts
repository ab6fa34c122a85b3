import type postgres from 'postgres';
import type { PendingWait } from '../../../domain/recording/waits.ts';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import type { RelayFact } from '../../../domain/relay/relay-lifecycle.ts';
import type { TaskFact } from '../../../domain/recording/task-lifecycle.ts';
import type { RoomFact } from '../../../domain/room/sessions.ts';
import type { RoomName } from '../../../domain/room/room-key.ts';
import { printRoomKey } from '../../../domain/room/room-key.ts';
import type { FactStore, Inbox, SubjectFact } from '../../ports/inbox.ts';
import { appendEvents } from './append-event.ts';
import { lockApplications } from './lock-applications.ts';
import { takeRelayFacts } from './take-relay-facts.ts';
import { takeRoomFacts } from './take-room-facts.ts';
import { takeStreamFacts } from './take-stream-facts.ts';
import { takeTaskFacts } from './take-task-facts.ts';

type Transaction = postgres.TransactionSql;

interface RoomSubject {
  readonly sdkAppId: number;
  readonly name: RoomName;
  readonly facts: RoomFact[];
}

interface StreamSubject {
  readonly sdkAppId: number;
  readonly streamId: string;
  readonly facts: StreamFact[];
}

interface TaskSubject {
  readonly sdkAppId: number;
  readonly robotUserId: string;
  readonly facts: TaskFact[];
}

interface RelaySubject {
  readonly sdkAppId: number;
  readonly robotUserId: string;
  readonly facts: RelayFact[];
}

/**
 * Applies facts in the given transaction. Facts of one application are taken one after the other, so that two that belong
 * together never derive from half of what is known.
 */
export async function applyFacts(sql: Transaction, facts: readonly SubjectFact[]): Promise<void> {
  const rooms = new Map<string, RoomSubject>();
  const streams = new Map<string, StreamSubject>();
  const tasks = new Map<string, TaskSubject>();
  const relays = new Map<string, RelaySubject>();
  for (const item of facts) {
    const { sdkAppId } = item;
    if (item.about === 'room') {
      const key = printRoomKey({ sdkAppId, name: item.room });
      const subject = rooms.get(key) ?? { sdkAppId, name: item.room, facts: [] };
      rooms.set(key, subject);
      subject.facts.push(item.fact);
    } else if (item.about === 'task') {
      const key = `${sdkAppId}/${item.robotUserId}`;
      const subject = tasks.get(key) ?? { sdkAppId, robotUserId: item.robotUserId, facts: [] };
      tasks.set(key, subject);
      subject.facts.push(item.fact);
    } else if (item.about === 'relay') {
      const key = `${sdkAppId}/${item.robotUserId}`;
      const subject = relays.get(key) ?? { sdkAppId, robotUserId: item.robotUserId, facts: [] };
      relays.set(key, subject);
      subject.facts.push(item.fact);
    } else {
      const key = `${sdkAppId}/${item.streamId}`;
      const subject = streams.get(key) ?? { sdkAppId, streamId: item.streamId, facts: [] };
      streams.set(key, subject);
      subject.facts.push(item.fact);
    }
  }
  await lockApplications(
    sql,
    facts.map(({ sdkAppId }) => sdkAppId),
  );
  for (const { sdkAppId, name, facts: told } of rooms.values())
    await appendEvents(sql, await takeRoomFacts(sql, sdkAppId, name, told));
  for (const { sdkAppId, streamId, facts: told } of streams.values())
    await appendEvents(sql, await takeStreamFacts(sql, sdkAppId, streamId, told));
  for (const { sdkAppId, robotUserId, facts: told } of tasks.values())
    await appendEvents(sql, await takeTaskFacts(sql, sdkAppId, robotUserId, told));
  for (const { sdkAppId, robotUserId, facts: told } of relays.values())
    await appendEvents(sql, await takeRelayFacts(sql, sdkAppId, robotUserId, told));
}

export function openFactStore(sql: postgres.Sql): FactStore {
  return {
    async take(facts) {
      await sql.begin((transaction) => applyFacts(transaction, facts));
    },
    async pendingFiles(limit) {
      const rows = await sql<
        { sdk_app_id: string; stream_id: string; recording_id: string; file_id: string; checks: number }[]
      >`
        select recordings.sdk_app_id, recordings.stream_id, recording_id, file_id, checks
        from recording_files as files join recordings on recordings.id = files.recording_id
        where files.state in ('PENDING', 'FAILED') and next_check_at <= now() order by next_check_at limit ${limit}`;
      return rows.map((row) => ({
        sdkAppId: Number(row.sdk_app_id),
        streamId: row.stream_id,
        recordingId: row.recording_id,
        fileId: row.file_id,
        checks: row.checks,
      }));
    },
    async waiting() {
      const rows = await sql<
        {
          sdk_app_id: string;
          stream_id: string;
          started_at: Date;
          waits: readonly PendingWait[];
          room_ended_at: Date | null;
        }[]
      >`
        select recordings.sdk_app_id, stream_id, recordings.started_at, waits, rooms.ended_at as room_ended_at
        from recordings left join rooms on rooms.id = recordings.room_id
        where waits <> '[]' order by recordings.started_at`;
      return rows.map((row) => ({
        sdkAppId: Number(row.sdk_app_id),
        streamId: row.stream_id,
        startedAt: row.started_at,
        waits: row.waits,
        roomEndedAt: row.room_ended_at,
      }));
    },
    async postponeFile(fileId, afterMs) {
      await sql`
        update recording_files set checks = checks + 1,
          next_check_at = now() + ${`${afterMs} milliseconds`}::interval
        where file_id = ${fileId}`;
    },
    async hastenFiles(fileIds) {
      await sql`
        update recording_files set next_check_at = now()
        where file_id = any(${fileIds as string[]}) and next_check_at > now()`;
    },
  };
}

export function openInbox(sql: postgres.Sql): Inbox {
  return {
    async store(callback) {
      const rows = await sql`
        insert into inbox (sdk_app_id, kind, dedupe_key, body, facts, trusted)
        values (${callback.sdkAppId}, ${callback.kind}, ${callback.dedupeKey}, ${callback.body},
          ${sql.json(callback.facts as unknown as postgres.JSONValue)}, ${callback.trusted})
        on conflict (sdk_app_id, dedupe_key) do nothing returning id`;
      return rows.length > 0;
    },

    async applyStored() {
      let applied = 0;
      /** What cannot be applied must not hold up those behind it; the next call tries it again. */
      const failed: string[] = [];
      let firstCause: unknown;
      for (;;) {
        const tried: { id: string | null } = { id: null };
        try {
          const done = await sql.begin(async (transaction) => {
            const [next] = await transaction<{ id: string; sdk_app_id: string }[]>`
              select id, sdk_app_id from inbox where applied_at is null and trusted
                and not (id = any(${failed}::bigint[])) order by id limit 1`;
            if (next === undefined) return null;
            tried.id = next.id;
            // Before the row: locking a row takes the transaction's number, and with it the place of its events in the log.
            await lockApplications(transaction, [Number(next.sdk_app_id)]);
            const [row] = await transaction<{ facts: SubjectFact[] }[]>`
              select facts from inbox where id = ${next.id} and applied_at is null for update`;
            if (row === undefined) return 0;
            await applyFacts(transaction, row.facts);
            await transaction`update inbox set applied_at = now() where id = ${next.id}`;
            return 1;
          });
          if (done === null) break;
          applied += done;
        } catch (error) {
          // A database that is away fails before it names a row.
          if (tried.id === null) throw error;
          failed.push(tried.id);
          firstCause ??= error;
        }
      }
      if (failed.length > 0)
        throw new Error(`callbacks of the inbox cannot be applied: ${failed.join(', ')}`, {
          cause: firstCause,
        });
      return applied;
    },
  };
}

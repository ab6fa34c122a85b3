import type postgres from 'postgres';
import { printRoomKey } from '../../../domain/room/room-key.ts';
import type { RoomFact } from '../../../domain/room/sessions.ts';
import { isSameWithinSecond, roomFactKey } from '../../../domain/room/sessions.ts';
import type { RepairStore } from '../../ports/reconciliation.ts';
import type { SubjectFact } from '../../ports/inbox.ts';
import { appendEvents } from './append-event.ts';
import { applyFacts } from './fact-store.ts';
import { lockApplications } from './lock-applications.ts';
import { readRoomName } from './rows.ts';

/** A stream's callbacks are asked for from a little before the one that came late. */
const beforeLate = '1 day';
/** A room is told by its text: what else told of that text this near says whether it is a number or a name. */
const aroundRoomMs = 86_400_000;

/** What reconciling needs to know, and its repairs: the callback, what follows from it and the event, together or not at all. */
export function openRepairStore(sql: postgres.Sql): RepairStore {
  return {
    repair: ({ callback, source, missing }) =>
      sql.begin(async (transaction) => {
        const { sdkAppId, kind, dedupeKey, body, facts } = callback;
        // First, as everywhere: it orders what belongs together.
        await lockApplications(transaction, [sdkAppId]);
        const taken = await transaction`
          insert into inbox (sdk_app_id, kind, dedupe_key, body, facts, trusted, applied_at)
          values (${sdkAppId}, ${kind}, ${dedupeKey}, ${body},
            ${transaction.json(facts as unknown as postgres.JSONValue)}, true, now())
          on conflict (sdk_app_id, dedupe_key) do update
            set body = excluded.body, facts = excluded.facts, trusted = true, applied_at = now()
            where not inbox.trusted
          returning id`;
        if (taken.length === 0) return false;
        await applyFacts(transaction, facts);
        await appendEvents(transaction, [
          {
            type: 'reconciliation.repaired',
            occurredAt: new Date(),
            sdkAppId,
            ...{ roomId: null, recordingId: null, userId: null },
            data: { source, missing, key: dedupeKey, about: facts.map(subjectOf) },
          },
        ]);
        return true;
      }),

    async lookedUntil(sdkAppId, source) {
      const [row] = await sql<{ looked_until: Date }[]>`
        select looked_until from reconciliations where sdk_app_id = ${sdkAppId} and source = ${source}`;
      return row?.looked_until ?? null;
    },

    async keepLook(sdkAppId, source, until) {
      await sql`
        insert into reconciliations (sdk_app_id, source, looked_until) values (${sdkAppId}, ${source}, ${until})
        on conflict (sdk_app_id, source) do update
          set looked_until = greatest(reconciliations.looked_until, excluded.looked_until)`;
    },

    async tellUnrecoverable(sdkAppId, source, from, until) {
      await sql.begin((transaction) =>
        appendEvents(transaction, [
          {
            type: 'reconciliation.unrecoverable',
            occurredAt: new Date(),
            sdkAppId,
            ...{ roomId: null, recordingId: null, userId: null },
            data: { source, from: from.toISOString(), until: until.toISOString() },
          },
        ]),
      );
    },

    async unknownFiles(fileIds) {
      if (fileIds.length === 0) return new Set();
      const rows = await sql<{ file_id: string }[]>`
        select file_id from recording_files where file_id = any(${fileIds as string[]})`;
      const known = new Set(rows.map((row) => row.file_id));
      return new Set(fileIds.filter((fileId) => !known.has(fileId)));
    },

    async lateStreams() {
      const rows = await sql<{ sdk_app_id: string; stream_id: string; since: Date }[]>`
        select sdk_app_id, fact->>'streamId' as stream_id,
          min(received_at) - ${beforeLate}::interval as since
        from inbox, jsonb_array_elements(facts) as fact
        where applied_at is null and not trusted and fact->>'about' = 'stream'
        group by 1, 2`;
      return rows.map((row) => ({
        sdkAppId: Number(row.sdk_app_id),
        streamId: row.stream_id,
        from: row.since,
      }));
    },

    async openRooms(startedBefore) {
      const rows = await sql<
        { sdk_app_id: string; room_kind: 'int' | 'string'; room_name: string; started_at: Date }[]
      >`
        select sdk_app_id, room_kind, room_name, started_at from rooms
        where state = 'ACTIVE' and started_at < ${startedBefore} order by started_at`;
      return rows.map((row) => ({
        sdkAppId: Number(row.sdk_app_id),
        name: readRoomName(row.room_kind, row.room_name),
        startedAt: row.started_at,
      }));
    },

    async roomsNamed(sdkAppId, text, around) {
      const ms = around.getTime();
      const [from, until] = [new Date(ms - aroundRoomMs), new Date(ms + aroundRoomMs)];
      const rows = await sql<{ room_kind: 'int' | 'string'; room_name: string }[]>`
        select distinct room_kind, room_name from (
          select room_kind, room_name, started_at from rooms
            where sdk_app_id = ${sdkAppId} and room_name = ${text}
          union all
          select room_kind, room_name, started_at from streams
            where sdk_app_id = ${sdkAppId} and room_name = ${text} and room_kind is not null
        ) as told where started_at between ${from} and ${until}`;
      return rows.map((row) => readRoomName(row.room_kind, row.room_name));
    },

    async unknownRoomFacts(sdkAppId, name, facts) {
      if (facts.length === 0) return [];
      const times = facts.map(({ atMs }) => atMs);
      const rows = await sql<{ fact: RoomFact }[]>`
        select fact from facts
        where sdk_app_id = ${sdkAppId} and subject = ${`room/${printRoomKey({ sdkAppId, name })}`}
          and at between ${new Date(Math.min(...times) - 1000)} and ${new Date(Math.max(...times) + 1000)}`;
      const known = new Set(rows.map((row) => roomFactKey(row.fact)));
      return facts.filter(
        (fact) => !known.has(roomFactKey(fact)) && !rows.some((row) => isSameWithinSecond(fact, row.fact)),
      );
    },

    async openTasks(requestedBefore) {
      const rows = await sql<{ sdk_app_id: string; robot_user_id: string; task_id: string }[]>`
        select sdk_app_id, robot_user_id, task_id from recording_tasks
        where state = 'RUNNING' and task_id is not null and requested_at < ${requestedBefore}`;
      return rows.map((row) => ({
        sdkAppId: Number(row.sdk_app_id),
        robotUserId: row.robot_user_id,
        taskId: row.task_id,
      }));
    },
  };
}

function subjectOf(item: SubjectFact): Readonly<Record<string, unknown>> {
  const { type } = item.fact;
  if (item.about === 'stream') return { fact: type, streamId: item.streamId };
  if (item.about === 'room') return { fact: type, room: item.room };
  return { fact: type, robotUserId: item.robotUserId };
}

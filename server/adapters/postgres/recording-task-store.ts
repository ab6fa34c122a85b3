import type postgres from 'postgres';
import type { RecordingTaskRecord, RecordingTaskStore } from '../../ports/recording-tasks.ts';
import { appendEvents } from './append-event.ts';
import { measureStartGaps } from './measure-start-gaps.ts';
import { readRoomName } from './rows.ts';

interface TaskRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_kind: 'int' | 'string';
  readonly room_name: string;
  readonly robot_user_id: string;
  readonly task_id: string | null;
  readonly state: RecordingTaskRecord['state'];
  readonly requested_at: Date;
  readonly stopped_at: Date | null;
  readonly first_media_at: Date | null;
  readonly failure: string | null;
}

function readTask(row: TaskRow): RecordingTaskRecord {
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    room: readRoomName(row.room_kind, row.room_name),
    robotUserId: row.robot_user_id,
    taskId: row.task_id,
    state: row.state,
    requestedAt: row.requested_at,
    stoppedAt: row.stopped_at,
    firstMediaAt: row.first_media_at,
    failure: row.failure,
  };
}

async function tell(sql: postgres.TransactionSql, task: RecordingTaskRecord): Promise<void> {
  const { id, sdkAppId, room, taskId, state, failure } = task;
  const none = { roomId: null, recordingId: null, userId: null };
  const data = { id, taskId, room: room.value, state, failure };
  const occurredAt = state === 'REQUESTED' ? task.requestedAt : new Date();
  await appendEvents(sql, [{ type: 'recording_task.changed', occurredAt, sdkAppId, ...none, data }]);
}

export function openRecordingTaskStore(sql: postgres.Sql): RecordingTaskStore {
  return {
    async request({ id, sdkAppId, room, robotUserId, requestedAt }) {
      await sql.begin(async (transaction) => {
        const [row] = await transaction<TaskRow[]>`
          insert into recording_tasks ${transaction({
            id,
            sdk_app_id: sdkAppId,
            room_kind: room.kind,
            room_name: String(room.value),
            robot_user_id: robotUserId,
            state: 'REQUESTED',
            requested_at: requestedAt,
          })} returning *`;
        await tell(transaction, readTask(row!));
      });
    },

    async settle(id, { state, failure, taskId }) {
      await sql.begin(async (transaction) => {
        const over = state === 'STOPPED' || state === 'REFUSED';
        const [row] = await transaction<TaskRow[]>`
          update recording_tasks set state = ${state}, failure = ${failure},
            task_id = coalesce(${taskId ?? null}, task_id), stopped_at = ${over ? new Date() : null}
          where id = ${id} returning *`;
        const task = readTask(row!);
        if (taskId !== undefined) await measureStartGaps(transaction, task.sdkAppId, taskId);
        await tell(transaction, task);
      });
    },

    async find(id) {
      const [row] = await sql<TaskRow[]>`select * from recording_tasks where id = ${id}`;
      return row === undefined ? null : readTask(row);
    },
  };
}

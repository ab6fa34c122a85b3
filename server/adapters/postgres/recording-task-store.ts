import type postgres from 'postgres';
import type { RecordingTaskStore } from '../../ports/recording-tasks.ts';
import { appendEvents } from './append-event.ts';
import { lockApplications } from './lock-applications.ts';
import { measureStartGaps } from './measure-start-gaps.ts';
import type { TaskRow } from './take-task-facts.ts';
import { followTask, readTask, taskEvent } from './take-task-facts.ts';

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
            commanded: 'REQUESTED',
            requested_at: requestedAt,
          })} returning *`;
        await appendEvents(transaction, [taskEvent(readTask(row!))]);
      });
    },

    async settle(id, { to, failure, taskId }) {
      await sql.begin(async (transaction) => {
        const [known] = await transaction<{ sdk_app_id: string }[]>`
          select sdk_app_id from recording_tasks where id = ${id}`;
        const sdkAppId = Number(known!.sdk_app_id);
        await lockApplications(transaction, [sdkAppId]);
        const [row] = await transaction<TaskRow[]>`
          update recording_tasks set commanded = ${to}, commanded_failure = ${failure},
            task_id = coalesce(${taskId ?? null}, task_id)
          where id = ${id} returning *`;
        if (taskId !== undefined) await measureStartGaps(transaction, sdkAppId, taskId);
        await appendEvents(transaction, await followTask(transaction, row!));
      });
    },

    async find(id) {
      const [row] = await sql<TaskRow[]>`select * from recording_tasks where id = ${id}`;
      return row === undefined ? null : readTask(row);
    },
  };
}

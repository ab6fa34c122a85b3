import type postgres from 'postgres';
import type { CommandedTask, TaskFact } from '../../../domain/recording/task-lifecycle.ts';
import { deriveTask } from '../../../domain/recording/task-lifecycle.ts';
import type { RecordingTaskRecord } from '../../ports/recording-tasks.ts';
import type { NewEvent } from './append-event.ts';
import { addFacts } from './facts-of-subject.ts';
import { measureStartGaps } from './measure-start-gaps.ts';
import { readRoomName } from './rows.ts';

type Transaction = postgres.TransactionSql;

export interface TaskRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_kind: 'int' | 'string';
  readonly room_name: string;
  readonly robot_user_id: string;
  readonly task_id: string | null;
  readonly commanded: CommandedTask;
  readonly commanded_failure: string | null;
  readonly state: RecordingTaskRecord['state'];
  readonly requested_at: Date;
  readonly stopped_at: Date | null;
  readonly ended_by: RecordingTaskRecord['endedBy'];
  readonly first_media_at: Date | null;
  readonly failure: string | null;
}

export function readTask(row: TaskRow): RecordingTaskRecord {
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    room: readRoomName(row.room_kind, row.room_name),
    robotUserId: row.robot_user_id,
    taskId: row.task_id,
    state: row.state,
    requestedAt: row.requested_at,
    stoppedAt: row.stopped_at,
    endedBy: row.ended_by,
    firstMediaAt: row.first_media_at,
    failure: row.failure,
  };
}

export function taskEvent(task: RecordingTaskRecord): NewEvent {
  const { id, sdkAppId, room, taskId, state, failure, endedBy, requestedAt, stoppedAt } = task;
  return {
    type: 'recording_task.changed',
    occurredAt: state === 'REQUESTED' ? requestedAt : (stoppedAt ?? new Date()),
    ...{ sdkAppId, roomId: null, recordingId: null, userId: null },
    data: { id, taskId, room: room.value, state, failure, endedBy },
  };
}

const subjectOf = (robotUserId: string): string => `task/${robotUserId}`;

/**
 * Derives a task anew from what was commanded and all that was told of it. The row must be locked. A task may run for weeks:
 * its facts are few, and all of them are read.
 */
export async function followTask(sql: Transaction, row: TaskRow): Promise<readonly NewEvent[]> {
  const known = await sql<{ fact: TaskFact }[]>`
    select fact from facts where sdk_app_id = ${row.sdk_app_id} and subject = ${subjectOf(row.robot_user_id)}`;
  const { state, failure, taskId, leftAtMs, end } = deriveTask(
    { state: row.commanded, failure: row.commanded_failure },
    known.map(({ fact }) => fact),
  );
  const over = state === 'STOPPED' || state === 'REFUSED';
  const stoppedAt = leftAtMs !== null ? new Date(leftAtMs) : over ? (row.stopped_at ?? new Date()) : null;
  const [changed] = await sql<TaskRow[]>`
    update recording_tasks set state = ${state}, failure = ${failure}, task_id = coalesce(task_id, ${taskId}),
      stopped_at = ${stoppedAt}, ended_by = ${end}
    where id = ${row.id} and (state, failure, task_id, stopped_at, ended_by) is distinct from
      (${state}, ${failure}::text, coalesce(task_id, ${taskId}::text), ${stoppedAt}::timestamptz, ${end}::text)
    returning *`;
  if (changed === undefined) return [];
  if (changed.task_id !== null && changed.task_id !== row.task_id)
    await measureStartGaps(sql, Number(row.sdk_app_id), changed.task_id);
  return [taskEvent(readTask(changed))];
}

/** Facts of a robot's task. One that we did not ask for has no row: what is told of it is only kept. */
export async function takeTaskFacts(
  sql: Transaction,
  sdkAppId: number,
  robotUserId: string,
  facts: readonly TaskFact[],
): Promise<readonly NewEvent[]> {
  const subject = subjectOf(robotUserId);
  await addFacts(
    sql,
    sdkAppId,
    subject,
    facts.map((fact) => ({
      key: `${fact.type}/${fact.taskId}/${fact.atMs}`,
      at: new Date(fact.atMs),
      fact,
    })),
  );
  const [row] = await sql<TaskRow[]>`
    select * from recording_tasks where sdk_app_id = ${sdkAppId} and robot_user_id = ${robotUserId} for update`;
  return row === undefined ? [] : followTask(sql, row);
}

import type { TaskListener } from './recording-task.ts';
import { leaveCodes } from './recording-task.ts';
import type { NotedTask, TaskNotes } from './task-notes.ts';

/**
 * Tells of tasks that an earlier process ran and could not end: they are over since it was last alive, and their files are
 * all there when `files` resolves. A task is told of again by the process after this one unless all of it was kept.
 */
export async function endLeftTasks(
  left: readonly NotedTask[],
  options: {
    readonly notes: Pick<TaskNotes, 'forget'>;
    readonly onTask: TaskListener;
    readonly lastAliveMs: number;
    readonly files: Promise<void>;
  },
): Promise<void> {
  const { notes, onTask, lastAliveMs, files } = options;
  const about = ({ sdkAppId, taskId, room, robotUserId, startedAtMs }: NotedTask) => ({
    ...{ sdkAppId, taskId, room, robotUserId },
    atMs: Math.max(lastAliveMs, startedAtMs),
  });
  const kept = new Map<NotedTask, boolean>();
  for (const task of left) {
    const begin = { ...about(task), atMs: task.startedAtMs };
    const leaveCode = leaveCodes.engineClosed;
    // What was told before is not told twice: an event has one key.
    const told = [
      await onTask({ ...begin, what: { name: 'started' } }),
      await onTask({ ...begin, what: { name: 'upload-started' } }),
      await onTask({ ...about(task), what: { name: 'left', leaveCode } }),
    ];
    kept.set(task, told.every(Boolean));
  }
  await files;
  for (const task of left) {
    const isKept = await onTask({ ...about(task), what: { name: 'upload-stopped' } });
    if (isKept && kept.get(task) === true) await notes.forget(task.taskId);
  }
}

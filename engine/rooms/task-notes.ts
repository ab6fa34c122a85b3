import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RoomName } from '../../domain/room/room-key.ts';
import { replaceFile } from '../record/replace-file.ts';

/** A running recording task, as far as the next process must know it to say that it is over. */
export interface NotedTask {
  readonly sdkAppId: number;
  readonly taskId: string;
  readonly room: RoomName;
  readonly robotUserId: string;
  readonly startedAtMs: number;
}

/** One small file for each running task: what is noted by a process that dies is told by the next. */
export interface TaskNotes {
  /** Resolves when the next process would find it. */
  write(task: NotedTask): Promise<void>;
  forget(taskId: string): Promise<void>;
  /** Whatever stands there, with the names of files that hold no note. */
  read(): Promise<{ readonly tasks: readonly NotedTask[]; readonly unreadable: readonly string[] }>;
}

const suffix = '.json';

export function taskNotes(folder: string): TaskNotes {
  const fileOf = (taskId: string): string => path.join(folder, `${taskId}${suffix}`);
  return {
    write: (task) => replaceFile(fileOf(task.taskId), JSON.stringify(task)),
    forget: (taskId) => rm(fileOf(taskId), { force: true }),
    async read() {
      const names = await readdir(folder).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      });
      const tasks: NotedTask[] = [];
      const unreadable: string[] = [];
      for (const name of names.filter((each) => each.endsWith(suffix)).toSorted()) {
        const text = await readFile(path.join(folder, name), 'utf8');
        try {
          tasks.push(JSON.parse(text) as NotedTask);
        } catch {
          unreadable.push(name);
        }
      }
      return { tasks, unreadable };
    },
  };
}

import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RoomName } from '../../domain/room/room-key.ts';
import { replaceFile } from '../record/replace-file.ts';
import { Turns } from './turns.ts';

/** A running recording task, as far as the next process must know it to say that it is over. */
export interface NotedTask {
  readonly sdkAppId: number;
  readonly taskId: string;
  readonly room: RoomName;
  readonly robotUserId: string;
  readonly startedAtMs: number;
}

/** One small file for each running task: what is noted by a process that dies is told or taken up by the next. */
export interface Notes<T> {
  /** Resolves when the next process would find it. */
  write(task: T): Promise<void>;
  forget(taskId: string): Promise<void>;
  /** Whatever stands there, with the names of files that hold no note. */
  read(): Promise<{ readonly tasks: readonly T[]; readonly unreadable: readonly string[] }>;
}
export type TaskNotes = Notes<NotedTask>;

const suffix = '.json';

/** What is asked for one task follows each other. Only we read them: they may hold addresses with keys. */
export function openNotes<T extends { readonly taskId: string }>(folder: string): Notes<T> {
  const turns = new Turns();
  const fileOf = (taskId: string): string => path.join(folder, `${taskId}${suffix}`);
  return {
    write: (task) =>
      turns.take(task.taskId, () => replaceFile(fileOf(task.taskId), JSON.stringify(task), 0o600)),
    forget: (taskId) => turns.take(taskId, () => rm(fileOf(taskId), { force: true })),
    async read() {
      const names = await readdir(folder).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      });
      const tasks: T[] = [];
      const unreadable: string[] = [];
      for (const name of names.filter((each) => each.endsWith(suffix)).toSorted()) {
        const text = await readFile(path.join(folder, name), 'utf8');
        try {
          tasks.push(JSON.parse(text) as T);
        } catch {
          unreadable.push(name);
        }
      }
      return { tasks, unreadable };
    },
  };
}

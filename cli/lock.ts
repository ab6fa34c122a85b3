import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startOf } from './process-table.ts';

export interface Lock {
  readonly release: () => void;
}

/**
 * Takes the data folder for this process, or says who has it. The holder is named by its process number and the time it
 * started, so that a lock left by a killed process is taken over, and one whose number another program has by now too.
 * It holds between processes that see each other: two containers on one volume do not.
 */
export function lockFolder(folder: string): Lock {
  const file = path.join(folder, 'lock');
  const mine = `${process.pid} ${startOf(process.pid) ?? ''}\n`;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine, { mode: 0o644 });
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        // A link appears with its content or not at all, and never replaces another.
        linkSync(draft, file);
        return {
          release: () => {
            releaseOwn(file, mine);
          },
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = read(file);
      if (holder !== null && isHeld(holder)) {
        throw new Error(
          `Roomtape already runs on ${folder} (process ${holder.split(' ')[0] ?? ''}): stop it, or set ROOMTAPE_DATA to another folder.`,
        );
      }
      if (holder !== null) removeStale(file, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(
    `The lock ${file} changes hands faster than it can be taken: are several Roomtapes being started?`,
  );
}

function isHeld(holder: string): boolean {
  const [pid = '', ...start] = holder.trim().split(' ');
  return startOf(Number(pid)) === start.join(' ');
}

/** Between reading and removing, another start may have put its own lock there: moved away first, looked at, put back. */
function removeStale(file: string, expected: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // Somebody else removed it.
  }
  if (read(aside) !== expected) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function releaseOwn(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

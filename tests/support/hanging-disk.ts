import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface HangingDisk {
  /** From here on nothing that this process asks of a disk is answered, until `answer`. */
  hang(): void;
  /** What was asked meanwhile is done now, in its order. Does nothing where nothing hangs. */
  answer(): Promise<void>;
  close(): Promise<void>;
}

/** Files are worked on by so many threads of a process (libuv's own number). */
const threads = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);

/**
 * Lets this process's disk hang: every thread that works on files waits in the kernel, to open a pipe that nobody writes to.
 * Whatever is asked of a file afterwards waits behind them, as on a device that does not answer. Calls that wait in place
 * (`readFileSync`) and other programs go on.
 */
export function openHangingDisk(): HangingDisk {
  const folder = mkdtempSync(path.join(tmpdir(), 'roomtape-hang-'));
  const pipes = Array.from({ length: threads }, (_, index) => path.join(folder, String(index)));
  execFileSync('mkfifo', pipes);
  let waiting: Promise<unknown> | null = null;
  const answer = async (): Promise<void> => {
    if (waiting === null) return;
    // Both directions at once never wait, and end the waiting of who reads.
    const ends = pipes.map((pipe) => openSync(pipe, constants.O_RDWR));
    await waiting;
    waiting = null;
    for (const end of ends) closeSync(end);
  };
  return {
    hang() {
      waiting ??= Promise.all(pipes.map((pipe) => open(pipe, 'r').then((handle) => handle.close())));
    },
    answer,
    async close() {
      await answer();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What this process holds open below a folder. */
export function openBelow(folder: string): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const target = readlinkSync(path.join('/proc/self/fd', descriptor));
      return target.startsWith(folder) ? [target] : [];
    } catch {
      // The one that read the list.
      return [];
    }
  });
}

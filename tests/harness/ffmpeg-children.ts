import { execFileSync } from 'node:child_process';

/** The ffmpeg children of a process that are not over. */
export function ffmpegChildren(parent: number): number[] {
  let list: string;
  try {
    list = execFileSync('ps', ['-o', 'pid=,stat=,comm=', '--ppid', String(parent)]).toString();
  } catch {
    // ps answers 1 where there is none.
    return [];
  }
  return list
    .split('\n')
    .filter((line) => line.includes('ffmpeg') && !/^\s*\d+\s+Z/.test(line))
    .map((line) => Number.parseInt(line, 10));
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export function signal(pid: number, name: 'SIGKILL' | 'SIGSTOP'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in this moment.
  }
}

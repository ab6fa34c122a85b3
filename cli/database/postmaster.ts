import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeProcess, isAlive } from '../process-table.ts';

/** What PostgreSQL writes into postmaster.pid: line 1 the process, line 4 the port, line 8 how far it has come. */
interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

export function readPostmasterFile(cluster: string): PostmasterFile | null {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return null; // Not there, or being written this moment: the caller looks again.
  }
}

/**
 * Ends a PostgreSQL that outlived its supervisor (killed by SIGKILL), and clears the file of one that died with it.
 * Only for a caller that holds the data folder's lock: then nobody else can be using the cluster.
 */
export async function endOrphan(cluster: string): Promise<void> {
  const left = readPostmasterFile(cluster);
  if (left === null) return;
  if (!isAlive(left.pid) || !isPostgresOf(left.pid, cluster)) {
    // The number may belong to another program by now, and PostgreSQL would refuse to start because of it.
    rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  await stopPostmaster(left.pid);
}

/** Fast shutdown (sessions are ended, data is checkpointed); immediate after 10 s: PostgreSQL then recovers at its next start. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // Gone.
    }
    const deadline = Date.now() + 10_000;
    while (Date.now() < deadline) {
      if (!isAlive(pid)) return;
      await delay(20);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end`);
}

function isPostgresOf(pid: number, cluster: string): boolean {
  const command = describeProcess(pid);
  return command !== null && command.includes('postgres') && command.includes(cluster) && existsSync(cluster);
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SmallDisk {
  readonly path: string;
  readonly what: string;
  close(): void;
}

/**
 * A filesystem of its own with so much room and no more: a tmpfs. Throws, with what is missing, where none may be mounted: a
 * full disk is not pretended.
 */
export function openSmallDisk(megabytes: number): SmallDisk {
  const at = mkdtempSync(path.join(tmpdir(), 'roomtape-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', at], {
      stdio: 'pipe',
    });
  } catch (error) {
    rmSync(at, { recursive: true });
    const reason = (error as { readonly stderr?: Buffer }).stderr?.toString() ?? String(error);
    throw new Error(`the tests of a full disk mount a small tmpfs and need the right to (root): ${reason}`, {
      cause: error,
    });
  }
  return {
    path: at,
    what: `a tmpfs of ${String(megabytes)} MB`,
    close() {
      execFileSync('umount', [at], { stdio: 'pipe' });
      rmSync(at, { recursive: true });
    },
  };
}

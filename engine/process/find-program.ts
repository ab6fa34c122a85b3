import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Looked into when the machine has no `which`, and where package managers of the usual systems put things. */
const usualFolders = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/bin'];

/**
 * The absolute path of a program: the configured one if it can be run, else the one on the PATH; null when there is none.
 * It must be absolute because children get an empty environment and so no PATH.
 */
export async function findProgram(
  name: 'ffmpeg' | 'ffprobe',
  configured: string | null,
): Promise<string | null> {
  if (configured !== null && isAbsolute(configured))
    return (await isExecutable(configured)) ? configured : null;
  const onPath = await askWhich(configured ?? name);
  if (onPath !== null) return onPath;
  for (const folder of usualFolders) {
    const path = join(folder, configured ?? name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

async function askWhich(name: string): Promise<string | null> {
  try {
    const { stdout } = await run('which', [name], { timeout: 5000 });
    const path = stdout.trim().split('\n')[0] ?? '';
    return isAbsolute(path) && (await isExecutable(path)) ? path : null;
  } catch {
    return null; // no such program, or no `which`: the usual folders are next
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

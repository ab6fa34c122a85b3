import { readFileSync, statSync } from 'node:fs';

/** The text of a file of at most so many bytes. Anything else, a folder or a device too, is an error that names it. */
export function readTextFile(file: string, mostBytes: number): string {
  try {
    const status = statSync(file);
    if (!status.isFile()) throw new Error('it is no file');
    if (status.size > mostBytes)
      throw new Error(`it has ${String(status.size)} bytes; allowed: at most ${String(mostBytes)}`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} cannot be read: ${reason}`, { cause: error });
  }
}

import { writeFileSync } from 'node:fs';

/** Writes what a command made into a file, in the place of what was there. A folder or a full disk is an error that names it. */
export function writeOut(file: string, content: string | Buffer): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} cannot be written: ${reason}`, { cause: error });
  }
}

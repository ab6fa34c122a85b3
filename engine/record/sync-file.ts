import { open } from 'node:fs/promises';

/** Puts a file's bytes, or a folder's names, on the disk itself. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

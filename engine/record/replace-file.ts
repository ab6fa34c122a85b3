import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { syncFile } from './sync-file.ts';

/** Puts a small file in place of the one before it, as a whole; it is on the disk before the call resolves. */
export async function replaceFile(file: string, text: string, mode = 0o644): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w', mode);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  await syncFile(folder);
}

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checksumOfFile, requireSame } from './checksum.ts';
import type { Destination } from './destination.ts';

/** A library folder, which may be another disk or a network's: written under another name, read back, then renamed. */
export function openFolderDestination(folder: string): Destination {
  const at = (key: string): string => path.join(folder, ...key.split('/'));
  return {
    url: `folder:${folder}`,

    async put(key, file, expected, signal) {
      const target = at(key);
      const beside = `${target}.part`;
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(createReadStream(file), createWriteStream(beside), { signal });
      const handle = await open(beside, 'r+');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      requireSame(await checksumOfFile(beside, signal), expected, `the copy of ${key}`);
      await rename(beside, target);
      const parent = await open(path.dirname(target), 'r');
      try {
        // The name itself must survive a loss of power, since the first copy is about to be removed.
        await parent.sync();
      } finally {
        await parent.close();
      }
    },

    async size(key) {
      return stat(at(key)).then(
        ({ size }) => size,
        (error: unknown) => {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
          throw error;
        },
      );
    },

    read: (key, { start, end }) => Promise.resolve(createReadStream(at(key), { start, end })),

    async remove(keys) {
      for (const key of keys) {
        await rm(at(key), { force: true });
        await rm(`${at(key)}.part`, { force: true });
      }
      // Empty now, unless something of somebody else's lies there.
      for (const parent of new Set(keys.map((key) => path.dirname(at(key)))))
        await rmdir(parent).catch(() => undefined);
    },
  };
}

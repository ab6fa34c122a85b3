import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { DomainError } from '../../../domain/errors.ts';
import { printDiskName } from '../../../domain/recording/disk-name.ts';
import type { DeliveryFolder } from '../../ports/deliveries.ts';

/** Whatever a name holds, on a disk it is one plain name: of letters that every tool of an operator takes. */
function plainName(name: string): string {
  return printDiskName(name).replaceAll(/[^A-Za-z0-9._-]/gu, '_');
}

/** The folder below the root; throws where it would lie outside of it. */
export function folderBelow(root: string, folder: string): string {
  const whole = path.resolve(root, folder);
  if (whole !== root && !whole.startsWith(root + path.sep))
    throw new DomainError(
      'BAD_INPUT',
      'caller',
      `folder is ${folder}; allowed: a folder below the delivery folder`,
      {
        field: 'input.folder',
      },
    );
  return whole;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Files below one root, each written beside its place, verified, synced, and only then given its name. */
export function openDeliveryFolder(root: string): DeliveryFolder {
  const base = path.resolve(root);
  return {
    async fetch(url, target, expected, signal) {
      const folder = folderBelow(base, target.folder);
      await mkdir(folder, { recursive: true });
      const whole = path.join(folder, plainName(target.name));
      const part = `${whole}.part`;
      const answer = await fetch(url, { signal });
      if (!answer.ok || answer.body === null)
        throw new DomainError(
          'PROVIDER_UNAVAILABLE',
          'provider',
          `The media address answered ${String(answer.status)}.`,
        );
      const hash = createHash('md5');
      let bytes = 0;
      const handle = await open(part, 'w');
      try {
        for await (const chunk of Readable.fromWeb(answer.body)) {
          const data = chunk as Buffer;
          hash.update(data);
          bytes += data.length;
          await handle.write(data);
        }
        const md5 = hash.digest('hex');
        if (bytes !== expected.bytes || md5 !== expected.md5)
          throw new DomainError(
            'PROVIDER_REFUSED',
            'provider',
            `${bytes} bytes with the MD5 ${md5} came; the media library states ${expected.bytes} with ${expected.md5}.`,
          );
        await handle.sync();
        await handle.close();
        await rename(part, whole);
        await syncFolder(folder);
        return { path: path.relative(base, whole), md5, bytes };
      } catch (error) {
        await handle.close().catch(() => undefined);
        await rm(part, { force: true });
        throw error;
      }
    },
  };
}

import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { MediaFile } from '../library/media-file.ts';
import type { Destination } from './destination.ts';

/** One object of a file, ready to be read. */
export interface StoredObject {
  readonly bytes: number;
  /** Bytes from `start` to `end`, both included. Call this or `close`, once. */
  read(range: { readonly start: number; readonly end: number }): Promise<Readable>;
  close(): Promise<void>;
}

/** The bytes are at a place that the configuration does not name any more. */
export class DestinationUnknown extends Error {}

/** Reads objects of finished files wherever they lie. */
export interface MediaBytes {
  /** Null when the file has no such object. */
  open(file: Pick<MediaFile, 'fileId' | 'destination'>, name: string): Promise<StoredObject | null>;
}

async function openLocal(file: string): Promise<StoredObject | null> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    return {
      bytes: size,
      // The stream closes the handle, also when it is broken off.
      read: (range) => Promise.resolve(handle.createReadStream(range)),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export function createMediaBytes(mediaFolder: string, destination: Destination | null): MediaBytes {
  return {
    async open(file, name) {
      const { fileId } = file;
      // The first copy, as long as it is there: what was opened stays readable while it is being removed.
      const local = await openLocal(path.join(mediaFolder, fileId, name));
      if (local !== null) return local;
      if (destination === null || (file.destination !== null && file.destination !== destination.url)) {
        if (file.destination === null) return null;
        throw new DestinationUnknown(`${fileId} lies at ${file.destination}, which is not configured`);
      }
      // Also where the library does not say so yet: it may have moved since it was asked.
      const key = `${fileId}/${name}`;
      const bytes = await destination.size(key);
      if (bytes === null) return null;
      return { bytes, read: (range) => destination.read(key, range), close: () => Promise.resolve() };
    },
  };
}

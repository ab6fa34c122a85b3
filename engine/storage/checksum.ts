import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

export interface Checksums {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly md5: string;
}

/** Reads a stream to its end. */
export async function checksumOf(stream: Readable): Promise<Checksums> {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += (chunk as Buffer).length;
    sha256.update(chunk as Buffer);
    md5.update(chunk as Buffer);
  }
  return { bytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}

export function checksumOfFile(file: string, signal?: AbortSignal): Promise<Checksums> {
  return checksumOf(createReadStream(file, { ...(signal === undefined ? {} : { signal }) }));
}

/** Throws unless the bytes that were read are those that were meant. */
export function requireSame(
  found: Pick<Checksums, 'bytes' | 'sha256'>,
  expected: Pick<Checksums, 'bytes' | 'sha256'>,
  what: string,
): void {
  if (found.bytes !== expected.bytes)
    throw new Error(`${what} has ${String(found.bytes)} bytes, not ${String(expected.bytes)}`);
  if (found.sha256 !== expected.sha256)
    throw new Error(`${what} has the checksum ${found.sha256}, not ${expected.sha256}`);
}

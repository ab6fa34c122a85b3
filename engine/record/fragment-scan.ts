import type { FileHandle } from 'node:fs/promises';
import type { ScannedFragment } from '../containers/mp4-scan.ts';
import { readBoxHeader, readMoof } from '../containers/mp4-scan.ts';

/** A `moof` larger than this was not written by us. */
const maxMoofBytes = 4 * 1024 * 1024;

export interface FoundFragment extends ScannedFragment {
  readonly offset: number;
  readonly end: number;
}

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, position);
  return buffer.subarray(0, bytesRead);
}

/**
 * Finds the whole fragments of an interrupted file, in order from number `first`; stops at the first that is torn, foreign
 * or a copy.
 */
export async function scanFragments(file: FileHandle, first = 1): Promise<FoundFragment[]> {
  const { size } = await file.stat();
  const found: FoundFragment[] = [];
  let at = 0;
  while (at < size) {
    const header = readBoxHeader(await readAt(file, at, 8));
    if (header === null || at + header.size > size) break;
    if (header.type === 'moof') {
      const fragment = await readFragment(file, at, header.size, size);
      // Copies made by an interrupted finish repeat numbers that were there already.
      if (fragment === null || fragment.sequence !== first + found.length) break;
      found.push(fragment);
      at = fragment.end;
    } else at += header.size;
  }
  return found;
}

async function readFragment(
  file: FileHandle,
  offset: number,
  moofBytes: number,
  size: number,
): Promise<FoundFragment | null> {
  if (moofBytes > maxMoofBytes) return null;
  const moof = readMoof(await readAt(file, offset, moofBytes));
  const data = readBoxHeader(await readAt(file, offset + moofBytes, 8));
  if (moof === null || data?.type !== 'mdat') return null;
  const end = offset + moofBytes + data.size;
  return end > size ? null : { ...moof, offset, end };
}

import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  boxHeaderBytes,
  fileType,
  freeBox,
  largeBoxHeader,
  largeBoxHeaderBytes,
  uint32s,
} from '../containers/mp4-box.ts';
import { finalMovie } from '../containers/mp4-movie.ts';
import type { SampleTable } from '../containers/mp4-sample-table.ts';
import { writeAll } from './file-sink.ts';
import type { WrittenFile } from './format-writer.ts';
import { lengthOf } from './written-length.ts';

/**
 * Turns a fragmented MP4 into a fast-start one where it stands. The front of the file becomes `ftyp moov free mdat`, the
 * one `mdat` covering every fragment. Where the index is larger than the room before the first fragment, the fragments in
 * its way are appended at the end first: an index may point anywhere.
 */
export interface FragmentedFile {
  readonly path: string;
  /** Where each fragment begins, in order; the first is where the head ends. */
  readonly fragmentOffsets: readonly number[];
  /** Where the last fragment ends. */
  readonly endOffset: number;
  readonly tables: readonly SampleTable[];
}

/** Bytes to keep free behind the first header: enough for the index of about half a minute. */
export const reserveBytes = 16 * 1024;

const copyBytes = 1024 * 1024;

/** Where a new front is kept until it is in place. */
function sideFileOf(file: string): string {
  return `${file}.front`;
}

interface Plan {
  readonly front: Buffer;
  /** The fragments between the head's end and here go to the file's end. */
  readonly moveUntil: number;
}

function plan({ fragmentOffsets, endOffset, tables }: FragmentedFile): Plan {
  const headEnd = fragmentOffsets[0]!;
  let moveUntil = headEnd;
  let shift = 0;
  for (;;) {
    // Each round moves whole fragments, so an offset is moved at most once.
    const from = moveUntil;
    const movie = finalMovie(tables);
    const needed = fileType.length + movie.length + largeBoxHeaderBytes;
    const room = moveUntil - needed;
    if (room === 0 || room >= boxHeaderBytes) {
      const end = endOffset + shift;
      const parts = [fileType, movie, ...(room === 0 ? [] : [freeBox(room)])];
      const mdat = largeBoxHeader('mdat', end - moveUntil + largeBoxHeaderBytes);
      return { front: Buffer.concat([...parts, mdat]), moveUntil };
    }
    moveUntil =
      fragmentOffsets.find((offset) => offset >= needed + boxHeaderBytes && offset > from) ?? endOffset;
    if (moveUntil === from) throw new Error('an index is larger than all that it describes');
    const [moveFrom, moveTo, distance] = [from, moveUntil, endOffset + shift - from];
    shift += moveTo - moveFrom;
    for (const table of tables) {
      table.relocate((offset) => (offset >= moveFrom && offset < moveTo ? offset + distance : offset));
    }
  }
}

/**
 * Does it, and leaves the side file for the caller to remove when it has noted the result. Killed at any moment, the file
 * is whole again after {@link applySideFile} or a new scan of its fragments.
 */
export async function makeFastStart(file: FragmentedFile): Promise<WrittenFile> {
  const headEnd = file.fragmentOffsets[0]!;
  const { front, moveUntil } = plan(file);
  const bytes = file.endOffset + (moveUntil - headEnd);
  const written = { name: path.basename(file.path), bytes, ...lengthOf(file.tables) };
  const handle = await open(file.path, 'r+');
  try {
    await handle.truncate(file.endOffset);
    await copyToEnd(handle, headEnd, moveUntil, file.endOffset);
    await handle.datasync();
    await writeSideFile(file.path, { front, written });
    await putInPlace(handle, front);
  } finally {
    await handle.close();
  }
  return written;
}

export async function removeSideFile(file: string): Promise<void> {
  await rm(sideFileOf(file), { force: true });
}

/** Finishes what a kill interrupted: what the file came to, or null when no complete new front was kept. */
export async function applySideFile(file: string): Promise<WrittenFile | null> {
  const kept = await readSideFile(file);
  if (kept === null) {
    await removeSideFile(file);
    return null;
  }
  const handle = await open(file, 'r+');
  try {
    await putInPlace(handle, kept.front);
  } finally {
    await handle.close();
  }
  return kept.written;
}

async function copyToEnd(handle: FileHandle, from: number, until: number, end: number): Promise<void> {
  for (let at = from; at < until; at += copyBytes) {
    const part = Buffer.allocUnsafe(Math.min(copyBytes, until - at));
    const { bytesRead } = await handle.read(part, 0, part.length, at);
    if (bytesRead !== part.length)
      throw new Error(`the file ends at ${String(at + bytesRead)}, inside a fragment`);
    await writeAll(handle, [part], end + (at - from));
  }
}

async function putInPlace(handle: FileHandle, front: Buffer): Promise<void> {
  await writeAll(handle, [front], 0);
  await handle.datasync();
}

const checksumBytes = 32;
const checksum = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

interface SideFile {
  readonly front: Buffer;
  readonly written: WrittenFile;
}

/** Checksum of the rest, length of the note, the note as JSON, the front. */
async function writeSideFile(file: string, { front, written }: SideFile): Promise<void> {
  const note = Buffer.from(JSON.stringify(written), 'utf8');
  const body = Buffer.concat([uint32s([note.length]), note, front]);
  const handle = await open(sideFileOf(file), 'w', 0o644);
  try {
    await writeAll(handle, [checksum(body), body], 0);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function readSideFile(file: string): Promise<SideFile | null> {
  const bytes = await readFile(sideFileOf(file)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null || bytes.length <= checksumBytes + 4) return null;
  const body = bytes.subarray(checksumBytes);
  if (!checksum(body).equals(bytes.subarray(0, checksumBytes))) return null;
  const noteEnd = 4 + body.readUInt32BE();
  return {
    written: JSON.parse(body.toString('utf8', 4, noteEnd)) as WrittenFile,
    front: body.subarray(noteEnd),
  };
}

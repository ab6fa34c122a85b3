import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  boxHeaderBytes,
  fileType,
  largeBoxHeader,
  largeBoxHeaderBytes,
  uint32s,
} from '../containers/mp4-box.ts';
import { finalMovie } from '../containers/mp4-movie.ts';
import type { SampleTable } from '../containers/mp4-sample-table.ts';
import { isDiskFull } from './disk-full.ts';
import { writeAll } from './file-sink.ts';
import type { WrittenFile } from './format-writer.ts';
import { lengthOf } from './written-length.ts';

/**
 * Turns a fragmented MP4 into a fast-start one where it stands. The front of the file becomes `ftyp moov mdat`, the one
 * `mdat` covering every fragment. An index may point anywhere: where it is larger than the room before the first fragment,
 * the fragments in its way are appended at the end first; where it is far smaller, the last ones fill the room.
 */
export interface FragmentedFile {
  readonly path: string;
  /** Where each fragment begins, in order; the first is where the head ends. */
  readonly fragmentOffsets: readonly number[];
  /** Where the last fragment ends. */
  readonly endOffset: number;
  readonly tables: readonly SampleTable[];
}

const leastReserveBytes = 16 * 1024;
const mostReserveBytes = 5 * 1024 * 1024;
/** What a minute's index takes at 30 reordered pictures a second and 48 kHz of sound; at 15 it is 25 kB. */
const indexBytesPerMinute = 40 * 1024;

/**
 * Room to keep behind the first header for the index of the longest file that may come. It takes none on the disk until
 * it is written; without a longest length it serves about half a minute.
 */
export function reserveBytes(maxFileSeconds: number | null): number {
  const wanted = Math.ceil(((maxFileSeconds ?? 0) / 60) * indexBytesPerMinute);
  return Math.min(mostReserveBytes, leastReserveBytes + wanted);
}

/** Room that may be left unused in a finished file. */
function allowedWaste(endOffset: number): number {
  return Math.max(64 * 1024, endOffset / 16);
}

/** The new front of a very short file may be a little shorter than the old one, which must stay whole until then. */
const frontGapBytes = 256;

const copyBytes = 1024 * 1024;

/** Where a new front is kept until it is in place. */
function sideFileOf(file: string): string {
  return `${file}.front`;
}

/** Bytes that stand elsewhere before the new front is written. */
interface Move {
  readonly from: number;
  readonly until: number;
  readonly to: number;
}

interface Plan {
  readonly front: Buffer;
  readonly moves: readonly Move[];
  /** Of the finished file. */
  readonly bytes: number;
}

function relocate(tables: readonly SampleTable[], { from, until, to }: Move): void {
  for (const table of tables)
    table.relocate((offset) => (offset >= from && offset < until ? offset - from + to : offset));
}

function plan(file: FragmentedFile): Plan {
  const { fragmentOffsets, endOffset, tables } = file;
  const headEnd = fragmentOffsets[0]!;
  const moves: Move[] = [];
  let frontUntil = headEnd;
  let bytes = endOffset;
  for (;;) {
    // Each round moves whole fragments, so an offset is moved at most once.
    const movie = finalMovie(tables);
    const needed = fileType.length + movie.length + largeBoxHeaderBytes;
    const room = frontUntil - needed;
    if (moves.length === 0 && room > allowedWaste(endOffset)) return fillRoom(file, needed, room);
    if (room >= 0) return { front: printFront(movie, needed, bytes), moves, bytes };
    const from = frontUntil;
    const until = fragmentOffsets.find((offset) => offset >= needed && offset > from) ?? endOffset;
    if (until === from) throw new Error('an index is larger than all that it describes');
    const move = { from, until, to: bytes };
    moves.push(move);
    relocate(tables, move);
    bytes += until - from;
    frontUntil = until;
  }
}

/** A short file with room for a long one's index: as many of its last fragments as fit go into the room. */
function fillRoom(
  { fragmentOffsets, endOffset, tables }: FragmentedFile,
  needed: number,
  room: number,
): Plan {
  const to = needed + frontGapBytes;
  const from = fragmentOffsets.find((offset) => endOffset - offset <= room - frontGapBytes) ?? endOffset;
  const move = { from, until: endOffset, to };
  relocate(tables, move);
  // Where all fits, the file ends with it; else where the first that was moved began.
  const bytes = from === fragmentOffsets[0] ? to + (endOffset - from) : from;
  return { front: printFront(finalMovie(tables), needed, bytes), moves: [move], bytes };
}

/** What is left of the room lies inside `mdat`, where no index points. */
function printFront(movie: Buffer, frontBytes: number, bytes: number): Buffer {
  const mdat = largeBoxHeader('mdat', bytes - frontBytes + largeBoxHeaderBytes);
  return Buffer.concat([fileType, movie, mdat]);
}

/**
 * Does it, and leaves the side file for the caller to remove when it has noted the result. Killed at any moment, the file
 * is whole again after {@link applySideFile} or a new scan of its fragments. Where a full disk has no room for the index,
 * the file stays the fragmented one that it was, and as playable.
 */
export async function makeFastStart(file: FragmentedFile): Promise<WrittenFile> {
  const { front, moves, bytes } = plan(file);
  const name = path.basename(file.path);
  const length = lengthOf(file.tables);
  const handle = await open(file.path, 'r+');
  try {
    const written = { name, bytes, ...length };
    try {
      await handle.truncate(file.endOffset);
      for (const move of moves) await copy(handle, move);
      await takeRoom(handle, Math.min(front.length, file.fragmentOffsets[0]!));
      await handle.datasync();
      await writeSideFile(file.path, { front, written });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      await removeSideFile(file.path);
      await handle.truncate(file.endOffset);
      return { name, bytes: file.endOffset, ...length };
    }
    await putInPlace(handle, { front, written });
    return written;
  } finally {
    await handle.close();
  }
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
    await putInPlace(handle, kept);
  } finally {
    await handle.close();
  }
  return kept.written;
}

async function copy(handle: FileHandle, { from, until, to }: Move): Promise<void> {
  for (let at = from; at < until; at += copyBytes) {
    const part = Buffer.allocUnsafe(Math.min(copyBytes, until - at));
    const { bytesRead } = await handle.read(part, 0, part.length, at);
    if (bytesRead !== part.length)
      throw new Error(`the file ends at ${String(at + bytesRead)}, inside a fragment`);
    await writeAll(handle, [part], to + (at - from));
  }
}

/** The room for the front takes its place on the disk before the old front is touched: what is begun can be ended. */
async function takeRoom(handle: FileHandle, until: number): Promise<void> {
  const head = Buffer.alloc(boxHeaderBytes);
  let at = 0;
  // Behind `ftyp` and `moov` comes the header of the box that keeps the room.
  for (let box = 0; box < 2; box++) {
    await handle.read(head, 0, head.length, at);
    at += head.readUInt32BE();
  }
  at += boxHeaderBytes;
  if (at < until) await writeAll(handle, [Buffer.alloc(until - at)], at);
}

async function putInPlace(handle: FileHandle, { front, written }: SideFile): Promise<void> {
  await writeAll(handle, [front], 0);
  await handle.truncate(written.bytes);
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

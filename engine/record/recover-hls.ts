import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { HlsSegment } from '../containers/hls-playlist.ts';
import { initialSegmentName, printPlaylist } from '../containers/hls-playlist.ts';
import type { Track } from '../containers/track.ts';
import type { WrittenFile } from './format-writer.ts';
import { scanFragments } from './fragment-scan.ts';
import { playlistName, replaceFile, segmentName } from './hls-writer.ts';

interface FoundSegment {
  readonly segment: HlsSegment;
  readonly bytes: number;
  readonly frames: number;
}

/** Reads one segment; null when it is not there or not whole. */
async function readSegment(
  folder: string,
  index: number,
  tracks: readonly Track[],
): Promise<FoundSegment | null> {
  const uri = segmentName(index);
  const handle = await open(path.join(folder, uri), 'r').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    const fragments = await scanFragments(handle, index + 1);
    const run = fragments[0]?.runs[0];
    const track = tracks.find(({ id }) => id === run?.trackId);
    if (run === undefined || track === undefined || fragments[0]!.end !== size) return null;
    const ticks = run.samples.reduce((sum, { duration }) => sum + duration, 0);
    const segment: HlsSegment = {
      uri,
      durationSeconds: ticks / track.timescale,
      ...(index === 0 ? { map: initialSegmentName(1) } : {}),
    };
    return { segment, bytes: size, frames: track.kind === 'video' ? run.samples.length : 0 };
  } finally {
    await handle.close();
  }
}

/** Ends a playlist that a kill left: it names every whole segment, and a torn one is removed. */
export async function recoverHls(folder: string, tracks: readonly Track[]): Promise<WrittenFile | null> {
  const found: FoundSegment[] = [];
  for (;;) {
    const segment = await readSegment(folder, found.length, tracks);
    if (segment === null) break;
    found.push(segment);
  }
  await rm(path.join(folder, segmentName(found.length)), { force: true });
  if (found.length === 0) return null;
  const text = printPlaylist(found.map(({ segment }) => segment));
  await replaceFile(path.join(folder, playlistName), text);
  const { size: initialBytes } = await stat(path.join(folder, initialSegmentName(1)));
  return {
    name: playlistName,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, initialBytes + Buffer.byteLength(text)),
    durationMs: Math.round(found.reduce((sum, { segment }) => sum + segment.durationSeconds, 0) * 1000),
    frames: found.reduce((sum, { frames }) => sum + frames, 0),
  };
}

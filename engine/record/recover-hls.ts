import { open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { HlsAnnouncement, HlsPlaylist, HlsSegment } from '../containers/hls-playlist.ts';
import { initialSegmentName, parsePlaylist, printPlaylist } from '../containers/hls-playlist.ts';
import type { Track } from '../containers/track.ts';
import { countTsPictures } from '../containers/ts-segment.ts';
import { videoTimescale, videoTrackId } from '../containers/track.ts';
import type { WrittenFile } from './format-writer.ts';
import { scanFragments } from './fragment-scan.ts';
import { playlistName, replaceFile } from './hls-writer.ts';
import { segmentName } from './segment-form.ts';

interface FoundSegment {
  readonly bytes: number;
  readonly frames: number;
  /** By the tracks that recovery was given. */
  readonly durationSeconds: number;
}

/** Reads one segment; null when it is not there or not whole. */
async function readSegment(
  folder: string,
  index: number,
  tracks: readonly Track[],
): Promise<FoundSegment | null> {
  const handle = await open(path.join(folder, segmentName(index, 'fmp4')), 'r').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    const fragments = await scanFragments(handle, index + 1);
    const run = fragments[0]?.runs[0];
    if (run === undefined || fragments[0]!.end !== size) return null;
    const ticks = run.samples.reduce((sum, { duration }) => sum + duration, 0);
    const timescale = tracks.find(({ id }) => id === run.trackId)?.timescale ?? videoTimescale;
    return {
      bytes: size,
      frames: run.trackId === videoTrackId ? run.samples.length : 0,
      durationSeconds: ticks / timescale,
    };
  } finally {
    await handle.close();
  }
}

/** A transport stream does not say where it should end: whole is what the playlist names and what holds whole packets. */
async function readTsSegment(folder: string, named: HlsSegment | undefined): Promise<FoundSegment | null> {
  if (named === undefined) return null;
  const bytes = await readFile(path.join(folder, named.uri)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  const frames = bytes === null ? null : countTsPictures(bytes);
  if (bytes === null || frames === null) return null;
  return { bytes: bytes.length, frames, durationSeconds: named.durationSeconds };
}

/** A playlist whose head a kill tore names nothing. */
function readListed(text: string): Pick<HlsPlaylist, 'segments' | 'announced'> {
  return text.includes('\n') ? parsePlaylist(text) : { segments: [], announced: {} };
}

/**
 * Ends a playlist that a kill left: it names every whole segment, and a torn one is removed. The growing playlist says
 * where times and codecs change; a last segment that it does not name yet is of the codecs announced last, `tracks`.
 */
export async function recoverHls(folder: string, tracks: readonly Track[]): Promise<WrittenFile | null> {
  const listed = readListed(await readFile(path.join(folder, playlistName), 'utf8'));
  const container = listed.segments[0]?.uri.endsWith('.ts') === true ? 'ts' : 'fmp4';
  const found: FoundSegment[] = [];
  const segments: HlsSegment[] = [];
  for (;;) {
    const index = segments.length;
    const named = listed.segments[index];
    const segment = await (container === 'ts'
      ? readTsSegment(folder, named)
      : readSegment(folder, index, tracks));
    if (segment === null) break;
    const announced: HlsAnnouncement = index === listed.segments.length ? listed.announced : {};
    found.push(segment);
    segments.push(
      named ?? {
        uri: segmentName(index, container),
        durationSeconds: segment.durationSeconds,
        ...announced,
        ...(index === 0 ? { map: initialSegmentName(1) } : {}),
      },
    );
  }
  await rm(path.join(folder, segmentName(segments.length, container)), { force: true });
  if (segments.length === 0) return null;
  const text = printPlaylist(segments);
  await replaceFile(path.join(folder, playlistName), text);
  const maps = segments.flatMap(({ map }) => map ?? []);
  const initials = await Promise.all(maps.map(async (map) => (await stat(path.join(folder, map))).size));
  const initialBytes = initials.reduce((sum, size) => sum + size, 0);
  const seconds = segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  return {
    name: playlistName,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, initialBytes + Buffer.byteLength(text)),
    durationMs: Math.round(seconds * 1000),
    frames: found.reduce((sum, { frames }) => sum + frames, 0),
  };
}

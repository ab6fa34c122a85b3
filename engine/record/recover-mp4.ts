import { open } from 'node:fs/promises';
import path from 'node:path';
import { SampleTable } from '../containers/mp4-sample-table.ts';
import type { Track } from '../containers/track.ts';
import { applySideFile, makeFastStart } from './fast-start.ts';
import type { WrittenFile } from './format-writer.ts';
import { scanFragments } from './fragment-scan.ts';
import { mp4FileName } from './mp4-writer.ts';

/** Finishes an MP4 that a kill left: null when no whole fragment was written. Its side file stays, as after a finish. */
export async function recoverMp4(folder: string, tracks: readonly Track[]): Promise<WrittenFile | null> {
  const file = path.join(folder, mp4FileName);
  const done = await applySideFile(file);
  if (done !== null) return done;
  const handle = await open(file, 'r');
  const fragments = await scanFragments(handle).finally(() => handle.close());
  if (fragments.length === 0) return null;
  const tables = new Map(tracks.map((track) => [track.id, new SampleTable(track)]));
  for (const { offset, runs } of fragments) {
    for (const { trackId, dataOffset, samples } of runs)
      tables.get(trackId)?.addChunk(offset + dataOffset, samples);
  }
  return makeFastStart({
    path: file,
    fragmentOffsets: fragments.map(({ offset }) => offset),
    endOffset: fragments.at(-1)!.end,
    tables: [...tables.values()],
  });
}

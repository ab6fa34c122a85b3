import { readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { readAdtsLength } from '../containers/adts.ts';
import type { Track } from '../containers/track.ts';
import { aacFileName } from './aac-writer.ts';
import type { WrittenFile } from './format-writer.ts';

/** Ends an AAC file that a kill left: its torn last frame goes. Null when it holds none. */
export async function recoverAac(folder: string, tracks: readonly Track[]): Promise<WrittenFile | null> {
  const file = path.join(folder, aacFileName);
  const audio = tracks.find((track) => track.kind === 'audio');
  // An hour of sound is some 60 MB; the headers stand too close together for single reads.
  const bytes = await readFile(file);
  let whole = 0;
  let frames = 0;
  for (;;) {
    const length = readAdtsLength(bytes.subarray(whole, whole + 7));
    if (length === null || whole + length > bytes.length) break;
    whole += length;
    frames += 1;
  }
  if (frames === 0 || audio === undefined) return null;
  await truncate(file, whole);
  const durationMs = Math.round((frames * audio.frameSamples * 1000) / audio.sampleRate);
  return { name: aacFileName, bytes: whole, durationMs, frames: 0 };
}

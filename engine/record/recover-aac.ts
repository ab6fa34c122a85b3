import { createReadStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import path from 'node:path';
import { readAdtsLength } from '../containers/adts.ts';
import type { Track } from '../containers/track.ts';
import { aacFileName } from './aac-writer.ts';
import type { WrittenFile } from './format-writer.ts';

/** Ends an AAC file that a kill left: its torn last frame goes. Null when it holds none. */
export async function recoverAac(folder: string, tracks: readonly Track[]): Promise<WrittenFile | null> {
  const file = path.join(folder, aacFileName);
  const audio = tracks.find((track) => track.kind === 'audio');
  const { whole, frames } = await countFrames(file);
  if (frames === 0 || audio === undefined) return null;
  await truncate(file, whole);
  const durationMs = Math.round((frames * audio.frameSamples * 1000) / audio.timescale);
  return { name: aacFileName, bytes: whole, durationMs, frames: 0 };
}

/** Whole frames from the beginning, and where they end. Only a frame's rest is kept between two reads. */
async function countFrames(file: string): Promise<{ readonly whole: number; readonly frames: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let whole = 0;
  let frames = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    let at = 0;
    for (;;) {
      const head = bytes.subarray(at, at + 7);
      const length = readAdtsLength(head);
      // Seven bytes that are no header end the file's sound: what follows is torn.
      if (length === null && head.length === 7) return { whole, frames };
      if (length === null || at + length > bytes.length) break;
      at += length;
      whole += length;
      frames += 1;
    }
    rest = bytes.subarray(at);
  }
  return { whole, frames };
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const reader = fileURLToPath(new URL('fixtures/read-media.ts', import.meta.url));

export interface ReadStream {
  readonly kind: 'video' | 'audio';
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly packets: number;
  /** Decoded. */
  readonly frames: number;
  /** The first and the last time at which something is shown or heard. */
  readonly firstSeconds: number;
  readonly lastSeconds: number;
}

/** What FFmpeg 8.1 reads in a file, every picture and sound decoded; it knows FLV in the enhanced form. */
export async function readMedia(file: string): Promise<{
  readonly video: ReadStream | null;
  readonly audio: ReadStream | null;
}> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', reader, file]);
  const streams = JSON.parse(stdout) as readonly ReadStream[];
  const find = (wanted: string): ReadStream | null => streams.find(({ kind }) => kind === wanted) ?? null;
  return { video: find('video'), audio: find('audio') };
}

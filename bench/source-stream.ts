import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { FlvStreamReader, type FlvTag } from '../engine/containers/flv-stream.ts';

/** Makes the stream that every contender is given: 20 s of 720p at 15 pictures a second and 1 Mbps, with B-frames and AAC. */
export function makeSourceFlv(path: string): void {
  execFileSync('ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
    ...[
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=1280x720:r=15:d=20',
      '-f',
      'lavfi',
      '-i',
      'anoisesrc=r=48000:a=0.1:d=20',
    ],
    ...[
      '-c:v',
      'libx264',
      '-profile:v',
      'main',
      '-preset',
      'veryfast',
      '-pix_fmt',
      'yuv420p',
      '-g',
      '30',
      '-sc_threshold',
      '0',
    ],
    // Constant rate with filler: a test picture is easy, and the contenders shall move as many bytes as a camera makes.
    ...['-b:v', '936k', '-minrate', '936k', '-maxrate', '936k', '-bufsize', '936k', '-nal-hrd', 'cbr'],
    ...['-c:a', 'aac', '-b:a', '64k', '-ac', '2', '-f', 'flv', path],
  ]);
}

/** The stream cut into what is sent once and what is sent again and again. */
export interface SourceStream {
  readonly head: readonly FlvTag[];
  readonly loop: readonly FlvTag[];
  readonly loopMs: number;
}

export function readSourceFlv(path: string): SourceStream {
  const tags: FlvTag[] = [];
  new FlvStreamReader((tag) => tags.push(tag)).push(readFileSync(path));
  const isHead = ({ type, body }: FlvTag): boolean => type === 18 || body[1] === 0;
  // The tag that ends an FLV file is no picture; in the middle of a stream it would end it.
  const loop = tags.filter((tag) => !isHead(tag) && !(tag.type === 9 && body1(tag) === 2));
  return { head: tags.filter(isHead), loop, loopMs: 20_000 };
}

function body1({ body }: FlvTag): number | undefined {
  return body[1];
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { findBeeps } from './beep-code.ts';
import type { ClipMedia } from './numbered-clip.ts';
import { blocks, grid, readPicture } from './picture-code.ts';

export interface SeenPicture {
  /** Null when what was decoded shows no number. */
  readonly number: number | null;
  readonly atSeconds: number;
}

export interface HeardBeep {
  /** Null when only a piece of it was there. */
  readonly number: number | null;
  readonly atSeconds: number;
  readonly lengthSeconds: number;
}

/** What a viewer would see and hear, on the file's own time line, which begins with its first media. */
export interface Content {
  readonly pictures: readonly SeenPicture[];
  readonly beeps: readonly HeardBeep[];
  /** Of the sound that was decoded. */
  readonly soundSeconds: number;
  /** What the decoder had to complain about; a right file gives none. */
  readonly complaints: readonly string[];
}

/** Enough for every pitch, and a third of the work. */
const heardRate = 16_000;
/** ADTS says nowhere how long it is. */
const harmless = /Estimating duration from bitrate/;
const patienceMs = 90_000;

/**
 * Decodes a file, an address or a playlist with ffmpeg and reads which pictures and beeps are in it. `media` says what
 * there should be: asking for a kind that is missing is an error.
 */
export async function readContent(source: string, media: ClipMedia): Promise<Content> {
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'level+info', '-threads', '1'],
      ...['-i', source],
      // ffmpeg averages each block into one byte; its filters say the time of all that they hand on.
      ...(media.video
        ? [
            ...['-map', '0:v:0', '-vf', `scale=${grid.columns}:${grid.rows}:flags=area,format=gray,showinfo`],
            ...['-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
          ]
        : []),
      ...(media.audio
        ? [
            ...['-map', '0:a:0', '-af', `aresample=${heardRate},aformat=s16:channel_layouts=mono,ashowinfo`],
            ...['-f', 's16le', 'pipe:3'],
          ]
        : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const ended = once(child, 'exit');
  const [luma, sound, said] = await Promise.all(
    [child.stdout!, child.stdio[3] as Readable, child.stderr!].map(readAll),
  );
  const [code] = (await ended) as [number | null];
  clearTimeout(late);
  const lines = said!.toString('utf8').split('\n');
  if (code !== 0)
    throw new Error(`${source} could not be decoded (${String(code)}): ${lines.slice(-6).join(' | ')}`);
  return {
    pictures: readPictures(luma!, lines),
    ...readSound(sound!, lines),
    complaints: lines.filter((line) => /\[(warning|error|fatal|panic)\]/.test(line) && !harmless.test(line)),
  };
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readPictures(luma: Buffer, lines: readonly string[]): SeenPicture[] {
  const times = lines.flatMap((line) => {
    const found = /Parsed_showinfo_\d.* pts_time:(\S+)/.exec(line);
    return found === null ? [] : [Number(found[1])];
  });
  const count = luma.length / blocks;
  if (times.length !== count) throw new Error(`${times.length} times for ${count} pictures`);
  return times.map((atSeconds, index) => ({
    number: readPicture(luma.subarray(index * blocks, (index + 1) * blocks)),
    atSeconds,
  }));
}

function readSound(bytes: Buffer, lines: readonly string[]): Pick<Content, 'beeps' | 'soundSeconds'> {
  // Where each run of samples stands on the time line: sound may have holes.
  const runs: { readonly firstSample: number; readonly atSeconds: number }[] = [];
  let samples = 0;
  for (const line of lines) {
    const found = /Parsed_ashowinfo_\d.* pts_time:(\S+).* nb_samples:(\d+)/.exec(line);
    if (found === null) continue;
    runs.push({ firstSample: samples, atSeconds: Number(found[1]) });
    samples += Number(found[2]);
  }
  const heard = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + samples * 2));
  const timeOf = (sample: number): number => {
    const run = runs.findLast(({ firstSample }) => firstSample <= sample)!;
    return run.atSeconds + (sample - run.firstSample) / heardRate;
  };
  return {
    soundSeconds: samples / heardRate,
    beeps: findBeeps(heard, heardRate).map(({ number, firstSample, seconds }) => ({
      number,
      atSeconds: timeOf(firstSample),
      lengthSeconds: seconds,
    })),
  };
}

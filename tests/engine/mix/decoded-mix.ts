import { execFileSync, spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { printPackets } from './synthetic-stream.ts';

/** A mix's output, decoded by ffmpeg: pictures as I420 with their times, sound as 48 kHz mono. */
export interface DecodedMix {
  readonly width: number;
  readonly height: number;
  readonly pictures: readonly { readonly ms: number; readonly data: Buffer }[];
  readonly sound: Int16Array;
}

export function decodeMix(packets: readonly MediaPacket[]): DecodedMix {
  const input = printPackets(packets);
  const options = { input, maxBuffer: 2 ** 30 };
  const probe = execFileSync(
    'ffprobe',
    ['-v', 'error', '-f', 'flv', '-show_streams', '-of', 'json', 'pipe:0'],
    options,
  );
  const { streams } = JSON.parse(probe.toString()) as {
    streams: { codec_type: string; width: number; height: number }[];
  };
  const { width, height } = streams.find((stream) => stream.codec_type === 'video')!;
  const read = ['-v', 'error', '-copyts', '-f', 'flv', '-i', 'pipe:0'];
  const raw = execFileSync(
    'ffmpeg',
    [...read, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    options,
  );
  const pcm = execFileSync(
    'ffmpeg',
    [
      ...read,
      '-map',
      '0:a',
      '-af',
      'aresample=async=1:first_pts=0',
      '-ar',
      '48000',
      '-ac',
      '1',
      '-f',
      's16le',
      'pipe:1',
    ],
    options,
  );
  const times = packets
    .filter(({ kind, payload }) => kind === 'video' && payload[1] === 1)
    .map(({ timestampMs }) => timestampMs);
  const bytes = (width * height * 3) / 2;
  return {
    width,
    height,
    pictures: Array.from({ length: raw.length / bytes }, (_, index) => ({
      ms: times[index]!,
      data: raw.subarray(index * bytes, (index + 1) * bytes),
    })),
    sound: new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.length)),
  };
}

/** The newest picture of a film that is still being made, decoded from its last key frame on. */
export async function decodeNewest(packets: readonly MediaPacket[]): Promise<Buffer> {
  const video = packets.filter(({ kind }) => kind === 'video');
  const config = video.find(({ payload }) => payload[1] === 0)!;
  const key = video.findLastIndex(({ payload }) => payload[0] === 0x17 && payload[1] === 1);
  const read = ['-v', 'error', '-f', 'flv', '-i', 'pipe:0', '-map', '0:v', '-fps_mode', 'passthrough'];
  const decoder = spawn('ffmpeg', [...read, '-f', 'rawvideo', 'pipe:1'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  decoder.stdin.end(printPackets([config, ...video.slice(key)]));
  const pictures = await buffer(decoder.stdout);
  const count = video.length - key;
  return pictures.subarray(pictures.length - pictures.length / count);
}

export type Yuv = readonly [number, number, number];

/** The colours that ffmpeg's colour source makes, as luma and chroma. */
export const yuvOf: Record<'red' | 'blue' | 'white', Yuv> = {
  red: [81, 90, 240],
  blue: [41, 240, 110],
  white: [235, 128, 128],
};

export function pixelAt(
  { width, height }: Pick<DecodedMix, 'width' | 'height'>,
  data: Buffer,
  x: number,
  y: number,
): Yuv {
  const luma = width * height;
  const chroma = Math.floor(y / 2) * (width / 2) + Math.floor(x / 2);
  return [data[y * width + x]!, data[luma + chroma]!, data[luma + luma / 4 + chroma]!];
}

export function looksLike(pixel: Yuv, color: Yuv): boolean {
  return pixel.every((value, index) => Math.abs(value - color[index]!) <= 14);
}

/** How loud a tone is in each 10 ms, as an amplitude of 16-bit samples. Tones that are multiples of 100 Hz do not mix up. */
export function toneLevels(sound: Int16Array, hertz: number): number[] {
  const window = 480;
  const levels: number[] = [];
  for (let at = 0; at + window <= sound.length; at += window) {
    let real = 0;
    let imaginary = 0;
    for (let index = 0; index < window; index += 1) {
      const angle = (2 * Math.PI * hertz * index) / 48_000;
      real += sound[at + index]! * Math.cos(angle);
      imaginary += sound[at + index]! * Math.sin(angle);
    }
    levels.push((2 * Math.hypot(real, imaginary)) / window);
  }
  return levels;
}

/** Milliseconds at which a tone sets in: 10 ms windows in which it is there after it was not. */
export function toneOnsets(sound: Int16Array, hertz: number): number[] {
  const onsets: number[] = [];
  let sounding = false;
  for (const [index, level] of toneLevels(sound, hertz).entries()) {
    if (!sounding && level > 4000) onsets.push(index * 10);
    sounding = level > (sounding ? 2000 : 4000);
  }
  return onsets;
}

/** Milliseconds at which a place turns white after it was not. */
export function flashOnsets(mix: DecodedMix, x: number, y: number): number[] {
  const onsets: number[] = [];
  let white = true;
  for (const { ms, data } of mix.pictures) {
    const now = looksLike(pixelAt(mix, data, x, y), yuvOf.white);
    if (now && !white) onsets.push(ms);
    white = now;
  }
  return onsets;
}

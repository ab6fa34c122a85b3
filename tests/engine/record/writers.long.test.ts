import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { recoverHls } from '../../../engine/record/recover-hls.ts';
import { recoverMp4 } from '../../../engine/record/recover-mp4.ts';
import type { FormatWriter, WrittenFile } from '../../../engine/record/format-writer.ts';
import type { MediaFragment } from '../../../engine/record/fragmenter.ts';
import { Fragmenter } from '../../../engine/record/fragmenter.ts';
import { HlsWriter } from '../../../engine/record/hls-writer.ts';
import { Mp4Writer } from '../../../engine/record/mp4-writer.ts';
import { eventually } from '../../support/eventually.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import type { RecordingTracks } from '../../../engine/record/sample-assembler.ts';
import { SampleAssembler } from '../../../engine/record/sample-assembler.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'roomtape-writers-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });

const source = (name: string, seconds: number, args: readonly string[]): MediaPacket[] =>
  codedTestPicture(path.join(folder, `${name}.flv`), seconds, args);

interface Probe {
  readonly format: { readonly duration: string };
  readonly streams: readonly {
    readonly codec_name: string;
    readonly width?: number;
    readonly nb_read_packets: string;
    readonly start_time: string;
    readonly duration: string;
  }[];
}

function probe(file: string): Probe {
  return JSON.parse(
    run('ffprobe', ['-v', 'error', '-count_packets', '-show_streams', '-show_format', '-of', 'json', file]),
  ) as Probe;
}

/** The boxes at the top of a file, in order. */
function topBoxes(file: string): string[] {
  const bytes = readFileSync(file);
  const names: string[] = [];
  for (let at = 0; at < bytes.length;) {
    names.push(bytes.toString('latin1', at + 4, at + 8));
    const size = bytes.readUInt32BE(at);
    at += size === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : size;
  }
  return names;
}

/** What a stream is cut into, as the recorder would. */
function cut(packets: readonly MediaPacket[]): {
  tracks: RecordingTracks;
  fragments: readonly MediaFragment[];
} {
  const fragments: MediaFragment[] = [];
  const made: { tracks: RecordingTracks; fragmenter: Fragmenter }[] = [];
  const assembler = new SampleAssembler({
    begin(tracks) {
      made.push({
        tracks,
        fragmenter: new Fragmenter(tracks, { onFragment: (fragment) => fragments.push(fragment) }),
      });
    },
    picture: (sample) => {
      made.at(-1)!.fragmenter.picture(sample, 0);
    },
    sound: (sample) => {
      made.at(-1)!.fragmenter.sound(sample, 0);
    },
  });
  for (const packet of packets) assembler.packet(packet);
  assembler.interrupt('interruption');
  expect(made).toHaveLength(1);
  made[0]!.fragmenter.end();
  return { tracks: made[0]!.tracks, fragments };
}

async function record(
  name: string,
  packets: readonly MediaPacket[],
  create: (folder: string, tracks: RecordingTracks) => Promise<FormatWriter>,
): Promise<{ file: string; written: WrittenFile }> {
  const into = mkdtempSync(path.join(folder, `${name}-`));
  const { tracks, fragments } = cut(packets);
  const writer = await create(into, tracks);
  for (const fragment of fragments) void writer.append(fragment);
  const written = await writer.finish();
  await writer.settle();
  expect(writer.failure).toBeNull();
  return { file: path.join(into, written!.name), written: written! };
}

const list = ({
  video,
  audio,
}: RecordingTracks): (NonNullable<RecordingTracks['video']> | NonNullable<RecordingTracks['audio']>)[] =>
  [video, audio].filter((track) => track !== null);
/** With room for two hours, as a recording with a longest length has it. */
const roomyMp4 = (into: string, tracks: RecordingTracks): Promise<FormatWriter> =>
  Mp4Writer.create(into, list(tracks), 7200);
const mp4 = (into: string, tracks: RecordingTracks): Promise<FormatWriter> =>
  Mp4Writer.create(into, list(tracks));
const hls = (into: string, tracks: RecordingTracks): Promise<FormatWriter> =>
  HlsWriter.create(into, list(tracks), 'fmp4');

const plain = ['-c:v', 'libx264', '-g', '30', '-bf', '0', '-c:a', 'aac', '-b:a', '64k'];

describe.each([
  ['MP4', mp4],
  ['HLS', hls],
] as const)('a recording as %s', (format, create) => {
  let packets: MediaPacket[];
  beforeAll(() => {
    packets = source(`plain-${format}`, 10, plain);
  });

  it('has every picture and every sound that was sent, and the length', async () => {
    const { file, written } = await record('plain', packets, create);
    const { streams, format: whole } = probe(file);
    expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
    const video = streams.find(({ codec_name }) => codec_name === 'h264')!;
    const audio = streams.find(({ codec_name }) => codec_name === 'aac')!;
    expect(video.width).toBe(320);
    expect(Number(video.nb_read_packets)).toBe(150);
    expect(Number(audio.nb_read_packets)).toBe(
      packets.filter(({ kind, payload }) => kind === 'audio' && payload[1] === 1).length,
    );
    expect(Math.abs(Number(whole.duration) - 10)).toBeLessThan(0.1);
    expect(Math.abs(written.durationMs - 10_000)).toBeLessThan(100);
    expect(written.frames).toBe(150);
    expect(run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toBe('');
  });

  it('keeps reordered pictures in their places', async () => {
    const sent = source(`reordered-${format}`, 6, ['-c:v', 'libx264', '-g', '30', '-bf', '2', '-c:a', 'aac']);
    const { file } = await record('reordered', sent, create);
    const times = run('ffprobe', [
      '-v',
      'error',
      '-select_streams',
      'v',
      '-show_entries',
      'frame=pts_time',
      '-of',
      'csv=p=0',
      file,
    ])
      .split('\n')
      .map((line) => Number.parseFloat(line))
      .filter((time) => !Number.isNaN(time));
    expect(times).toHaveLength(90);
    for (let n = 1; n < times.length; n++) expect(times[n]! - times[n - 1]!).toBeCloseTo(1 / 15, 2);
  });

  it.each([
    ['sound alone', ['-map', '1:a', '-c:a', 'aac'], ['aac']],
    ['pictures alone', ['-map', '0:v', '-c:v', 'libx264', '-g', '30'], ['h264']],
  ])('records %s', async (_, args, codecs) => {
    const { file } = await record('alone', source(`alone-${format}-${codecs[0]!}`, 5, args), create);
    const { streams, format: whole } = probe(file);
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(codecs);
    expect(Math.abs(Number(whole.duration) - 5)).toBeLessThan(0.1);
  });
});

describe('a finished MP4', () => {
  it('has its index in front of the media', async () => {
    const { file } = await record('front', source('front', 4, plain), mp4);
    expect(topBoxes(file)).toEqual(['ftyp', 'moov', 'mdat']);
  });

  it('is no larger for the room that a far longer one would have needed', async () => {
    const sent = source('roomy', 10, plain);
    const { file, written } = await record('roomy', sent, roomyMp4);
    expect(topBoxes(file)).toEqual(['ftyp', 'moov', 'mdat']);
    const media = sent.reduce((sum, { payload }) => sum + payload.length, 0);
    expect(written.bytes).toBe(readFileSync(file).length);
    expect(written.bytes).toBeLessThan(media + 64 * 1024);
    expect(Number(probe(file).streams.find(({ codec_name }) => codec_name === 'h264')!.nb_read_packets)).toBe(
      150,
    );
    expect(run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toBe('');
  });

  it('has it in front too when it is far larger than the room kept for it', async () => {
    const { file } = await record('long', source('long', 300, plain), mp4);
    expect(topBoxes(file)).toEqual(['ftyp', 'moov', 'mdat']);
    const moov = readFileSync(file).readUInt32BE(32);
    expect(moov).toBeGreaterThan(32 * 1024);
    const { streams } = probe(file);
    expect(Number(streams.find(({ codec_name }) => codec_name === 'h264')!.nb_read_packets)).toBe(4500);
    expect(run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toBe('');
  });
});

describe('a recording that a kill left', () => {
  it('is whole again wherever the kill fell while a short file was put together', async () => {
    const { into, tracks } = await interrupted(roomyMp4);
    const file = path.join(into, 'f0.mp4');
    const grown = readFileSync(file);
    const written = await recoverMp4(into, list(tracks));
    const whole = readFileSync(file);
    const side = readFileSync(`${file}.front`);
    const decodes = async (): Promise<void> => {
      expect(await recoverMp4(into, list(tracks))).toEqual(written);
      expect(readFileSync(file).equals(whole)).toBe(true);
    };
    // Before the side file was whole: fragments were copied into the room behind the old head.
    const halfway = Buffer.from(grown);
    whole.copy(halfway, 2048, 2048);
    writeFileSync(file, halfway);
    writeFileSync(`${file}.front`, side.subarray(0, side.length / 2));
    await decodes();
    // After it: half of the new front is in place.
    const torn = Buffer.from(halfway);
    whole.copy(torn, 0, 0, 700);
    writeFileSync(file, torn);
    writeFileSync(`${file}.front`, side);
    await decodes();
  });

  const left: FormatWriter[] = [];
  afterAll(async () => {
    // Only to give their descriptors back: what was left is read by now.
    await Promise.allSettled(left.map((writer) => writer.finish()));
  });

  /** Writes every fragment, waits until it is on disk, and finishes only after the tests. */
  async function interrupted(create: typeof mp4): Promise<{ into: string; tracks: RecordingTracks }> {
    const into = mkdtempSync(path.join(folder, 'killed-'));
    const { tracks, fragments } = cut(source('killed', 10, plain));
    const writer = await create(into, tracks);
    left.push(writer);
    for (const fragment of fragments) void writer.append(fragment);
    await eventually('everything is written', () => writer.queuedBytes === 0);
    expect(writer.failure).toBeNull();
    return { into, tracks };
  }

  it('is a fast-start MP4 again, without its torn end', async () => {
    const { into, tracks } = await interrupted(mp4);
    const file = path.join(into, 'f0.mp4');
    truncateSync(file, readFileSync(file).length - 100);
    const written = await recoverMp4(into, list(tracks));
    expect(topBoxes(file)).toEqual(['ftyp', 'moov', 'mdat']);
    // 10 s in fragments of 2 s, the last one torn.
    expect(written).toMatchObject({ name: 'f0.mp4', frames: 120 });
    expect(Math.abs(written!.durationMs - 8000)).toBeLessThan(100);
    expect(run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toBe('');
    // Killed again before the result was noted: the same answer.
    expect(await recoverMp4(into, list(tracks))).toEqual(written);
  });

  it('is an ended playlist, without its torn segment', async () => {
    const { into, tracks } = await interrupted(hls);
    truncateSync(path.join(into, '4.m4s'), 1000);
    const written = await recoverHls(into, list(tracks));
    expect(written).toMatchObject({ name: 'playlist.m3u8', frames: 120 });
    expect(Math.abs(written!.durationMs - 8000)).toBeLessThan(50);
    expect(existsSync(path.join(into, '4.m4s'))).toBe(false);
    expect(readFileSync(path.join(into, 'playlist.m3u8'), 'utf8')).toMatch(/3\.m4s\n#EXT-X-ENDLIST\n$/);
    const { streams } = probe(path.join(into, 'playlist.m3u8'));
    expect(Number(streams.find(({ codec_name }) => codec_name === 'h264')!.nb_read_packets)).toBe(120);
  });

  it('is nothing when not one fragment was whole', async () => {
    const into = mkdtempSync(path.join(folder, 'empty-'));
    const { tracks } = cut(source('empty', 1, plain));
    left.push(await mp4(into, tracks), await hls(into, tracks));
    expect(await recoverMp4(into, list(tracks))).toBeNull();
    expect(await recoverHls(into, list(tracks))).toBeNull();
  });
});

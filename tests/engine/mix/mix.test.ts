import { execFileSync } from 'node:child_process';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EncodeParams } from '../../../domain/mixing/encode-params.ts';
import { gridLayout } from '../../../domain/mixing/layout.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { startMix, type Mix } from '../../../engine/mix/mix.ts';
import { findProgram } from '../../../engine/process/find-program.ts';
import { createProcessRoom, type ProcessRoom } from '../../../engine/process/process-room.ts';
import { decodeMix, flashOnsets, looksLike, pixelAt, toneOnsets, yuvOf } from './decoded-mix.ts';
import { CollectingSink, makeStream, publish } from './synthetic-stream.ts';

const log = pino({ level: 'silent' });
const encode: EncodeParams = {
  audioSampleRate: 48_000,
  audioBitrateKbps: 64,
  audioChannels: 2,
  width: 640,
  height: 360,
  videoBitrateKbps: 600,
  frameRate: 15,
  gopSeconds: 2,
  backgroundColor: 0x00ff00,
  backgroundImageUrl: null,
};
const alice = { userId: 'alice', streamType: 'main' } as const;
const bob = { userId: 'bob', streamType: 'main' } as const;

let ffmpegPath: string;
let red: MediaPacket[];
let blue: MediaPacket[];
let processes: ProcessRoom;
let mix: Mix;
let out: CollectingSink;

beforeAll(async () => {
  ffmpegPath = (await findProgram('ffmpeg', null))!;
  [red, blue] = await Promise.all([
    makeStream({ color: 'red', beepHz: 600, seconds: 12, bFrames: 2 }),
    makeStream({ color: 'blue', beepHz: 2000, seconds: 12 }),
  ]);
});

beforeEach(() => {
  processes = createProcessRoom({ log });
  mix = startMix({ encode, layout: gridLayout, ffmpegPath, processes, log });
  out = new CollectingSink();
  mix.output.subscribe(out);
});

afterEach(async () => {
  await mix.stop();
  await processes.close();
});

function videoTimes(packets: readonly MediaPacket[]): number[] {
  return packets
    .filter(({ kind, payload }) => kind === 'video' && payload[1] === 1)
    .map(({ timestampMs }) => timestampMs);
}

function expectNoGap(packets: readonly MediaPacket[]): void {
  const times = videoTimes(packets);
  const steps = times.slice(1).map((ms, index) => ms - times[index]!);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(66);
  expect(Math.max(...steps)).toBeLessThanOrEqual(67);
}

describe('a mix', () => {
  it('shows and sounds both inputs in one stream of even frame distance while they join and leave', async () => {
    const ending = new AbortController();
    const first = publish(red, mix.addInput('a', alice), ending.signal);
    await out.until(({ videoMs }) => videoMs > 3000);
    const leaving = new AbortController();
    const second = publish(blue, mix.addInput('b', bob), leaving.signal);
    await out.until(({ videoMs }) => videoMs > 7000);
    leaving.abort();
    await second;
    mix.removeInput('b');
    await out.until(({ videoMs }) => videoMs > 9500);
    ending.abort();
    await first;
    await mix.stop();

    expect(out.ends).toBe(1);
    expectNoGap(out.packets);
    const times = out.packets.map(({ timestampMs }) => timestampMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));

    const decoded = decodeMix(out.packets);
    expect([decoded.width, decoded.height]).toEqual([640, 360]);
    expect(decoded.pictures.length).toBe(videoTimes(out.packets).length);

    const shownAt = (fromMs: number, toMs: number, x: number, color: keyof typeof yuvOf): number => {
      const pictures = decoded.pictures.filter(({ ms }) => ms >= fromMs && ms < toMs);
      const shown = pictures.filter(({ data }) => looksLike(pixelAt(decoded, data, x, 180), yuvOf[color]));
      return shown.length / pictures.length;
    };
    expect(shownAt(1000, 2900, 480, 'red')).toBeGreaterThan(0.8);
    expect(shownAt(4000, 6900, 160, 'red')).toBeGreaterThan(0.8);
    expect(shownAt(4000, 6900, 480, 'blue')).toBeGreaterThan(0.8);
    expect(shownAt(7800, 9400, 480, 'red')).toBeGreaterThan(0.8);

    const beeps = toneOnsets(decoded.sound, 600);
    expect(beeps.length).toBeGreaterThanOrEqual(7);
    expect(toneOnsets(decoded.sound, 2000).length).toBeGreaterThanOrEqual(3);

    // What was sent together comes out together.
    for (const [flashes, tones] of [
      // The very first picture is shown before it is due, so that a joining user is seen at once.
      [flashOnsets(decoded, 160, 180).filter((ms) => ms > 1000 && ms < 9300), beeps],
      [
        flashOnsets(decoded, 480, 180).filter((ms) => ms > 4000 && ms < 7000),
        toneOnsets(decoded.sound, 2000),
      ],
    ] as const) {
      expect(flashes.length).toBeGreaterThanOrEqual(2);
      for (const flash of flashes) {
        const nearest = Math.min(...tones.map((tone) => Math.abs(tone - flash)));
        expect(nearest, `a flash at ${flash}, tones at ${tones.join(', ')}`).toBeLessThanOrEqual(80);
      }
    }
  });

  it('goes on when a decoder and then the encoder are killed', async () => {
    const ending = new AbortController();
    const sending = publish(red, mix.addInput('a', alice), ending.signal);
    await out.until(({ videoMs }) => videoMs > 2500);
    kill(childWith('pipe:3', 'rawvideo', '-enc_time_base'));
    await out.until(({ videoMs }) => videoMs > 5000);
    const beforeEncoderKill = out.packets.length;
    kill(childWith('libx264'));
    await out.until(({ videoMs }) => videoMs > 8500);
    ending.abort();
    await sending;
    await mix.stop();

    expectNoGap(out.packets.slice(0, beforeEncoderKill));
    const times = videoTimes(out.packets);
    const widest = Math.max(...times.slice(1).map((ms, index) => ms - times[index]!));
    expect(widest).toBeLessThan(1500);
    expect(times).toEqual(times.toSorted((one, other) => one - other));

    const decoded = decodeMix(out.packets);
    const last = decoded.pictures.filter(({ ms }) => ms > 7000);
    expect(
      last.filter(({ data }) => looksLike(pixelAt(decoded, data, 320, 180), yuvOf.red)).length / last.length,
    ).toBeGreaterThan(0.8);
    expect(toneOnsets(decoded.sound, 600).filter((ms) => ms > 6500).length).toBeGreaterThanOrEqual(1);
  });

  it('leaves no child behind when it stops', async () => {
    const ending = new AbortController();
    const sending = publish(red, mix.addInput('a', alice), ending.signal);
    await out.until(({ videoMs }) => videoMs > 1500);
    expect(processes.running).toBe(2);
    const pids = childPids();
    expect(pids.length).toBe(2);
    ending.abort();
    await sending;
    await mix.stop();
    expect(processes.running).toBe(0);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

/** The process ids of this process's ffmpeg children, with their command lines. */
function children(): { pid: number; command: string }[] {
  const list = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)]).toString();
  return list
    .split('\n')
    .filter((line) => line.includes('ffmpeg'))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line }));
}

function childPids(): number[] {
  return children().map(({ pid }) => pid);
}

function childWith(...words: string[]): number {
  const found = children().find(({ command }) => words.every((word) => command.includes(word)));
  if (found === undefined) throw new Error(`no child with ${words.join(' ')}`);
  return found.pid;
}

function kill(pid: number): void {
  process.kill(pid, 'SIGKILL');
}

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EncodeParams } from '../../../domain/mixing/encode-params.ts';
import { gridLayout } from '../../../domain/mixing/layout.ts';
import type { MediaPacket, PacketSink } from '../../../engine/ingest/media-packet.ts';
import { startMix, type Mix } from '../../../engine/mix/mix.ts';
import { findProgram } from '../../../engine/process/find-program.ts';
import { createProcessRoom, type ProcessRoom } from '../../../engine/process/process-room.ts';
import { decodeMix, looksLike, pixelAt, toneOnsets, yuvOf, type DecodedMix } from './decoded-mix.ts';
import { CollectingSink, makeStream, publish } from './synthetic-stream.ts';

const log = pino({ level: 'silent' });
const encode: EncodeParams = {
  audioSampleRate: 44_100,
  audioBitrateKbps: 64,
  audioChannels: 1,
  width: 640,
  height: 480,
  videoBitrateKbps: 800,
  frameRate: 20,
  gopSeconds: 1,
  backgroundColor: 0xffffff,
  backgroundImageUrl: null,
};
const alice = { userId: 'alice', streamType: 'main' } as const;

let ffmpegPath: string;
let red: MediaPacket[];
let processes: ProcessRoom;
let mix: Mix;
let out: CollectingSink;

beforeAll(async () => {
  ffmpegPath = (await findProgram('ffmpeg', null))!;
  red = await makeStream({ color: 'red', beepHz: 600, seconds: 8 });
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

/** The share of pictures in a span that show a colour at a place. */
function share(
  mixed: DecodedMix,
  fromMs: number,
  toMs: number,
  x: number,
  y: number,
  color: keyof typeof yuvOf,
): number {
  const pictures = mixed.pictures.filter(({ ms }) => ms >= fromMs && ms < toMs);
  return (
    pictures.filter(({ data }) => looksLike(pixelAt(mixed, data, x, y), yuvOf[color])).length /
    pictures.length
  );
}

/** Gives a sink everything up to a time at once, as a room's cached group of pictures comes. */
function burst(packets: readonly MediaPacket[], untilMs: number, sink: PacketSink): void {
  for (const packet of packets) if (packet.timestampMs <= untilMs) sink.packet(packet);
}

describe('a mix', () => {
  it('of nobody shows its background in silence, in the form that was asked for', async () => {
    await out.until(({ videoMs }) => videoMs >= 1500);
    await mix.stop();
    const decoded = decodeMix(out.packets);
    expect([decoded.width, decoded.height]).toEqual([640, 480]);
    expect(share(decoded, 0, 1500, 320, 240, 'white')).toBe(1);
    expect(decoded.sound.some((sample) => Math.abs(sample) > 50)).toBe(false);
    const configs = out.packets.slice(0, 2);
    expect(configs.map(({ kind, payload }) => [kind, payload[1]])).toEqual([
      ['video', 0],
      ['audio', 0],
    ]);
    // AudioSpecificConfig: AAC-LC, 44.1 kHz, one channel.
    expect(configs[1]!.payload.subarray(2, 4).toString('hex')).toBe('1208');
  });

  it('shows who joins in well under a second when given the cached group of pictures', async () => {
    await out.until(({ videoMs }) => videoMs >= 1000);
    const joinedMs = out.videoMs;
    burst(red, 1800, mix.addInput('a', alice));
    await out.until(({ videoMs }) => videoMs >= joinedMs + 1500);
    await mix.stop();
    const decoded = decodeMix(out.packets);
    const first = decoded.pictures.find(({ data }) => looksLike(pixelAt(decoded, data, 320, 240), yuvOf.red));
    expect(first!.ms - joinedMs).toBeLessThan(700);
  });

  it('keeps the last picture of an input that stalls, and goes on', async () => {
    burst(red, 500, mix.addInput('a', alice));
    await out.until(({ videoMs }) => videoMs >= 3000);
    await mix.stop();
    expect(share(decodeMix(out.packets), 1500, 3000, 320, 240, 'red')).toBe(1);
  });

  it('hears an input that has no picture and holds its place for it', async () => {
    const beeps = await makeStream({ beepHz: 2000, seconds: 4 });
    const ending = new AbortController();
    const sending = [
      publish(red, mix.addInput('a', alice), ending.signal),
      publish(beeps, mix.addInput('b', { ...alice, userId: 'bob' })),
    ];
    await out.until(({ videoMs }) => videoMs >= 4000);
    ending.abort();
    await Promise.all(sending);
    await mix.stop();
    const decoded = decodeMix(out.packets);
    expect(toneOnsets(decoded.sound, 2000).length).toBeGreaterThanOrEqual(3);
    expect(share(decoded, 1500, 4000, 160, 240, 'red')).toBeGreaterThan(0.8);
    expect(share(decoded, 1500, 4000, 480, 240, 'white')).toBe(1);
  });

  it('survives an input of bytes that are no video', async () => {
    const ending = new AbortController();
    const sending = publish(red, mix.addInput('a', alice), ending.signal);
    const noise = mix.addInput('b', { ...alice, userId: 'mallory' });
    for (const packet of red.slice(0, 100)) {
      const payload = Buffer.from(packet.payload);
      for (let at = 2; at < payload.length; at += 1) payload[at] = (payload[at]! * 31 + at) & 255;
      noise.packet({ ...packet, payload });
    }
    await out.until(({ videoMs }) => videoMs >= 3500);
    ending.abort();
    await sending;
    await mix.stop();
    const decoded = decodeMix(out.packets);
    expect(share(decoded, 1500, 3500, 160, 240, 'red')).toBeGreaterThan(0.8);
  });

  it('ends an encoder that hangs and goes on with another', async () => {
    await out.until(({ videoMs }) => videoMs >= 500);
    const list = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)]).toString();
    const encoder = list.split('\n').find((line) => line.includes('ffmpeg'));
    process.kill(Number.parseInt(encoder!, 10), 'SIGSTOP');
    const hungMs = out.videoMs;
    await out.until(({ videoMs }) => videoMs >= hungMs + 6000);
    await mix.stop();
    expect(decodeMix(out.packets).pictures.at(-1)!.ms).toBeGreaterThan(hungMs + 5900);
  });

  it('gives who subscribes late the configurations and begins with a key frame', async () => {
    await out.until(({ videoMs }) => videoMs >= 1200);
    const late = new CollectingSink();
    mix.output.subscribe(late);
    await late.until(({ packets }) => packets.length > 30);
    expect(late.packets.slice(0, 2).map(({ kind, payload }) => [kind, payload[1]])).toEqual([
      ['video', 0],
      ['audio', 0],
    ]);
    const first = late.packets[2]!;
    expect([first.kind, first.payload[0]]).toEqual(['video', 0x17]);
    await mix.stop();
    expect(late.ends).toBe(1);
  });

  it('gives up, says so once and ends its output when no encoder will run', async () => {
    const hopeless = startMix({ encode, layout: gridLayout, ffmpegPath: '/bin/false', processes, log });
    const sink = new CollectingSink();
    hopeless.output.subscribe(sink);
    const failures: Error[] = [];
    const failed = new Promise<void>((resolve) => {
      hopeless.onFailure((error) => {
        failures.push(error);
        resolve();
      });
    });
    await failed;
    await hopeless.stop();
    expect(failures).toHaveLength(1);
    expect(failures[0]!.message).toContain('the encoder ended with code 1');
    expect(sink.ends).toBe(1);
  });

  it('is refused when no child process is left for its encoder', async () => {
    const full = createProcessRoom({ maxChildren: 0, log });
    expect(() => startMix({ encode, layout: gridLayout, ffmpegPath, processes: full, log })).toThrow(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
    await full.close();
  });

  it('leaves no decoder and no encoder behind when its process is killed', async () => {
    const program = fileURLToPath(new URL('fixtures/mix-runner.ts', import.meta.url));
    const runner = spawn(process.execPath, ['--import', 'tsx', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(runner.stdout, 'data')) as [Buffer];
    const pids = line.toString().trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    runner.kill('SIGKILL');
    await once(runner, 'exit');
    await vi.waitFor(
      () => {
        expect(pids.some(isRunning)).toBe(false);
      },
      { timeout: 5000 },
    );
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import { cpSync, existsSync, readFileSync, readdirSync, truncateSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parsePlaylist } from '../../../engine/containers/hls-playlist.ts';
import { countTsPictures } from '../../../engine/containers/ts-segment.ts';
import { recoverHls } from '../../../engine/record/recover-hls.ts';
import { enhancedTestPicture, takenBodies } from '../../support/enhanced-flv.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import { openRecordingDesk, recordPackets } from '../../support/recorded.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

const ts = { hlsSegments: 'ts' } as const;
const source = (codec: 'h264' | 'hevc' | 'av1', name: string, sound?: false) =>
  takenBodies(
    enhancedTestPicture(path.join(folder.path, `${name}.flv`), codec, {
      seconds: 8,
      size: '322x182',
      ...(sound === undefined ? {} : { sound }),
    }),
  );

interface Packet {
  readonly pid: number;
  readonly begins: boolean;
  readonly counter: number;
}

function packetsOf(segment: Buffer): Packet[] {
  const packets: Packet[] = [];
  for (let at = 0; at < segment.length; at += 188) {
    expect(segment[at]).toBe(0x47);
    const word = segment.readUInt16BE(at + 1);
    packets.push({ pid: word & 0x1fff, begins: (word & 0x4000) !== 0, counter: segment[at + 3]! & 15 });
  }
  return packets;
}

describe.each(['h264', 'hevc'] as const)('%s in transport streams', (codec) => {
  const packets = source(codec, `ts-${codec}`);

  it('is recorded whole, in segments that each open by themselves', async () => {
    const recorded = await recordPackets(folder.path, packets, ['hls', 'mp4'], ts);
    expect(recorded.failures).toEqual([]);
    const playlist = recorded.pathOf('hls');
    const { video, audio, durationSeconds } = await probe(playlist);
    expect(video).toEqual({ codec, width: 322, height: 182, frames: 120 });
    expect(audio).toEqual({ codec: 'aac', sampleRate: 48000 });
    expect(Math.abs(durationSeconds - 8)).toBeLessThan(0.2);

    const { segments, ended } = parsePlaylist(readFileSync(playlist, 'utf8'));
    expect(ended).toBe(true);
    expect(segments.map(({ uri }) => uri)).toEqual(['0.ts', '1.ts', '2.ts', '3.ts']);
    expect(segments.every(({ map, discontinuity }) => map === undefined && discontinuity === undefined)).toBe(
      true,
    );
    const counters = new Map<number, number>();
    for (const { uri } of segments) {
      const file = path.join(path.dirname(playlist), uri);
      const alone = await probe(file);
      expect(alone.video).toMatchObject({ codec, width: 322, frames: 30 });
      const read = packetsOf(readFileSync(file));
      expect(read.slice(0, 2).map(({ pid }) => pid)).toEqual([0, 0x1000]);
      for (const { pid, counter } of read) {
        const last = counters.get(pid);
        if (last !== undefined) expect(counter).toBe((last + 1) & 15);
        counters.set(pid, counter);
      }
    }
  });
});

it('sound alone is recorded in transport streams', async () => {
  const sounds = source('h264', 'ts-sound').filter(({ kind }) => kind === 'audio');
  const recorded = await recordPackets(folder.path, sounds, ['hls'], ts);
  expect(recorded.failures).toEqual([]);
  const { video, audio, durationSeconds } = await probe(recorded.pathOf('hls'));
  expect({ video, audio }).toEqual({ video: null, audio: { codec: 'aac', sampleRate: 48000 } });
  expect(Math.abs(durationSeconds - 8)).toBeLessThan(0.2);
});

it('AV1 fails in transport streams with its reason, and nowhere else', async () => {
  const recorded = await recordPackets(folder.path, source('av1', 'ts-av1'), ['hls', 'mp4'], ts);
  expect(recorded.failures).toEqual(['hls: AV1 has no place in transport streams; choose fragmented MP4']);
  expect(recorded.files.map(({ format }) => format)).toEqual(['mp4']);
  expect((await probe(recorded.pathOf('mp4'))).video).toMatchObject({ codec: 'av1', frames: 120 });
});

it('a change of codec is a discontinuity without an initialisation segment', async () => {
  const first = source('hevc', 'ts-change-1', false);
  const second = source('h264', 'ts-change-2', false).map((packet) => ({
    ...packet,
    timestampMs: packet.timestampMs + 8000,
  }));
  const recorded = await recordPackets(folder.path, [...first, ...second], ['hls'], ts);
  expect(recorded.failures).toEqual([]);
  const { segments } = parsePlaylist(readFileSync(recorded.pathOf('hls'), 'utf8'));
  const changes = segments.map(({ discontinuity = false }) => discontinuity);
  expect(changes).toEqual([false, false, false, false, true, false, false, false]);
  for (const [at, codec] of [
    [3, 'hevc'],
    [4, 'h264'],
  ] as const)
    expect(
      (await probe(path.join(path.dirname(recorded.pathOf('hls')), segments[at]!.uri))).video,
    ).toMatchObject({ codec, frames: 30 });
});

it('after a kill every whole segment stays, and the list is ended', async () => {
  const running = path.join(folder.path, 'ts-running');
  const killed = path.join(folder.path, 'ts-killed');
  const { recorders, plan } = openRecordingDesk(folder.path, ['hls'], ts, running);
  const session = recorders.record(plan);
  for (const packet of source('h264', 'ts-kill')) session.packet(packet);
  const names = await eventually('a third segment on the disk', () => {
    const media = path.join(running, 'media');
    const found = existsSync(media) ? readdirSync(media, { recursive: true, encoding: 'utf8' }) : [];
    return found.filter((name) => name.endsWith('.ts')).length >= 3 ? found : null;
  });
  cpSync(running, killed, { recursive: true });
  session.stop();
  await recorders.close();

  const second = path.join(
    killed,
    'media',
    names.find((name) => name.endsWith('1.ts'))!,
  );
  const playlist = path.join(path.dirname(second), 'playlist.m3u8');
  const whole = await recoverHls(path.dirname(second), []);
  expect(whole!.frames).toBeGreaterThanOrEqual(60);
  expect((await probe(playlist)).video).toMatchObject({ codec: 'h264', frames: whole!.frames });
  expect(parsePlaylist(readFileSync(playlist, 'utf8')).ended).toBe(true);

  // A segment that the disk tore: what stands before it stays.
  truncateSync(second, readFileSync(second).length - 100);
  expect(await recoverHls(path.dirname(second), [])).toMatchObject({ frames: 30 });
  expect(existsSync(second)).toBe(false);
});

it('counts pictures in any bytes without an end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 800 }), (bytes) => {
      expect(countTsPictures(Buffer.from(bytes)) ?? 0).toBeLessThan(5);
    }),
  );
});

import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { createRecorders } from '../../../engine/record/recorders.ts';
import type { RecordedFile, RecordingSession } from '../../../engine/record/recorded-file.ts';
import { eventually } from '../../support/eventually.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import {
  allFormats,
  decode,
  decodeByMap,
  log,
  makePlan,
  onlyGrows,
  openNotebook,
  place,
} from './notebook.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

const isMedia = ({ kind, payload }: MediaPacket): boolean => kind !== 'metadata' && payload[1] === 1;
const count = (packets: readonly MediaPacket[], kind: 'video' | 'audio'): number =>
  packets.filter((packet) => packet.kind === kind && isMedia(packet)).length;
const moved = (packets: readonly MediaPacket[], byMs: number): MediaPacket[] =>
  packets.map((packet) => ({ ...packet, timestampMs: (packet.timestampMs + byMs) >>> 0 }));
const feed = (session: RecordingSession, packets: readonly MediaPacket[]): void => {
  for (const packet of packets) session.packet(packet);
};

/** Twelve seconds, a key frame every second, B-frames, sound from the beginning. */
let packets: MediaPacket[];
/** The same in another size, with the same sound. */
let larger: MediaPacket[];
beforeAll(() => {
  const args = ['-c:v', 'libx264', '-g', '15', '-bf', '2', '-c:a', 'aac'];
  packets = codedTestPicture(path.join(folder.path, 'source.flv'), 12, args);
  larger = codedTestPicture(path.join(folder.path, 'larger.flv'), 4, ['-vf', 'scale=640:360', ...args]);
});

function setUp(name: string, clock = Date.now) {
  const where = place(folder.path, name);
  const notebook = openNotebook();
  const recorders = createRecorders({ ...where, listener: notebook.listener, log, clock });
  const pathOf = ({ path: file }: RecordedFile): string => path.join(where.mediaFolder, file);
  const playlist = (): string => readFileSync(pathOf(notebook.of('hls')[0]!), 'utf8');
  return { ...where, ...notebook, recorders, pathOf, playlist };
}

describe('a recording that is longer than a file may be', () => {
  it('goes on in new files at key frames, and not a frame or a sound is missing or there twice', async () => {
    const { recorders, files, told, of, pathOf, playlist } = setUp('split');
    const session = recorders.record(makePlan('split', { maxFileSeconds: 5 }));
    feed(session, packets);
    session.end();
    await session.done;
    expect(of('hls')).toHaveLength(1);
    for (const format of ['mp4', 'flv', 'aac'] as const) {
      const parts = of(format);
      expect(parts.map(({ durationMs }) => Math.round(durationMs / 1000))).toEqual([5, 5, 2]);
      const decoded = parts.map((file) => decode(pathOf(file)));
      expect(decoded.reduce((sum, { sounds }) => sum + sounds, 0)).toBe(count(packets, 'audio'));
      if (format !== 'aac') {
        expect(decoded.map(({ pictures }) => pictures)).toEqual([75, 75, 30]);
        expect(parts.map(({ video }) => video!.frames)).toEqual([75, 75, 30]);
        for (const { pictureTimes } of decoded) expect(pictureTimes[0]!).toBeLessThan(0.3);
      }
      expect(decoded.map(({ complaints }) => complaints)).toEqual(['', '', '']);
      for (const [at, part] of parts.entries())
        if (at > 0) expect(part.startedAtMs).toBe(parts[at - 1]!.endedAtMs);
    }
    expect(playlist()).not.toContain('DISCONTINUITY');
    expect(decode(pathOf(of('hls')[0]!)).pictures).toBe(180);
    expect(told.slice(-4)).toEqual(allFormats.map((format) => `ended ${format}`));
    expect(files).toHaveLength(10);
  });

  it('splits sound alone at the first frame after the limit', async () => {
    const { recorders, of, pathOf } = setUp('split-sound');
    const session = recorders.record(makePlan('split-sound', { maxFileSeconds: 5 }, ['mp4', 'aac']));
    const sound = packets.filter(({ kind }) => kind === 'audio');
    feed(session, sound);
    session.end();
    await session.done;
    for (const format of ['mp4', 'aac'] as const) {
      const decoded = of(format).map((file) => decode(pathOf(file)));
      // 5 s of 48 kHz are 234.4 frames.
      expect(decoded.map(({ sounds }) => sounds).slice(0, 2)).toEqual([235, 235]);
      expect(decoded.reduce((sum, { sounds }) => sum + sounds, 0)).toBe(count(sound, 'audio'));
    }
  });

  it('overshoots where no key frame comes, and never cuts a group of pictures', async () => {
    const { recorders, of, pathOf } = setUp('overshoot');
    const rare = codedTestPicture(path.join(folder.path, 'rare.flv'), 12, [
      ...['-c:v', 'libx264', '-g', '105', '-keyint_min', '105', '-bf', '0', '-c:a', 'aac'],
    ]);
    const session = recorders.record(makePlan('overshoot', { maxFileSeconds: 3 }, ['mp4']));
    feed(session, rare);
    session.end();
    await session.done;
    expect(of('mp4').map((file) => decode(pathOf(file)).pictures)).toEqual([105, 75]);
  });
});

describe('a stream that is interrupted and comes back in time', () => {
  it('goes on in the same files without a gap, as often as it happens, and tells only at the end', async () => {
    const { recorders, told, of, pathOf, playlist, journalFolder } = setUp('resumed');
    const rules = { resumeTimeoutSeconds: 600 };
    const session = recorders.record(makePlan('resumed', rules));
    feed(session, packets);
    for (const [id, gone] of [
      ['again', 3_000_000],
      ['and-again', 17],
    ] as const) {
      session.end();
      expect(recorders.record(makePlan(id, rules))).toBe(session);
      feed(session, moved(packets, gone));
    }
    session.end();
    expect(told).toEqual(allFormats.map((format) => `started ${format}`));
    session.stop();
    await session.done;
    expect(told.slice(-4)).toEqual(allFormats.map((format) => `ended ${format}`));
    for (const format of allFormats) {
      expect(of(format)).toHaveLength(1);
      const [file] = of(format);
      expect(Math.abs(file!.durationMs - 36_000)).toBeLessThan(500);
      const { pictures, sounds, decodeTimes, complaints } = decode(pathOf(file!));
      expect(sounds).toBe(3 * count(packets, 'audio'));
      if (format !== 'aac') expect(pictures).toBe(540);
      expect(onlyGrows(decodeTimes)).toBe(true);
      expect(complaints).toBe('');
    }
    expect(playlist().match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(2);
    expect(playlist().match(/#EXT-X-MAP/g)).toHaveLength(1);
    expect(readdirSync(journalFolder)).toEqual([]);
  });

  it('ends when the timeout has passed', async () => {
    const { recorders, told } = setUp('expired');
    const session = recorders.record(makePlan('expired', { resumeTimeoutSeconds: 1 }, ['mp4']));
    feed(session, packets);
    session.end();
    await session.done;
    expect(told).toEqual(['started mp4', 'file mp4', 'ended mp4']);
    const next = recorders.record(makePlan('later', { resumeTimeoutSeconds: 1 }, ['mp4']));
    expect(next).not.toBe(session);
    next.stop();
  });

  it('is another recording when it comes back under another name or in other formats', async () => {
    const { recorders, told } = setUp('another');
    const first = recorders.record(makePlan('first', { resumeTimeoutSeconds: 600 }, ['mp4']));
    feed(first, packets);
    first.end();
    const second = recorders.record(makePlan('second', { resumeTimeoutSeconds: 600 }, ['mp4', 'flv']));
    expect(second).not.toBe(first);
    await first.done;
    expect(told).toEqual(['started mp4', 'file mp4', 'ended mp4']);
    second.stop();
    await second.done;
  });

  it('with another picture size goes on in the playlist by a new map, and begins new files elsewhere', async () => {
    const { recorders, of, pathOf, playlist } = setUp('resumed-larger');
    const rules = { resumeTimeoutSeconds: 600 };
    const session = recorders.record(makePlan('resumed-larger', rules));
    feed(session, packets);
    session.end();
    recorders.record(makePlan('back', rules));
    feed(session, larger);
    session.stop();
    await session.done;
    expect(playlist()).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-2.mp4"\n');
    expect(decodeByMap(pathOf(of('hls')[0]!))).toEqual([180, 60]);
    for (const format of ['mp4', 'flv'] as const) {
      expect(of(format).map(({ video }) => [video!.width, video!.frames])).toEqual([
        [320, 180],
        [640, 60],
      ]);
      expect(of(format).map((file) => decode(pathOf(file)).pictures)).toEqual([180, 60]);
    }
    expect(of('aac')).toHaveLength(1);
    expect(decode(pathOf(of('aac')[0]!)).sounds).toBe(count(packets, 'audio') + count(larger, 'audio'));
  });
});

describe('a change of the picture’s size in the middle', () => {
  it('is a discontinuity in HLS, a new file in MP4 and FLV, nothing in AAC, and loses no frame', async () => {
    const { recorders, of, pathOf, playlist } = setUp('changed');
    const session = recorders.record(makePlan('changed'));
    feed(session, packets);
    feed(session, moved(larger, 12_000));
    session.end();
    await session.done;
    expect(playlist()).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-2.mp4"\n');
    expect(decodeByMap(pathOf(of('hls')[0]!))).toEqual([180, 60]);
    for (const format of ['mp4', 'flv'] as const) {
      expect(of(format).map((file) => decode(pathOf(file)).pictures)).toEqual([180, 60]);
      expect(of(format).reduce((sum, file) => sum + decode(pathOf(file)).sounds, 0)).toBe(
        count(packets, 'audio') + count(larger, 'audio'),
      );
    }
    expect(of('aac')).toHaveLength(1);
    expect(decode(pathOf(of('aac')[0]!)).sounds).toBe(count(packets, 'audio') + count(larger, 'audio'));
  });
});

describe('a recording that is held', () => {
  /** Packets of a second of the source, by its times. */
  const seconds = (from: number, until: number): MediaPacket[] =>
    packets.filter(
      (packet) => isMedia(packet) && packet.timestampMs >= from * 1000 && packet.timestampMs < until * 1000,
    );
  const configs = (): MediaPacket[] => packets.filter((packet) => !isMedia(packet));

  it('leaves out what lies between, closes up, and says where in the media the gap lies', async () => {
    const { recorders, told, pauses, of, pathOf, playlist } = setUp('held');
    const session = recorders.record(makePlan('held'));
    feed(session, [...configs(), ...seconds(0, 4)]);
    session.hold('command');
    feed(session, seconds(4, 7.5));
    session.hold('consent');
    session.release('command');
    feed(session, seconds(7.5, 8.5));
    session.release('consent');
    feed(session, seconds(8.5, 12));
    session.end();
    await session.done;
    expect(told.filter((line) => line.endsWith('mp4') || line.includes('mp4 '))).toEqual([
      'started mp4',
      'paused mp4 command',
      'resumed mp4',
      'file mp4',
      'ended mp4',
    ]);
    // The last picture decoded before it is shown up to two pictures later.
    for (const { mediaMs } of pauses) expect(Math.abs(mediaMs - 4000)).toBeLessThan(150);
    // 4 s before; after the release from the next key frame, which comes at 9 s.
    for (const format of ['hls', 'mp4', 'flv'] as const) {
      const [file] = of(format);
      const { pictures, pictureTimes, decodeTimes, complaints } = decode(pathOf(file!));
      expect(Math.abs(pictures - (4 + 3) * 15)).toBeLessThanOrEqual(3);
      expect(Math.abs(file!.durationMs - 7000)).toBeLessThan(300);
      expect(onlyGrows(decodeTimes)).toBe(true);
      const steps = pictureTimes.slice(1).map((time, at) => time - pictureTimes[at]!);
      if (format !== 'hls') expect(Math.max(...steps)).toBeLessThan(0.35);
      expect(complaints).toBe('');
    }
    expect(Math.abs(decode(pathOf(of('aac')[0]!)).sounds - (7 * 48_000) / 1024)).toBeLessThan(8);
    expect(playlist().match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1);
  });

  it('from its very beginning has no file until it is released', async () => {
    const { recorders, told, of, pathOf } = setUp('held-first');
    const session = recorders.record(makePlan('held-first', {}, ['mp4']));
    session.hold('consent');
    feed(session, [...configs(), ...seconds(0, 5)]);
    expect(told).toEqual(['started mp4', 'paused mp4 consent']);
    session.release('consent');
    feed(session, seconds(5.5, 12));
    session.end();
    await session.done;
    expect(told.slice(2)).toEqual(['resumed mp4', 'file mp4', 'ended mp4']);
    expect(Math.abs(decode(pathOf(of('mp4')[0]!)).pictures - 6 * 15)).toBeLessThanOrEqual(2);
  });

  it('and never released ends without a file and without a failure, all of it in the pause', async () => {
    // Every look at the clock is later than the one before.
    let now = 1_700_000_000_000;
    const { recorders, told, moments, journalFolder } = setUp('held-ever', () => (now += 7));
    const session = recorders.record(makePlan('held-ever', { resumeTimeoutSeconds: 600 }, ['mp4']));
    session.hold('consent');
    feed(session, packets);
    session.end();
    session.stop();
    await session.done;
    expect(told).toEqual(['started mp4', 'paused mp4 consent', 'ended mp4']);
    expect(readdirSync(journalFolder)).toEqual([]);
    const [started, paused, ended] = moments;
    expect(paused!.atMs).toBe(started!.atMs);
    const media = packets.filter(isMedia).length;
    expect(ended!.atMs - started!.atMs).toBe((media - 1) * 7);
  });

  it('ends when it began to be held if its process was killed meanwhile', async () => {
    const { recorders, moments, mediaFolder, journalFolder } = setUp('held-killed');
    const session = recorders.record(makePlan('held-killed', {}, ['mp4']));
    session.hold('consent');
    feed(session, packets);
    await eventually(
      'the journal knows it',
      () =>
        existsSync(journalFolder) &&
        readdirSync(journalFolder).some(
          (name) =>
            name.endsWith('.json') &&
            readFileSync(path.join(journalFolder, name), 'utf8').includes('"heldSinceMs":1'),
        ),
    );
    const left = path.join(folder.path, 'held-killed-left');
    cpSync(journalFolder, left, { recursive: true });
    const after = openNotebook();
    await createRecorders({
      ...{ mediaFolder, journalFolder: left, listener: after.listener, log },
    }).recover();
    expect(after.told).toEqual(['ended mp4']);
    expect(after.moments[0]!.atMs).toBe(moments[0]!.atMs);
    session.end();
    await session.done;
  });
});

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import type { RecordedFile } from '../../../engine/record/recorded-file.ts';
import { createRecorders } from '../../../engine/record/recorders.ts';
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

let packets: MediaPacket[];
let larger: MediaPacket[];
beforeAll(() => {
  const args = ['-c:v', 'libx264', '-g', '15', '-bf', '0', '-c:a', 'aac'];
  packets = codedTestPicture(path.join(folder.path, 'source.flv'), 8, args);
  larger = codedTestPicture(path.join(folder.path, 'larger.flv'), 4, ['-vf', 'scale=640:360', ...args]);
});

/** Bytes of pictures or sounds, which every container holds as they came. */
function codedBytes(sent: readonly MediaPacket[], kind: 'video' | 'audio'): number {
  const head = kind === 'video' ? 5 : 2;
  return sent
    .filter((packet) => packet.kind === kind && packet.payload[1] === 1)
    .reduce((sum, { payload }) => sum + payload.length - head, 0);
}

/** What a kill at this moment would leave. */
function copyOf(where: ReturnType<typeof place>, name: string): ReturnType<typeof place> {
  const after = place(folder.path, name);
  cpSync(path.dirname(where.mediaFolder), path.dirname(after.mediaFolder), { recursive: true });
  return after;
}

function entryOf(journalFolder: string, sessionId: string): Record<string, unknown> | null {
  const file = path.join(journalFolder, `${sessionId}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : null;
}

describe('a kill while a recording waits for its stream', () => {
  it('leaves whole files of all that came, in both sizes of the picture, and their end is told', async () => {
    const where = place(folder.path, 'waiting');
    const first = openNotebook();
    const recorders = createRecorders({ ...where, listener: first.listener, log });
    const session = recorders.record(makePlan('waiting', { resumeTimeoutSeconds: 600 }));
    for (const packet of packets) session.packet(packet);
    session.end();
    recorders.record(makePlan('back', { resumeTimeoutSeconds: 600 }));
    for (const packet of larger) session.packet(packet);
    session.end();
    await eventually('all of it is on the disk and the wait is in the journal', () => {
      if (!existsSync(where.mediaFolder)) return false;
      const names = readdirSync(where.mediaFolder, { recursive: true, encoding: 'utf8' }).sort();
      const last = (end: string): string => {
        const name = names.filter((each) => each.endsWith(end)).at(-1);
        return name === undefined ? '' : path.join(where.mediaFolder, name);
      };
      const size = (file: string): number => (file === '' ? 0 : statSync(file).size);
      const playlist = last('playlist.m3u8');
      const text = playlist === '' ? '' : readFileSync(playlist, 'utf8');
      const named = [...text.matchAll(/#EXTINF:([\d.]+),\n\d/g)];
      const seconds = named.reduce((sum, [, duration]) => sum + Number(duration), 0);
      return (
        seconds > 11.9 &&
        size(last('f0.mp4')) > codedBytes(larger, 'video') + codedBytes(larger, 'audio') &&
        size(last('f0.flv')) > codedBytes(larger, 'video') + codedBytes(larger, 'audio') &&
        size(last('f0.aac')) > codedBytes(packets, 'audio') + codedBytes(larger, 'audio') &&
        typeof entryOf(where.journalFolder, 'waiting')?.['suspendedAtMs'] === 'number'
      );
    });
    const after = copyOf(where, 'waiting-killed');
    session.stop();
    await session.done;

    const { told, of, listener } = openNotebook();
    await createRecorders({ ...after, listener, log }).recover();
    expect(told.filter((line) => line.startsWith('failed'))).toEqual([]);
    expect(told.slice(-4)).toEqual(allFormats.map((format) => `ended ${format}`));
    const pathOf = ({ path: file }: RecordedFile): string => path.join(after.mediaFolder, file);
    expect(decodeByMap(pathOf(of('hls')[0]!))).toEqual([120, 60]);
    for (const format of ['mp4', 'flv'] as const)
      expect(of(format).map((file) => decode(pathOf(file)).pictures)).toEqual([120, 60]);
    expect(of('aac')).toHaveLength(1);
    expect(readdirSync(after.journalFolder)).toEqual([]);
  });
});

describe('the journal', () => {
  it('is read in the form that it had before it had versions', async () => {
    const where = place(folder.path, 'former');
    const recorders = createRecorders({ ...where, listener: openNotebook().listener, log });
    const session = recorders.record(makePlan('former', {}, ['mp4']));
    for (const packet of packets) session.packet(packet);
    await eventually('a fragment is written', () => {
      const files = existsSync(where.mediaFolder) ? readdirSync(where.mediaFolder) : [];
      return files.some((id) => {
        const file = path.join(where.mediaFolder, id, 'f0.mp4');
        return existsSync(file) && readFileSync(file).length > 100_000;
      });
    });
    const after = copyOf(where, 'former-killed');
    session.stop();
    await session.done;
    const { plan, files } = entryOf(after.journalFolder, 'former')! as {
      readonly plan: Record<string, unknown>;
      readonly files: unknown;
    };
    const formerPlan = Object.fromEntries(Object.entries(plan).filter(([name]) => name !== 'rules'));
    writeFileSync(path.join(after.journalFolder, 'former.json'), JSON.stringify({ plan: formerPlan, files }));
    const { told, listener } = openNotebook();
    await createRecorders({ ...after, listener, log }).recover();
    expect(told).toEqual(['file mp4', 'ended mp4']);
  });

  it('that cannot be read is set aside and keeps nothing else from being finished', async () => {
    const where = place(folder.path, 'unreadable');
    mkdirSync(where.journalFolder, { recursive: true });
    const entry = {
      version: 2,
      plan: makePlan('empty', {}, ['mp4']),
      started: ['mp4'],
      begun: true,
      files: [],
    };
    writeFileSync(path.join(where.journalFolder, 'broken.json'), '{"version":2,');
    writeFileSync(path.join(where.journalFolder, 'later.json'), JSON.stringify({ ...entry, version: 99 }));
    writeFileSync(path.join(where.journalFolder, 'empty.json'), JSON.stringify(entry));
    const { told, listener } = openNotebook();
    await createRecorders({ ...where, listener, log }).recover();
    expect(told).toEqual(['failed mp4: nothing that can be played came before it ended', 'ended mp4']);
    expect(readdirSync(where.journalFolder).sort()).toEqual([
      'broken.json.unfinished',
      'later.json.unfinished',
    ]);
  });
});

describe('a disk that does not answer', () => {
  it('ends the recording at its deadlines, and closing does not wait for it', async () => {
    const where = place(folder.path, 'hanging');
    mkdirSync(where.journalFolder, { recursive: true });
    // Opening a pipe for writing waits until somebody reads: a real file that hangs.
    const pipe = path.join(where.journalFolder, 'hanging.json.new');
    execFileSync('mkfifo', [pipe]);
    const { told, listener } = openNotebook();
    const recorders = createRecorders({
      ...where,
      listener,
      log,
      patience: { openMs: 300, writeMs: 300, finishMs: 300 },
    });
    const session = recorders.record(makePlan('hanging', {}, ['mp4', 'flv']));
    for (const packet of packets) session.packet(packet);
    try {
      let round = 0;
      await eventually('the deadline', () => {
        // The stream goes on meanwhile.
        round += 1;
        for (const packet of packets)
          session.packet({ ...packet, timestampMs: packet.timestampMs + round * 8000 });
        return told.some((line) => line.startsWith('failed'));
      });
      await session.done;
      expect(told.slice(0, 2)).toEqual(['started mp4', 'started flv']);
      for (const format of ['mp4', 'flv'])
        expect(told).toContain(`failed ${format}: opening a file took longer than 0.3 s`);
      await recorders.close();
    } finally {
      await open(pipe, 'r+').then((handle) => handle.close());
    }
  });
});

describe('times that publishers get wrong', () => {
  const count = (kind: 'video' | 'audio'): number =>
    packets.filter((packet) => packet.kind === kind && packet.payload[1] === 1).length;

  async function record(name: string, sent: readonly MediaPacket[]) {
    const where = place(folder.path, name);
    const { listener, of } = openNotebook();
    const session = createRecorders({ ...where, listener, log }).record(makePlan(name));
    for (const packet of sent) session.packet(packet);
    session.stop();
    await session.done;
    return allFormats.map((format) => ({
      format,
      files: of(format),
      decoded: of(format).map((file) => decode(path.join(where.mediaFolder, file.path))),
    }));
  }

  it.each([
    ['that wrap at 32 bits', (ms: number) => (ms + 0xffff_ff00) >>> 0],
    ['that wrap where 24 bits end', (ms: number) => ms + 0xff_f000],
    ['that leap an hour on and run back', (ms: number) => (ms < 4000 ? ms + 3_600_000 : ms)],
  ])('%s lose nothing and keep the length', async (name, move) => {
    const sent = packets.map((packet) => ({ ...packet, timestampMs: move(packet.timestampMs) }));
    for (const { format, files, decoded } of await record(name, sent)) {
      expect(files).toHaveLength(1);
      expect(Math.abs(files[0]!.durationMs - 8000)).toBeLessThan(200);
      expect(decoded[0]!.sounds).toBe(count('audio'));
      if (format !== 'aac') expect(decoded[0]!.pictures).toBe(count('video'));
      expect(onlyGrows(decoded[0]!.decodeTimes)).toBe(true);
    }
  });

  it('do not move sound against the picture where the sound arrives two and a half seconds late', async () => {
    const due = ({ kind, timestampMs, payload }: MediaPacket): number =>
      timestampMs + (kind === 'audio' && payload[1] === 1 ? 2500 : 0);
    const sent = [...packets].sort((one, other) => due(one) - due(other));
    for (const { format, files, decoded } of await record('late', sent)) {
      expect(decoded.reduce((sum, { sounds }) => sum + sounds, 0)).toBe(count('audio'));
      if (format === 'aac') continue;
      expect(decoded.reduce((sum, { pictures }) => sum + pictures, 0)).toBe(count('video'));
      // Sound and picture were made together: they begin and end together.
      const [video, audio] = decoded[0]!.decodeTimes;
      if (format !== 'hls') {
        expect(Math.abs(video![0]! - audio![0]!)).toBeLessThan(0.1);
        expect(Math.abs(video!.at(-1)! - audio!.at(-1)!)).toBeLessThan(0.2);
      }
      expect(files).toHaveLength(1);
    }
  });

  it('keep the place of a picture that was away for fifteen seconds while sound went on', async () => {
    // The sound of two rounds and more; pictures at the beginning and at the end only.
    const round = (n: number): MediaPacket[] =>
      packets.map((packet) => ({ ...packet, timestampMs: packet.timestampMs + n * 8000 }));
    const isMedia = ({ payload }: MediaPacket): boolean => payload[1] === 1;
    const sent = [0, 1, 2, 3].flatMap((n) =>
      round(n).filter((packet) => (n === 0 ? true : isMedia(packet) && (n === 3 || packet.kind === 'audio'))),
    );
    for (const { format, files, decoded } of await record('away', sent)) {
      expect(files).toHaveLength(1);
      expect(Math.abs(files[0]!.durationMs - 32_000)).toBeLessThan(300);
      if (format !== 'aac') {
        expect(decoded[0]!.pictures).toBe(2 * count('video'));
        expect(decoded[0]!.pictureTimes.filter((time) => time > 23.5)).toHaveLength(count('video'));
      }
      expect(Math.abs(decoded[0]!.sounds - 4 * count('audio'))).toBeLessThanOrEqual(4);
    }
  });
});

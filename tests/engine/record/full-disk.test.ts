import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { createRecorders } from '../../../engine/record/recorders.ts';
import type { RecordedFile } from '../../../engine/record/recorded-file.ts';
import { eventually } from '../../support/eventually.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import { openSmallDisk } from '../../support/small-disk.ts';
import { allFormats, decode, log, makePlan, openNotebook } from './notebook.ts';

const folder = openTemporaryFolder();
const disk = openSmallDisk(12);
afterAll(() => {
  disk.close();
  folder.close();
});

let packets: MediaPacket[];
beforeAll(() => {
  packets = codedTestPicture(path.join(folder.path, 'source.flv'), 8, [
    ...['-c:v', 'libx264', '-g', '15', '-bf', '0', '-b:v', '2M', '-minrate', '2M', '-bufsize', '1M'],
    ...['-x264-params', 'nal-hrd=cbr', '-c:a', 'aac'],
  ]);
});

function bytesOf(media: string, file: RecordedFile): number {
  if (file.format !== 'hls') return statSync(path.join(media, file.path)).size;
  const at = path.join(media, file.fileId);
  return readdirSync(at).reduce((sum, name) => sum + statSync(path.join(at, name)).size, 0);
}

describe(`a disk that fills up (${disk.what})`, () => {
  it('ends each file at its last whole fragment, tells the failure, and claims nothing that is not there', async () => {
    const mediaFolder = path.join(disk.path, 'media');
    const { told, files, listener } = openNotebook();
    const recorders = createRecorders({
      mediaFolder,
      journalFolder: path.join(folder.path, 'journal'),
      listener,
      log,
    });
    const session = recorders.record(makePlan('full'));
    const failures = (): number => told.filter((line) => line.startsWith('failed')).length;
    for (let round = 0; failures() < allFormats.length && round < 5000; round++) {
      for (const packet of packets)
        session.packet({ ...packet, timestampMs: packet.timestampMs + round * 8000 });
      await new Promise((resolve) => setImmediate(resolve));
    }
    // Nobody ended it: it ended by itself when no format had room any more.
    await session.done;
    expect(told.filter((line) => line.includes('ENOSPC'))).toHaveLength(allFormats.length);
    expect(told.slice(-4).map((line) => line.split(' ')[0])).toEqual(['ended', 'ended', 'ended', 'ended']);
    expect(files.map(({ format }) => format).sort()).toEqual([...allFormats].sort());
    for (const file of files) {
      const { pictures, sounds, complaints } = decode(path.join(mediaFolder, file.path));
      expect(complaints).toBe('');
      expect(pictures).toBe(file.video?.frames ?? 0);
      expect(sounds).toBeGreaterThan(100);
      expect(file.bytes).toBe(bytesOf(mediaFolder, file));
    }
    rmSync(mediaFolder, { recursive: true });
    await recorders.close();
  });

  it('finishes what it could not note as soon as there is room, while it runs', async () => {
    const mediaFolder = path.join(disk.path, 'media');
    const ballast = path.join(disk.path, 'ballast');
    const { told, listener } = openNotebook();
    // The journal is on the full disk as well.
    const recorders = createRecorders({
      mediaFolder,
      journalFolder: path.join(disk.path, 'journal'),
      listener,
      log,
    });
    const session = recorders.record(makePlan('late', {}, ['mp4']));
    for (const packet of packets) session.packet(packet);
    await eventually('the fragments are written', () => {
      const names = readdirSync(disk.path, { recursive: true, encoding: 'utf8' });
      const file = names.find((name) => name.endsWith('f0.mp4'));
      return file !== undefined && statSync(path.join(disk.path, file)).size > 1_000_000;
    });
    try {
      writeFileSync(ballast, Buffer.alloc(20 * 1024 * 1024));
    } catch {
      // As much as fits.
    }
    session.end();
    await session.done;
    expect(told).not.toContain('ended mp4');
    rmSync(ballast);
    await eventually('the recording is finished after all', () => told.includes('ended mp4'), 30_000);
    const [started, failed, ...rest] = told;
    expect(started).toBe('started mp4');
    expect(failed).toContain('ENOSPC');
    expect(rest).toEqual(['file mp4', 'ended mp4']);
    // Its note goes once the end is told.
    await eventually(
      'nothing is noted any more',
      () => readdirSync(path.join(disk.path, 'journal')).length === 0,
    );
    await recorders.close();
  });

  it('takes no new recording below the floor, and says why', async () => {
    const { told, warnings, listener } = openNotebook();
    const recorders = createRecorders({
      mediaFolder: disk.path,
      journalFolder: path.join(folder.path, 'journal'),
      listener,
      log,
      minFreeBytes: 100 * 1024 * 1024,
    });
    const session = recorders.record(makePlan('refused', {}, ['mp4']));
    for (const packet of packets) session.packet(packet);
    session.end();
    await session.done;
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^failed mp4: the disk is nearly full: \d+ MB are free$/);
    expect(warnings).toMatchObject([{ code: 'disk-low', level: 'error', phase: 'once' }]);
    await recorders.close();
  });

  it('tells running recordings of the floor and lets them go on', async () => {
    const ballast = path.join(disk.path, 'ballast');
    const { told, warnings, listener } = openNotebook();
    const recorders = createRecorders({
      mediaFolder: path.join(disk.path, 'media'),
      journalFolder: path.join(folder.path, 'journal'),
      listener,
      log,
      minFreeBytes: 6 * 1024 * 1024,
    });
    const session = recorders.record(makePlan('running', {}, ['aac']));
    for (const packet of packets) session.packet(packet);
    writeFileSync(ballast, Buffer.alloc(7 * 1024 * 1024));
    await eventually('the floor is noticed', () => warnings.length > 0, 20_000);
    rmSync(ballast);
    await eventually('the room is noticed', () => warnings.length > 1, 20_000);
    expect(warnings.map(({ code, phase }) => [code, phase])).toEqual([
      ['disk-low', 'begin'],
      ['disk-low', 'end'],
    ]);
    expect(new Set(warnings.map(({ markId }) => markId)).size).toBe(1);
    session.end();
    await session.done;
    expect(told).toEqual(['started aac', 'file aac', 'ended aac']);
    await recorders.close();
  });
});

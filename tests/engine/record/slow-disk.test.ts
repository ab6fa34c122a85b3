import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parsePlaylist } from '../../../engine/containers/hls-playlist.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import type { RecordingSession } from '../../../engine/record/recorded-file.ts';
import { createRecorders } from '../../../engine/record/recorders.ts';
import { eventually } from '../../support/eventually.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { openBelow, openHangingDisk } from '../../support/hanging-disk.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import { decode, log, makePlan, onlyGrows, openNotebook, place } from './notebook.ts';

const folder = openTemporaryFolder();
const disk = openHangingDisk();
afterEach(() => disk.answer());
afterAll(async () => {
  await disk.close();
  folder.close();
});

const seconds = 8;
let packets: MediaPacket[];
beforeAll(() => {
  packets = codedTestPicture(path.join(folder.path, 'source.flv'), seconds, [
    ...['-c:v', 'libx264', '-g', '15', '-bf', '0', '-b:v', '6M', '-minrate', '6M', '-bufsize', '1M'],
    ...['-x264-params', 'nal-hrd=cbr', '-c:a', 'aac'],
  ]);
});

/** A stream that goes on and on: each call sends the next eight seconds. */
function streamInto(session: RecordingSession): () => number {
  let rounds = 0;
  return () => {
    for (const packet of packets)
      session.packet({ ...packet, timestampMs: packet.timestampMs + rounds * seconds * 1000 });
    return ++rounds;
  };
}

const segmentsIn = (mediaFolder: string): number => {
  try {
    return readdirSync(mediaFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.m4s'),
    ).length;
  } catch {
    return 0;
  }
};

const formats = ['hls', 'mp4', 'flv'] as const;

describe('a disk that is too slow', () => {
  it('costs the fragments that find no room, says so, and claims nothing that was not written', async () => {
    const where = place(folder.path, 'slow');
    const { told, files, warnings, listener } = openNotebook();
    const recorders = createRecorders({
      ...where,
      listener,
      log,
      patience: { openMs: 1e9, writeMs: 1e9, finishMs: 1e9 },
    });
    const session = recorders.record(makePlan('slow', {}, formats));
    const sendMore = streamInto(session);
    let sent = sendMore();
    await eventually('the first segments are written', () => segmentsIn(where.mediaFolder) >= 2);
    disk.hang();
    const begun = (): number => warnings.filter(({ phase }) => phase === 'begin').length;
    while (begun() < formats.length && sent < 100) sent = sendMore();
    expect(begun()).toBe(formats.length);
    // What does not fit is not kept: this goes nowhere.
    for (let more = 0; more < 3; more++) sent = sendMore();
    await disk.answer();
    await eventually('media is taken again', () => {
      sent = sendMore();
      return warnings.filter(({ phase }) => phase === 'end').length >= formats.length;
    });
    session.stop();
    await session.done;

    expect(told.filter((line) => line.startsWith('failed'))).toEqual([]);
    for (const { code, level } of warnings) expect([code, level]).toEqual(['fragments-dropped', 'error']);
    for (const { fileId } of files) {
      const [begin, end] = warnings.filter(({ markId }) => markId === `fragments-dropped-${fileId}-1`);
      expect([begin?.phase, end?.phase]).toEqual(['begin', 'end']);
      // At least what was sent in vain is missing, and the mark says where.
      expect(end!.mediaMs! - begin!.mediaMs!).toBeGreaterThanOrEqual(3 * seconds * 1000);
    }
    expect(files.map(({ format }) => format).sort()).toEqual([...formats].sort());
    const pictures = sent * seconds * 15;
    for (const file of files) {
      const at = path.join(where.mediaFolder, file.path);
      expect(file.video!.frames).toBeLessThanOrEqual(pictures - 3 * seconds * 15);
      const decoded = decode(at);
      expect(decoded.complaints, file.format).toBe('');
      expect(decoded.pictures, file.format).toBe(file.video!.frames);
      expect(onlyGrows(decoded.decodeTimes), file.format).toBe(true);
      if (file.format !== 'hls') continue;
      const { segments } = parsePlaylist(readFileSync(at, 'utf8'));
      expect(segments.filter(({ discontinuity }) => discontinuity === true).length).toBeGreaterThan(0);
      const names = readdirSync(path.dirname(at)).filter((name) => name.endsWith('.m4s'));
      expect(names.sort()).toEqual(segments.map(({ uri }) => uri).sort());
    }
    expect(openBelow(where.mediaFolder)).toEqual([]);
    await recorders.close();
  });
});

describe('a disk that stops answering', () => {
  it('ends the recording with its reason, keeps nobody from closing, and holds no descriptor once it answers', async () => {
    const where = place(folder.path, 'stopped');
    const before = openNotebook();
    const recorders = createRecorders({
      ...where,
      listener: before.listener,
      log,
      patience: { openMs: 60_000, writeMs: 2000, finishMs: 2000 },
    });
    const session = recorders.record(makePlan('stopped', {}, formats));
    const sendMore = streamInto(session);
    sendMore();
    await eventually('the first segments are written', () => segmentsIn(where.mediaFolder) >= 2);
    disk.hang();
    const failures = (): readonly string[] => before.told.filter((line) => line.startsWith('failed'));
    await eventually('the deadline of every format', () => {
      sendMore();
      return failures().length === formats.length;
    });
    for (const format of formats)
      expect(failures()).toContain(`failed ${format}: writing took longer than 2 s`);
    // Both while nothing is answered.
    await session.done;
    await recorders.close();
    expect(before.files).toEqual([]);

    await disk.answer();
    await eventually('nothing is held open', () => openBelow(folder.path).length === 0);
    // The next process finds what was whole, unless it was finished late in this one.
    const after = openNotebook();
    const restarted = createRecorders({ ...where, listener: after.listener, log });
    await restarted.recover();
    await restarted.close();
    const files = [...before.files, ...after.files];
    expect([...new Set(files.map(({ format }) => format))].sort()).toEqual([...formats].sort());
    for (const file of files) {
      const decoded = decode(path.join(where.mediaFolder, file.path));
      expect(decoded.complaints, file.format).toBe('');
      expect(decoded.pictures, file.format).toBe(file.video!.frames);
    }
    expect(readdirSync(where.journalFolder)).toEqual([]);
  });

  it('for one recording leaves the others alone', async () => {
    const where = place(folder.path, 'one');
    mkdirSync(where.journalFolder, { recursive: true });
    const pipe = path.join(where.journalFolder, 'stuck.json.new');
    execFileSync('mkfifo', [pipe]);
    const { told, files, listener } = openNotebook();
    const recorders = createRecorders({
      ...where,
      listener,
      log,
      patience: { openMs: 300, writeMs: 300, finishMs: 300 },
    });
    const [stuck, free] = [
      recorders.record(makePlan('stuck', {}, ['flv'])),
      createRecorders({ ...where, listener, log }).record(makePlan('free', {}, ['mp4'])),
    ];
    try {
      for (const send of [stuck, free].map(streamInto)) send();
      free.stop();
      await free.done;
      expect(told).toContain('ended mp4');
      stuck.stop();
      await stuck.done;
      expect(told).toContain('failed flv: opening a file took longer than 0.3 s');
      await recorders.close();
    } finally {
      await open(pipe, 'r+').then((handle) => handle.close());
    }
    expect(files.map(({ format }) => format)).toEqual(['mp4']);
    await eventually('nothing is held open or left over', () => {
      const left = readdirSync(where.mediaFolder);
      return openBelow(where.mediaFolder).length === 0 && left.length === 1;
    });
  });
});

describe('a file that cannot be made ready', () => {
  it('is closed again, and what a container cannot hold fails that format alone', async () => {
    const where = place(folder.path, 'unready');
    const { told, listener } = openNotebook();
    const recorders = createRecorders({ ...where, listener, log });
    const session = recorders.record(makePlan('unready', {}, ['mp4', 'aac']));
    for (const packet of packets.filter(({ kind }) => kind === 'audio')) {
      // Frames of 960 samples: ADTS cannot say them.
      const payload = packet.payload[1] === 0 ? Buffer.from([0xaf, 0, 0x11, 0x94]) : packet.payload;
      session.packet({ ...packet, payload });
    }
    session.stop();
    await session.done;
    expect(told.filter((line) => line.startsWith('failed'))).toEqual([
      'failed aac: ADTS has no frames of 960 samples',
    ]);
    expect(told).toContain('file mp4');
    await recorders.close();
    expect(openBelow(folder.path)).toEqual([]);
  });

  it('by a frame too long for it, where it comes last, is ended there and keeps what it had', async () => {
    const where = place(folder.path, 'long');
    const { told, listener, of } = openNotebook();
    const recorders = createRecorders({ ...where, listener, log });
    const session = recorders.record(makePlan('long', {}, ['mp4', 'aac']));
    const sound = packets.filter(({ kind }) => kind === 'audio');
    for (const packet of sound) session.packet(packet);
    const last = sound.at(-1)!;
    const payload = Buffer.concat([last.payload, Buffer.alloc(9000)]);
    session.packet({ ...last, timestampMs: last.timestampMs + 21, payload });
    session.end();
    await session.done;
    expect(told.filter((line) => line.startsWith('failed'))).toEqual([
      expect.stringMatching(/^failed aac: an AAC frame of \d+ bytes is too long for ADTS$/),
    ]);
    expect(of('aac')[0]!.durationMs).toBeGreaterThan(5000);
    expect(of('mp4')[0]!.durationMs).toBeGreaterThanOrEqual(of('aac')[0]!.durationMs);
    await recorders.close();
  });
});

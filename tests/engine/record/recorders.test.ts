import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import type { RecordedFile, RecordingListener, RecordingPlan } from '../../../engine/record/recorded-file.ts';
import { createRecorders } from '../../../engine/record/recorders.ts';
import { automaticRules } from '../../../engine/rooms/recording-rules.ts';
import { eventually } from '../../support/eventually.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Writes down what a recorder tells. */
function notebook(
  acknowledge: (file: RecordedFile) => Promise<void> = () => Promise.resolve(),
  keepEnd: (format: RecordingFormat) => Promise<void> = () => Promise.resolve(),
) {
  const told: string[] = [];
  const files: RecordedFile[] = [];
  const listener: RecordingListener = {
    started: (_, format) => told.push(`started ${format}`),
    async fileClosed(_, file) {
      await acknowledge(file);
      files.push(file);
      told.push(`file ${file.format}`);
    },
    paused: (_, format) => told.push(`paused ${format}`),
    resumed: (_, format) => told.push(`resumed ${format}`),
    warned: (_, { code, phase }) => told.push(`${phase} ${code}`),
    async ended(_, format) {
      await keepEnd(format);
      told.push(`ended ${format}`);
    },
    failed: (_, format, reason) => told.push(`failed ${format}: ${reason}`),
  };
  return { told, files, listener };
}

function plan(sessionId: string, formats: readonly RecordingFormat[] = ['hls', 'mp4']): RecordingPlan {
  return {
    sessionId,
    formats,
    rules: automaticRules,
    context: {
      sdkAppId: 1400000123,
      room: { kind: 'int', value: 1001 },
      userId: 'u1',
      streamType: 'main',
      streamId: 's1',
      pushSequence: '1',
      nameHead: 'u1_main',
      streamParam: null,
    },
  };
}

function place(name: string) {
  const root = path.join(folder.path, name);
  return { root, mediaFolder: path.join(root, 'media'), journalFolder: path.join(root, 'journal') };
}

function frames(file: string): number {
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries'];
  const text = execFileSync('ffprobe', [...args, 'stream=nb_read_frames', '-of', 'csv=p=0', file], {
    encoding: 'utf8',
  });
  return Number.parseInt(text.trim().split('\n')[0]!, 10);
}

function ask(file: string, ...args: readonly string[]): number {
  const text = execFileSync('ffprobe', ['-v', 'error', ...args, '-of', 'csv=p=0', file], {
    encoding: 'utf8',
  });
  return Number.parseFloat(text.trim().split('\n')[0]!);
}
const lengthOf = (file: string): number => ask(file, '-show_entries', 'format=duration');
/** An ADTS file says its length nowhere: its frames of 1024 samples are counted. */
const soundSeconds = (file: string): number =>
  (ask(file, '-count_packets', '-show_entries', 'stream=nb_read_packets') * 1024) / 48000;

describe('the recorder', () => {
  let packets: MediaPacket[];
  beforeAll(() => {
    const args = ['-c:v', 'libx264', '-g', '15', '-bf', '0', '-c:a', 'aac'];
    packets = codedTestPicture(path.join(folder.path, 'source.flv'), 8, args);
  });

  it('records a stream into every format at once, tells it in order, and forgets it', async () => {
    const { mediaFolder, journalFolder } = place('plain');
    const { told, files, listener } = notebook();
    const recorders = createRecorders({ mediaFolder, journalFolder, listener, log });
    const sink = recorders.record(plan('plain'));
    for (const packet of packets) sink.packet(packet);
    sink.end();
    await sink.done;
    expect(told.slice(0, 2)).toEqual(['started hls', 'started mp4']);
    expect(told.slice(2, 4).sort()).toEqual(['file hls', 'file mp4']);
    expect(told.slice(4)).toEqual(['ended hls', 'ended mp4']);
    for (const file of files) {
      expect(file.fileId).toMatch(/^\d{20}$/);
      expect(file).toMatchObject({ recovered: false, video: { width: 320, height: 180, frames: 120 } });
      expect(Math.abs(file.durationMs - 8000)).toBeLessThan(100);
      expect(frames(path.join(mediaFolder, file.path))).toBe(120);
    }
    expect(readdirSync(journalFolder)).toEqual([]);
  });

  it('finishes after a kill what was being written, losing the unfinished fragment only', async () => {
    const before = place('killed');
    const recorders = createRecorders({ ...before, listener: notebook().listener, log });
    const sink = recorders.record(plan('killed'));
    for (const packet of packets) sink.packet(packet);
    const segments = await eventually('the third segment on the disk', () => {
      const found = existsSync(before.mediaFolder)
        ? readdirSync(before.mediaFolder, { recursive: true, encoding: 'utf8' })
        : [];
      return found.filter((name) => name.endsWith('.m4s')).length >= 3 ? found : null;
    });
    expect(segments.some((name) => name.endsWith('f0.mp4'))).toBe(true);
    const after = place('restarted');
    // What lies on the disk at this moment is what a kill would leave.
    cpSync(before.root, after.root, { recursive: true });
    sink.end();
    await sink.done;

    const { told, files, listener } = notebook();
    const restarted = createRecorders({ ...after, listener, log });
    await restarted.recover();
    expect(told.filter((line) => line.startsWith('file')).sort()).toEqual(['file hls', 'file mp4']);
    expect(told.slice(-2).sort()).toEqual(['ended hls', 'ended mp4']);
    for (const file of files) {
      expect(file.recovered).toBe(true);
      // Fragments are two groups of one second: at most the last is missing.
      expect(frames(path.join(after.mediaFolder, file.path))).toBeGreaterThanOrEqual(90);
      expect(file.endedAtMs).toBe(file.startedAtMs + file.durationMs);
    }
    expect(readdirSync(after.journalFolder)).toEqual([]);
  });

  it('repeats a file to the library that was never acknowledged', async () => {
    const where = place('unacknowledged');
    const first = notebook(() => Promise.reject(new Error('the library is away')));
    const recorders = createRecorders({ ...where, listener: first.listener, log });
    const sink = recorders.record(plan('unacknowledged', ['mp4']));
    for (const packet of packets) sink.packet(packet);
    sink.end();
    await sink.done;
    expect(first.files).toEqual([]);
    expect(readdirSync(where.journalFolder)).toEqual(['unacknowledged.json']);

    const second = notebook();
    await createRecorders({ ...where, listener: second.listener, log }).recover();
    expect(second.files).toMatchObject([{ format: 'mp4', recovered: false, video: { frames: 120 } }]);
    expect(readdirSync(where.journalFolder)).toEqual([]);
  });

  it('tells again of an end that could not be kept, and of no other', async () => {
    const where = place('untold');
    const first = notebook(undefined, (format) =>
      format === 'mp4' ? Promise.reject(new Error('the disk is full')) : Promise.resolve(),
    );
    const sink = createRecorders({ ...where, listener: first.listener, log }).record(plan('untold'));
    for (const packet of packets) sink.packet(packet);
    sink.end();
    await sink.done;
    expect(first.told.filter((line) => line.startsWith('ended'))).toEqual(['ended hls']);
    // The process is killed here.
    const after = place('untold-restarted');
    cpSync(where.root, after.root, { recursive: true });

    const second = notebook();
    await createRecorders({ ...after, listener: second.listener, log }).recover();
    expect(second.told).toEqual(['file mp4', 'ended mp4']);
    expect(readdirSync(after.journalFolder)).toEqual([]);
  });

  it('begins new files of the same session when the codecs change', async () => {
    const where = place('changed');
    const other = codedTestPicture(path.join(folder.path, 'other.flv'), 4, [
      ...['-vf', 'scale=640:360', '-c:v', 'libx264', '-g', '15', '-bf', '0', '-c:a', 'aac'],
    ]);
    const { files, told, listener } = notebook();
    const sink = createRecorders({ ...where, listener, log }).record(plan('changed', ['mp4']));
    for (const packet of packets) sink.packet(packet);
    for (const packet of other) sink.packet({ ...packet, timestampMs: packet.timestampMs + 8000 });
    sink.end();
    await sink.done;
    expect(files.map(({ video }) => [video!.width, video!.frames])).toEqual([
      [320, 120],
      [640, 60],
    ]);
    expect(told.filter((line) => line === 'ended mp4')).toHaveLength(1);
  });

  it('writes FLV and AAC from the same pass, with their lengths, and finishes them after a kill', async () => {
    const where = place('four');
    const { files, listener } = notebook();
    const formats = ['hls', 'mp4', 'flv', 'aac'] as const;
    const sink = createRecorders({ ...where, listener, log }).record(plan('four', formats));
    for (const packet of packets) sink.packet(packet);
    await eventually('fragments on the disk', () => {
      const found = existsSync(where.mediaFolder)
        ? readdirSync(where.mediaFolder, { recursive: true, encoding: 'utf8' })
        : [];
      return found.filter((name) => name.endsWith('.m4s')).length >= 3;
    });
    const after = place('four-restarted');
    cpSync(where.root, after.root, { recursive: true });
    sink.end();
    await sink.done;
    expect(files.map(({ format }) => format).sort()).toEqual([...formats].sort());
    for (const file of files) expect(Math.abs(file.durationMs - 8000)).toBeLessThan(100);
    const of = (list: readonly RecordedFile[], format: string): RecordedFile =>
      list.find((file) => file.format === format)!;
    const flv = path.join(where.mediaFolder, of(files, 'flv').path);
    const aac = path.join(where.mediaFolder, of(files, 'aac').path);
    expect(frames(flv)).toBe(120);
    expect(Math.abs(lengthOf(flv) - 8)).toBeLessThan(0.1);
    expect(of(files, 'aac')).toMatchObject({ video: null, audio: { codec: 'aac', sampleRate: 48000 } });
    expect(Math.abs(soundSeconds(aac) - 8)).toBeLessThan(0.1);

    const recovered = notebook();
    await createRecorders({ ...after, listener: recovered.listener, log }).recover();
    expect(recovered.files).toHaveLength(4);
    const cutFlv = path.join(after.mediaFolder, of(recovered.files, 'flv').path);
    expect(frames(cutFlv)).toBeGreaterThanOrEqual(90);
    expect(Math.abs(lengthOf(cutFlv) * 1000 - of(recovered.files, 'flv').durationMs)).toBeLessThan(50);
    const cutAac = path.join(after.mediaFolder, of(recovered.files, 'aac').path);
    expect(Math.abs(soundSeconds(cutAac) * 1000 - of(recovered.files, 'aac').durationMs)).toBeLessThan(50);
  });

  it('says that it failed where a beginning was told and nothing came', async () => {
    const where = place('silent');
    const { told, listener } = notebook();
    const recorders = createRecorders({ ...where, listener, log });
    const sink = recorders.record(plan('silent', ['mp4']));
    // Both configurations and pictures that nothing can be decoded from: no key frame is among them.
    const isKey = ({ payload }: MediaPacket): boolean => payload[0]! >> 4 === 1;
    for (const packet of packets.filter((one) => one.kind === 'video'))
      if (!isKey(packet) || packet.payload[1] === 0) sink.packet(packet);
    sink.end();
    await sink.done;
    expect(told).toEqual([
      'started mp4',
      'failed mp4: nothing that can be played came before it ended',
      'ended mp4',
    ]);
    expect(readdirSync(where.mediaFolder)).toEqual([]);
    expect(readdirSync(where.journalFolder)).toEqual([]);
  });

  it('leaves nothing behind of a stream without a picture or a sound', async () => {
    const where = place('empty');
    const { told, listener } = notebook();
    const sink = createRecorders({ ...where, listener, log }).record(plan('empty'));
    sink.packet({ kind: 'metadata', timestampMs: 0, payload: Buffer.from([2, 0, 0]) });
    sink.end();
    await sink.done;
    expect(told).toEqual([]);
    expect(existsSync(where.journalFolder)).toBe(false);
  });
});

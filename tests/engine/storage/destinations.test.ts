import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../../engine/library/library.ts';
import { openLibrary } from '../../../engine/library/library.ts';
import { markDeleted, mediaByIds } from '../../../engine/library/media-store.ts';
import { wantNoStills } from '../../../engine/library/stills-store.ts';
import type { RecordingWarning } from '../../../engine/record/recorded-file.ts';
import { checksumOf, checksumOfFile } from '../../../engine/storage/checksum.ts';
import { startChecker } from '../../../engine/storage/checker.ts';
import type { Destination, StorageSetting } from '../../../engine/storage/destination.ts';
import { openDestination } from '../../../engine/storage/open-destination.ts';
import { createMediaBytes } from '../../../engine/storage/media-bytes.ts';
import { startMover } from '../../../engine/storage/mover.ts';
import { probeStorage } from '../../../engine/storage/probe.ts';
import { openS3Destination } from '../../../engine/storage/s3-destination.ts';
import { startRemoval } from '../../../engine/storage/removal.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import type { S3Target, UploadFault } from '../../support/s3-target.ts';
import { startS3Target } from '../../support/s3-target.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const log = pino({ level: 'silent' });

interface Store {
  readonly library: Library;
  readonly media: string;
  readonly destination: Destination;
  readonly warnings: RecordingWarning[];
  /** Puts a finished HLS folder into the library and answers its id. */
  finish(bytes?: number): Promise<string>;
  close(): Promise<void>;
}

describe('where finished files are kept', () => {
  let database: TestDatabase;
  let target: S3Target;
  const folder = openTemporaryFolder();
  const open: Store[] = [];
  let counter = 0;
  beforeAll(async () => {
    database = await openTestDatabase();
    target = await startS3Target();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()));
    target.fault = () => null;
    target.uploads.length = 0;
  });
  afterAll(async () => {
    await target.close();
    await database.close();
    folder.close();
  });

  async function openStore(
    setting: StorageSetting,
    patienceMs = 10_000,
    name = String(++counter),
  ): Promise<Store> {
    const library = await openLibrary({
      databaseUrl: database.engineUrl,
      spoolFolder: path.join(folder.path, name, 'spool'),
      run: name,
      log,
    });
    const media = path.join(folder.path, 'media');
    const destination = (await openDestination(setting))!;
    const warnings: RecordingWarning[] = [];
    const checker = startChecker({ library, mediaFolder: media, log });
    const mover = startMover({
      library,
      mediaFolder: media,
      destination,
      warned: (_, warning) => warnings.push(warning),
      patienceMs: () => patienceMs,
      log,
    });
    const removal = startRemoval({ library, mediaFolder: media, away: { destination, mover }, log });
    const store: Store = {
      library,
      media,
      destination,
      warnings,
      async finish(bytes = 100_000) {
        const fileId = String(Date.now()).padEnd(20, String(++counter));
        mkdirSync(path.join(media, fileId), { recursive: true });
        const body = Buffer.alloc(bytes, fileId);
        writeFileSync(path.join(media, fileId, 'init.mp4'), 'the head');
        for (const index of [0, 1, 2]) writeFileSync(path.join(media, fileId, `${String(index)}.m4s`), body);
        writeFileSync(path.join(media, fileId, 'playlist.m3u8'), '#EXTM3U\n0.m4s\n1.m4s\n2.m4s\n');
        writeFileSync(path.join(media, fileId, 'playlist.m3u8.new'), 'not to be kept');
        await library.remember({
          fact: {
            type: 'file-closed',
            sessionId: `session-of-${fileId}`,
            context: {
              sdkAppId: 1,
              room: { kind: 'string', value: 'r' },
              userId: 'u',
              streamType: 'main',
              streamId: 's',
              pushSequence: '1',
              nameHead: 'n',
              streamParam: null,
            },
            name: 'n',
            file: {
              fileId,
              format: 'hls',
              path: `${fileId}/playlist.m3u8`,
              startedAtMs: 0,
              endedAtMs: 1000,
              durationMs: 1000,
              bytes: 3 * bytes,
              video: null,
              audio: null,
              recovered: false,
            },
          },
          callbacks: [],
        });
        await library.settled();
        // Nobody makes pictures here, and nothing is to wait for them.
        await wantNoStills(library.sql);
        library.bell.ring();
        return fileId;
      },
      async close() {
        await Promise.all([checker.close(), mover.close(), removal.close()]);
        await library.close();
      },
    };
    open.push(store);
    return store;
  }

  const fileOf = async (store: Store, fileId: string) => (await mediaByIds(store.library.sql, [fileId]))[0];
  const isMoved = (store: Store, fileId: string) =>
    eventually('the file was moved', async () => {
      const file = await fileOf(store, fileId);
      return file?.destination === store.destination.url && !existsSync(path.join(store.media, fileId));
    });
  const names = ['0.m4s', '1.m4s', '2.m4s', 'init.mp4', 'playlist.m3u8'];
  const keysOf = (fileId: string): readonly string[] => target.keys().filter((key) => key.startsWith(fileId));

  it('moves every object to the bucket, reads it there in ranges, and removes it there', async () => {
    const store = await openStore(target.setting);
    const fileId = await store.finish();
    const playlist = readFileSync(path.join(store.media, fileId, 'playlist.m3u8'));
    await isMoved(store, fileId);
    expect(keysOf(fileId)).toEqual(names.map((name) => `${fileId}/${name}`));
    expect((await fileOf(store, fileId))!.md5).toBe(createHash('md5').update(playlist).digest('hex'));
    const bytes = createMediaBytes(store.media, store.destination);
    const file = (await fileOf(store, fileId))!;
    const object = (await bytes.open(file, '1.m4s'))!;
    expect(object.bytes).toBe(100_000);
    expect(await buffer(await object.read({ start: 19, end: 41 }))).toEqual(
      Buffer.alloc(100_000, fileId).subarray(19, 42),
    );
    expect(await bytes.open(file, '9.m4s')).toBeNull();
    expect(store.warnings).toEqual([]);

    await markDeleted(store.library.sql, fileId, null);
    store.library.bell.ring();
    await eventually('nothing of it is left in the bucket', () => keysOf(fileId).length === 0);
  });

  it.each<UploadFault>(['error', 'hang', 'cut', 'corrupt'])(
    'keeps its first copy and tries again when the way to the bucket does: %s',
    async (fault) => {
      const store = await openStore(target.setting, fault === 'hang' ? 500 : 10_000);
      let failures = 0;
      target.fault = (key) => (key.endsWith('1.m4s') && failures++ < 2 ? fault : null);
      const fileId = await store.finish();
      await eventually('it was told', () => store.warnings.length > 0);
      expect(store.warnings[0]).toMatchObject({
        code: 'upload-failed',
        level: 'warning',
        phase: 'begin',
        markId: `upload-failed-${fileId}`,
      });
      // While it fails the file is whole, here, and can be played from here.
      expect(readdirSync(path.join(store.media, fileId))).toEqual(expect.arrayContaining(names));
      expect((await fileOf(store, fileId))!.destination).toBeNull();
      await isMoved(store, fileId);
      expect(keysOf(fileId)).toHaveLength(names.length);
      expect(store.warnings.map(({ phase }) => phase)).toEqual(['begin', 'end']);
      // What was there already was not sent again.
      expect(target.uploads.filter((key) => key.endsWith(`${fileId}/0.m4s`))).toHaveLength(1);
      const object = await store.destination.read(`${fileId}/1.m4s`, { start: 0, end: 99_999 });
      expect(await buffer(object)).toEqual(Buffer.alloc(100_000, fileId));
    },
  );

  it('leaves nothing in the bucket of a file that is deleted while it is on its way', async () => {
    const store = await openStore(target.setting, 1500);
    target.fault = (key) => (key.endsWith('2.m4s') ? 'hang' : null);
    const fileId = await store.finish();
    await eventually('it is half there', () => target.uploads.some((key) => key.endsWith(`${fileId}/2.m4s`)));
    expect(keysOf(fileId)).toHaveLength(2);
    await markDeleted(store.library.sql, fileId, null);
    store.library.bell.ring();
    await eventually('it is gone there', () => keysOf(fileId).length === 0);
    await eventually('and here', () => !existsSync(path.join(store.media, fileId)));
  });

  it('goes on after a restart with what was not there yet', async () => {
    const first = await openStore(target.setting, 60_000, 'interrupted');
    target.fault = (key) => (key.endsWith('1.m4s') ? 'hang' : null);
    const fileId = await first.finish();
    await eventually('it hangs', () => target.uploads.some((key) => key.endsWith(`${fileId}/1.m4s`)));
    await first.close();
    open.splice(0);
    target.fault = () => null;
    const second = await openStore(target.setting, 10_000, 'restarted');
    await isMoved(second, fileId);
    expect(target.uploads.filter((key) => key.endsWith(`${fileId}/0.m4s`))).toHaveLength(1);
  });

  it('moves to a folder as well, by a copy that was read back', async () => {
    const shelf = path.join(folder.path, 'shelf');
    const store = await openStore({ kind: 'folder', path: shelf });
    const fileId = await store.finish();
    await isMoved(store, fileId);
    expect(readdirSync(path.join(shelf, fileId)).sort()).toEqual(names);
    expect(readFileSync(path.join(shelf, fileId, '2.m4s'))).toEqual(Buffer.alloc(100_000, fileId));
    await markDeleted(store.library.sql, fileId, null);
    store.library.bell.ring();
    await eventually('it is gone', () => !existsSync(path.join(shelf, fileId)));
  });

  it('sends a big file in parts and reads it back', async () => {
    const partBytes = 5 * 1024 * 1024;
    const destination = openS3Destination(target.setting, partBytes);
    const file = path.join(folder.path, 'big.mp4');
    writeFileSync(file, randomBytes(2 * partBytes + 12_345));
    const expected = await checksumOfFile(file);
    const { signal } = new AbortController();
    await destination.put('big/f0.mp4', file, expected, signal);
    expect(target.uploads).toHaveLength(3);
    const stream = await destination.read('big/f0.mp4', { start: 0, end: expected.bytes - 1 });
    expect(await checksumOf(stream)).toEqual(expected);
    let sent = 0;
    target.fault = () => (++sent === 2 ? 'corrupt' : null);
    await expect(destination.put('big/f0.mp4', file, expected, signal)).rejects.toThrow('checksum');
    await destination.remove(['big/f0.mp4']);
    expect(await destination.size('big/f0.mp4')).toBeNull();
  });

  it('says before a start what is wrong with a destination', async () => {
    await probeStorage(target.setting);
    expect(target.keys().filter((key) => key.includes('probe'))).toEqual([]);
    await expect(probeStorage({ ...target.setting, secretKey: 'wrong' })).rejects.toThrow(/[Ss]ignature/);
    await expect(probeStorage({ ...target.setting, bucket: 'elsewhere' })).rejects.toThrow();
    target.fault = () => 'corrupt';
    await expect(probeStorage(target.setting)).rejects.toThrow('checksum');
  });
});

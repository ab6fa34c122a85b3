import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDeliveryFolder } from '../../../server/adapters/files/delivery-folder.ts';
import { deliverFiles } from '../../../server/services/deliver.ts';
import { openDeliveryPolicies } from '../../../server/services/delivery-policies.ts';
import { openApplications } from '../../../server/services/applications.ts';
import { openShelfRoom, type ShelfRoom } from '../../support/shelf-room.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const sdkAppId = 1400000123;
const media = Buffer.from('what was recorded, byte by byte');
const md5 = createHash('md5').update(media).digest('hex');

describe('“download and delete”', () => {
  let room: ShelfRoom;
  let folder: ReturnType<typeof openTemporaryFolder>;
  let web: Server;
  let url: string;
  let served: Buffer;
  let status = 200;
  const errors: unknown[] = [];
  beforeAll(async () => {
    room = await openShelfRoom();
    folder = openTemporaryFolder();
    web = createServer((_, response) => response.writeHead(status).end(served));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((web.address() as AddressInfo).port)}/`;
    await room.store.deliveries.setPolicy({
      ...{ sdkAppId, formats: ['flv'], folder: 'court/flv', changedBy: 'k', changedAt: new Date() },
    });
  });
  afterAll(async () => {
    web.close();
    folder.close();
    await room.close();
  });
  beforeEach(() => {
    served = media;
    status = 200;
    errors.length = 0;
    room.now = new Date();
  });

  const run = () =>
    deliverFiles(
      {
        ...room.parts,
        deliveries: room.store.deliveries,
        folder: openDeliveryFolder(folder.path),
        signer: { sign: () => Promise.resolve(url), psign: () => Promise.resolve(null) },
        onError: (error) => errors.push(error),
      },
      new AbortController().signal,
    );
  const record = async (streamId: string) => {
    const id = await room.record({ streamId, formats: ['flv', 'hls'], bytes: media.length });
    room.shelf.media.get(`${streamId}-flv`)!.md5 = md5;
    return id;
  };
  const below = (): string[] =>
    existsSync(path.join(folder.path, 'court/flv')) ? readdirSync(path.join(folder.path, 'court/flv')) : [];

  it('fetches, verifies, keeps, and only then deletes', async () => {
    const id = await record('one');
    expect(await run()).toBe(1);
    const file = (await room.files(id)).find(({ format }) => format === 'flv')!;
    expect(file).toMatchObject({ state: 'DELIVERED', deliveredPath: 'court/flv/one_flv_one-flv.flv' });
    expect(readFileSync(path.join(folder.path, file.deliveredPath!))).toEqual(media);
    expect(room.shelf.media.has('one-flv')).toBe(false);
    expect(room.shelf.media.has('one-hls')).toBe(true);
    expect(await run()).toBe(0);
    const { rows } = await room.store.audit.entries(
      { recordingId: id, actions: ['recording.deliver'] },
      { sdkAppIds: null, roomIds: null, recordingIds: null, userId: null },
      { first: 5, after: null },
    );
    expect(rows.map(({ row }) => row.detail)).toMatchObject([{ md5, bytes: media.length }]);
  });

  it.each([
    ['other bytes', () => (served = Buffer.from('what was recorded, byte for byte'))],
    ['fewer bytes', () => (served = media.subarray(1))],
    ['an answer that is no file', () => (status = 403)],
    [
      'no checksum to compare with',
      (streamId: string) => (room.shelf.media.get(`${streamId}-flv`)!.md5 = null),
    ],
  ])('deletes nothing and leaves nothing behind after %s, and tries again later', async (what, spoil) => {
    const streamId = what.replaceAll(' ', '_');
    const id = await record(streamId);
    const before = below();
    spoil(streamId);
    expect(await run()).toBe(0);
    expect(errors).toHaveLength(1);
    expect(room.shelf.media.has(`${streamId}-flv`)).toBe(true);
    expect(below()).toEqual(before);
    // Not before its time, and then with the right bytes.
    served = media;
    status = 200;
    room.shelf.media.get(`${streamId}-flv`)!.md5 = md5;
    expect(await run()).toBe(0);
    room.now = new Date(room.now.getTime() + 60_000);
    expect(await run()).toBe(1);
    expect((await room.files(id)).find(({ format }) => format === 'flv')!.state).toBe('DELIVERED');
  });

  it('leaves what a legal hold covers', async () => {
    const id = await record('held');
    await room.services.setLegalHold(room.admin, {
      targets: [{ kind: 'recording', sdkAppId, target: id }],
      ...{ held: true, reason: 'r', idempotencyKey: 'hold' },
    });
    expect(await run()).toBe(0);
    expect(room.shelf.media.has('held-flv')).toBe(true);
  });

  it('writes nowhere but below its folder, whatever a name or a policy says', async () => {
    const target = openDeliveryFolder(folder.path);
    const expected = { md5, bytes: media.length };
    const signal = new AbortController().signal;
    const made = await target.fetch(url, { folder: '.', name: '../../etc/pass wd' }, expected, signal);
    expect(made.path).toBe('_.._etc_pass_wd');
    await expect(target.fetch(url, { folder: '../up', name: 'x' }, expected, signal)).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    const policies = openDeliveryPolicies({
      ...{ deliveries: room.store.deliveries, idempotency: room.store.idempotency, audit: room.store.audit },
      applications: openApplications(() => [
        { sdkAppId, name: 't', formats: ['flv'], cohort: 'css-live-recording' },
      ]),
      ...{ hasFolder: true, clock: () => room.now },
    });
    for (const bad of ['../up', '/etc', 'a/../b', '', 'a//b', '.hidden'])
      await expect(
        policies.set(room.admin, {
          ...{ sdkAppId: null, formats: ['flv', 'hls'], folder: bad, idempotencyKey: `p${bad}` },
        }),
      ).rejects.toThrow(/input.formats.1 is HLS.*input.folder/);
  });
});

import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child } from '../../../cli/child.ts';
import type { EmbeddedPostgres } from '../../../cli/database/embedded.ts';
import { startEmbedded } from '../../../cli/database/embedded.ts';
import { prepareTenants } from '../../../cli/database/roles.ts';
import { migrateTenants } from '../../../cli/database/tenants.ts';
import type { CallbackReceiver } from '../../support/callback-receiver.ts';
import { startCallbackReceiver } from '../../support/callback-receiver.ts';
import {
  publishAddress,
  startEngineProcess,
  testApplication,
  testEngineConfig,
  testPlayKey,
} from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import { startPublisher } from '../../support/publisher.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import { signHotlink } from '../../../wire/hotlink.ts';

describe('while PostgreSQL is away', () => {
  const folder = openTemporaryFolder();
  const password = randomBytes(12).toString('hex');
  let cluster: EmbeddedPostgres;
  let receiver: CallbackReceiver;
  let engine: Child;
  beforeAll(async () => {
    chmodSync(folder.path, 0o711);
    cluster = await startEmbedded(path.join(folder.path, 'postgres'), password);
    const urls = await prepareTenants(cluster.adminUrl, {
      engine: { role: 'engine_of_the_outage', schema: 'engine', password },
      server: { role: 'server_of_the_outage', schema: 'server', password },
    });
    await migrateTenants(urls);
    receiver = await startCallbackReceiver(testApplication.callbackKey);
    const config = testEngineConfig({
      databaseUrl: urls.engine,
      folder: folder.path,
      callbackUrls: receiver.urls,
    });
    engine = await startEngineProcess({ ...config, logLevel: 'error' });
  });
  afterAll(async () => {
    await engine.stop();
    await receiver.close();
    await cluster.stop();
    folder.close();
  });

  it('records on to the end of the stream, begins new recordings, and indexes and tells of all afterwards', async () => {
    const rtmp = engine.ports['rtmp']!;
    const before = startPublisher(publishAddress(rtmp, { room: 'before', userId: 'u1' }), 8);
    await eventually('it is recorded', () => receiver.statuses().length === 2, 30_000);
    await cluster.stop();
    const during = startPublisher(publishAddress(rtmp, { room: 'during', userId: 'u2' }), 3);
    for (const { ended } of [before, during]) expect((await ended).code).toBe(0);
    const media = path.join(folder.path, 'media');
    // Whole on the disk, and nobody can have been told.
    await eventually('the files are there', () => readdirSync(media).length === 4);
    expect(receiver.files()).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${String(engine.ports['http'])}/healthz`)).status).toBe(200);

    cluster = await startEmbedded(path.join(folder.path, 'postgres'), password, { port: cluster.port });
    const files = await eventually(
      'all four files are told of',
      () => (receiver.files().length === 4 ? receiver.files() : null),
      60_000,
    );
    // Callbacks keep no order: an end may come after its file.
    await eventually(
      'all four ends are told of',
      () => receiver.statuses().filter(({ event }) => event === 'record_ended').length === 4,
      60_000,
    );
    for (const { videoUrl, streamId } of files) {
      const { pathname } = new URL(videoUrl);
      const expiresAt = Math.floor(Date.now() / 1000) + 600;
      const played = await probe(`${videoUrl}?${signHotlink(testPlayKey, pathname, { expiresAt })}`);
      expect(played.video!.frames).toBe(streamId.includes('before') ? 120 : 45);
    }
  }, 120_000);
});

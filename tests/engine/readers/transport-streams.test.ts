import { afterAll, beforeAll, expect, it } from 'vitest';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { testApplication, testCredential } from '../../support/engine-process.ts';
import { decodeByGStreamer } from '../../support/gstreamer.ts';
import { probe } from '../../support/probe.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

let engine: VodEngine;
beforeAll(async () => {
  engine = await openVodEngine();
});
afterAll(async () => {
  await engine.close();
});

it('an application that asks for transport streams gets them, and players play them from the server', async () => {
  const clients = openClients({
    ...testCredential,
    endpoint: `127.0.0.1:${String(engine.engine.ports['http'])}/api`,
    region: 'ap-guangzhou',
  });
  await clients.own!.request('ModifyApplication', {
    SdkAppId: testApplication.sdkAppId,
    HlsSegments: 'ts',
  });
  clients.close();

  const url = engine.open(ofFormat(await engine.record('ts', 5), 'hls').videoUrl);
  const playlist = await (await fetch(url)).text();
  const [first] = playlist.split('\n').filter((line) => /^\d+\.ts\?/.test(line));
  const segment = await fetch(new URL(first!, url));
  expect(segment.headers.get('content-type')).toBe('video/mp2t');
  expect((await segment.arrayBuffer()).byteLength % 188).toBe(0);

  expect((await probe(url)).video).toEqual({ codec: 'h264', width: 320, height: 180, frames: 75 });
  const { pictures, soundSeconds } = await decodeByGStreamer(url, { width: 320, height: 180 });
  expect(pictures).toBe(75);
  expect(Math.abs(soundSeconds - 5)).toBeLessThan(0.15);
});

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { whipEndpoint } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { decodePictures, flashOnsets } from '../../support/picture-times.ts';
import { probe, soundOnsets } from '../../support/probe.ts';
import { startUdpRelay } from '../../support/udp-relay.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';
import type { BrowserPublication, WhipBrowser } from '../../support/whip-browser.ts';
import { startWhipBrowser } from '../../support/whip-browser.ts';

const usual: Omit<BrowserPublication, 'url' | 'token'> = {
  video: 'H264',
  audio: true,
  size: { width: 640, height: 360 },
  source: 'device',
  relayPort: null,
};

describe('a browser that publishes by WHIP', () => {
  let engine: VodEngine;
  let browser: WhipBrowser;
  beforeAll(async () => {
    engine = await openVodEngine();
    browser = await startWhipBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await engine.close();
  });

  const endpointOf = (streamId: string, extra = '', userId = 'teacher') =>
    whipEndpoint(engine.engine.ports['http']!, {
      room: `room-${streamId}`,
      userId,
      extra: `&streamid=${streamId}${extra}`,
    });
  const filesOf = (streamId: string): Promise<readonly CssFileEvent[]> =>
    eventually(
      `four files of ${streamId}`,
      () => {
        const files = engine.receiver.files().filter((file) => file.streamId === streamId);
        return files.length === 4 ? files : null;
      },
      60_000,
    );

  it('is recorded in every format, picture for picture, its H.264 as it came', async () => {
    const page = await browser.open();
    await page.publish({ ...endpointOf('plain'), ...usual });
    await delay(6000);
    expect(await page.end()).toBe(200);
    const files = await filesOf('plain');
    const frames: number[] = [];
    for (const file of files) {
      const { video, audio, durationSeconds } = await probe(engine.open(file.videoUrl));
      expect(audio).toEqual({ codec: 'aac', sampleRate: 48_000 });
      expect(durationSeconds, file.format).toBeGreaterThan(5);
      if (file.format === 'aac') continue;
      expect(video).toMatchObject({ codec: 'h264', width: 640, height: 360 });
      frames.push(video!.frames);
    }
    expect(new Set(frames).size).toBe(1);
    expect(ofFormat(files, 'hls').streamParam).toContain('streamtype=main');
  });

  it.each(['H264', 'VP8'] as const)(
    'is seen and heard at the same moment: %s',
    async (video) => {
      const streamId = `sync-${video}`;
      const page = await browser.open();
      await page.publish({ ...endpointOf(streamId), ...usual, video, source: 'flash' });
      await delay(9000);
      const sent = await page.sent();
      expect(sent.find(({ kind }) => kind === 'video')?.codec).toBe(`video/${video}`);
      expect(await page.end()).toBe(200);
      const url = engine.open(ofFormat(await filesOf(streamId), 'mp4').videoUrl);
      const { pictures, complaints } = await decodePictures(url);
      expect(complaints).toBe('');
      const flashes = flashOnsets(pictures);
      const beeps = await soundOnsets(url);
      // The last seconds, when the reports have been there for long.
      const pairs = flashes.slice(-4).map((flash) => {
        const beep = beeps.toSorted((one, other) => Math.abs(one - flash) - Math.abs(other - flash))[0]!;
        return Math.round((beep - flash) * 1000);
      });
      expect(pairs).toHaveLength(4);
      for (const apartMs of pairs) expect(Math.abs(apartMs), pairs.join(' ms, ')).toBeLessThan(80);
    },
    120_000,
  );

  it('changes its size in the middle, and the recording goes on', async () => {
    const page = await browser.open();
    await page.publish({ ...endpointOf('resized'), ...usual, source: 'flash' });
    await delay(5000);
    await page.resize({ width: 320, height: 180 });
    await delay(5000);
    expect(await page.end()).toBe(200);
    // MP4 and FLV begin another file where the size changes, HLS and AAC go on.
    const files = await eventually(
      'six files of a stream that changed its size',
      () => {
        const own = engine.receiver.files().filter(({ streamId }) => streamId === 'resized');
        return own.length === 6 ? own : null;
      },
      60_000,
    );
    const playlist = await (await fetch(engine.open(ofFormat(files, 'hls').videoUrl))).text();
    expect(playlist.match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(1);
    const sizes = await Promise.all(
      files
        .filter(({ format }) => format === 'mp4')
        .map(async ({ videoUrl }) => (await probe(engine.open(videoUrl))).video!.width),
    );
    expect(sizes.toSorted()).toEqual([320, 640]);
  }, 120_000);

  it('publishes camera and screen side by side', async () => {
    const pages = await Promise.all([browser.open(), browser.open()]);
    const [camera, screen] = pages;
    const about = { room: 'both', userId: 'teacher' };
    const at = (extra: string) => whipEndpoint(engine.engine.ports['http']!, { ...about, extra });
    await camera.publish({ ...at('&streamid=camera'), ...usual });
    await screen.publish({ ...at('&streamid=screen&streamtype=aux'), ...usual, audio: false });
    await delay(4000);
    expect(await camera.end()).toBe(200);
    expect(await screen.end()).toBe(200);
    expect((await filesOf('camera'))[0]!.streamParam).toContain('streamtype=main');
    const shared = await eventually(
      'three files of a screen',
      () => {
        const files = engine.receiver.files().filter(({ streamId }) => streamId === 'screen');
        return files.length === 3 ? files : null;
      },
      60_000,
    );
    expect(shared[0]!.streamParam).toContain('streamtype=aux');
    expect((await probe(engine.open(ofFormat(shared, 'mp4').videoUrl))).audio).toBeNull();
  }, 120_000);

  it('keeps its stream through a restart of ICE over another way', async () => {
    const relay = await startUdpRelay(engine.engine.ports['whip']!, { loss: 0, jitterMs: 0, seed: 1 });
    try {
      const page = await browser.open();
      await page.publish({ ...endpointOf('restarted'), ...usual, relayPort: relay.port });
      await delay(3000);
      const before = (await page.sent()).find(({ kind }) => kind === 'video')!.frames;
      expect(await page.restartIce()).toBe(200);
      await delay(4000);
      const after = (await page.sent()).find(({ kind }) => kind === 'video')!.frames;
      expect(after).toBeGreaterThan(before + 30);
      expect(await page.end()).toBe(200);
      const { video } = await probe(engine.open(ofFormat(await filesOf('restarted'), 'mp4').videoUrl));
      expect(video!.frames).toBeGreaterThan(after - 12);
    } finally {
      relay.close();
    }
  }, 120_000);

  it('ends when it vanishes, and leaves nothing behind', async () => {
    const page = await browser.open();
    await page.publish({ ...endpointOf('vanished'), ...usual });
    await delay(3000);
    await page.vanish();
    await filesOf('vanished');
    await eventually(
      'the room is dismissed',
      () =>
        engine.receiver.trtc.some(
          ({ name, room }) => name === 'room-dismissed' && room.value === 'room-vanished',
        ),
      60_000,
    );
  }, 120_000);
});

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whipEndpoint } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { decodePictures } from '../../support/picture-times.ts';
import { probe } from '../../support/probe.ts';
import { startUdpRelay, type UdpRelay } from '../../support/udp-relay.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';
import type { WhipBrowser, WhipPage } from '../../support/whip-browser.ts';
import { startWhipBrowser } from '../../support/whip-browser.ts';

const seconds = 12;
/** Pictures that are on their way when the browser is told to end. */
const onTheirWay = 12;

describe('a browser behind a bad network', () => {
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

  async function publishThrough(relay: UdpRelay, streamId: string): Promise<WhipPage> {
    const page = await browser.open();
    await page.publish({
      ...whipEndpoint(engine.engine.ports['http']!, {
        room: streamId,
        userId: 'pupil',
        extra: `&streamid=${streamId}`,
      }),
      ...{ video: 'H264', audio: true, size: { width: 640, height: 360 }, source: 'device' },
      relayPort: relay.port,
    });
    return page;
  }
  const filesOf = (streamId: string) =>
    eventually(
      `four files of ${streamId}`,
      () => {
        const own = engine.receiver.files().filter((file) => file.streamId === streamId);
        return own.length === 4 ? own : null;
      },
      60_000,
    );
  /** What the recording says of media that was lost. */
  const lossesOf = (streamId: string): readonly string[] =>
    engine.receiver.exceptions
      .map(({ event }) => event)
      .filter((event) => event.streamId === streamId && event.mark?.code === 'media-lost')
      .map(({ desc }) => desc);

  it.each([
    ['0 % loss', { loss: 0, jitterMs: 50 }],
    ['2 % loss', { loss: 0.02, jitterMs: 50 }],
    ['5 % loss', { loss: 0.05, jitterMs: 50 }],
  ])(
    'is recorded whole, or the recording says where it is not: %s, 50 ms jitter, reordered',
    async (name, weather) => {
      const streamId = `loss-${String(weather.loss * 100)}`;
      const relay = await startUdpRelay(engine.engine.ports['whip']!, { ...weather, seed: 20_261_127 });
      try {
        const page = await publishThrough(relay, streamId);
        await delay(seconds * 1000);
        const sent = await page.sent();
        expect(await page.end()).toBe(200);
        const files = await filesOf(streamId);
        expect(relay.dropped > 0).toBe(weather.loss > 0);
        expect(relay.overrun(), 'datagrams that the system dropped').toBe(0);

        const mp4 = engine.open(ofFormat(files, 'mp4').videoUrl);
        const { pictures, complaints } = await decodePictures(mp4);
        expect(complaints).toBe('');
        const video = sent.find(({ kind }) => kind === 'video')!;
        const missing = video.frames - pictures.length;
        const told = lossesOf(streamId);
        if (missing > onTheirWay) expect(told.join(), name).toContain('pictures');
        // Browsers repeat pictures, not sound: a machine that is very busy may lose a packet of it by itself.
        if (weather.loss === 0) expect(told.filter((desc) => desc.includes('pictures'))).toEqual([]);
        else expect(video.nacks).toBeGreaterThan(0);
        const steps = pictures.slice(1).map((picture, at) => picture.seconds - pictures[at]!.seconds);
        if (!told.join().includes('pictures')) expect(Math.max(...steps)).toBeLessThan(1);
        for (const format of ['hls', 'mp4', 'flv', 'aac'] as const) {
          const { audio, durationSeconds } = await probe(engine.open(ofFormat(files, format).videoUrl));
          expect(audio?.codec).toBe('aac');
          expect(durationSeconds, format).toBeGreaterThan(seconds - 2);
        }
      } finally {
        relay.close();
      }
    },
    180_000,
  );

  it('says where a stream is not whole when nothing came through for longer than a browser can repeat', async () => {
    const streamId = 'blackout';
    const relay = await startUdpRelay(engine.engine.ports['whip']!, { loss: 0, jitterMs: 0, seed: 4 });
    try {
      const page = await publishThrough(relay, streamId);
      await delay(4000);
      relay.weather({ loss: 1 });
      // A browser keeps what it has sent for about a second.
      await delay(3000);
      relay.weather({ loss: 0 });
      await eventually(
        'the loss is told',
        () => lossesOf(streamId).some((desc) => desc.includes('pictures')),
        60_000,
      );
      await delay(3000);
      expect(await page.end()).toBe(200);
      const files = await filesOf(streamId);
      const { pictures, complaints } = await decodePictures(engine.open(ofFormat(files, 'mp4').videoUrl));
      expect(complaints).toBe('');
      const steps = pictures.slice(1).map((picture, at) => picture.seconds - pictures[at]!.seconds);
      const hole = Math.max(...steps);
      const told = lossesOf(streamId).filter((desc) => desc.includes('pictures'));
      const lostSeconds = told.reduce((sum, desc) => sum + Number.parseFloat(desc), 0);
      expect(hole).toBeGreaterThan(1);
      expect(lostSeconds).toBeGreaterThan(hole - 0.5);
    } finally {
      relay.close();
    }
  }, 180_000);
});

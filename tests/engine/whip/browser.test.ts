import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { whipEndpoint } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
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

  const endpointOf = (streamId: string, extra = '') =>
    whipEndpoint(engine.engine.ports['http']!, {
      room: `room-${streamId}`,
      userId: 'teacher',
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
});

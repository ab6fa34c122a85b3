import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { livePath, signLive } from '../../wire/live-address.ts';
import { publishAddress, testPlayKey } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../support/vod-engine.ts';

const modules = path.resolve(import.meta.dirname, '../../node_modules');

/** Run in a page that has the player's script: they play an address and note what goes wrong. */
const players = {
  flv: `(url) => {
    const player = mpegts.createPlayer({ type: 'flv', isLive: true, url }, { enableWorker: false });
    player.on(mpegts.Events.ERROR, (...fault) => window.faults.push(JSON.stringify(fault)));
    player.attachMediaElement(document.querySelector('video'));
    player.load();
  }`,
  m3u8: `(url) => {
    const player = new Hls({ enableWorker: false });
    player.on(Hls.Events.ERROR, (_, data) => { if (data.fatal) window.faults.push(data.details); });
    player.loadSource(url);
    player.attachMedia(document.querySelector('video'));
  }`,
} as const;
const scripts = { flv: 'mpegts.js/dist/mpegts.js', m3u8: 'hls.js/dist/hls.min.js' } as const;

interface Playing {
  readonly seconds: number;
  readonly frames: number;
  readonly width: number;
  readonly faults: readonly string[];
}

describe('a stream on the air in a browser', { timeout: 240_000 }, () => {
  let house: VodEngine;
  let publisher: Publisher;
  let browser: Browser;
  let page: Page;

  const open = (ending: 'flv' | 'm3u8'): string => {
    const query = signLive(testPlayKey, 'seen', Math.floor(Date.now() / 1000) + 600);
    return `http://127.0.0.1:${String(house.engine.ports['http'])}${livePath('seen', ending)}?${query}`;
  };

  beforeAll(async () => {
    house = await openVodEngine();
    const address = publishAddress(house.engine.ports['rtmp']!, {
      ...{ room: 'seen', userId: 'u1', extra: '&streamid=seen' },
    });
    publisher = startPublisher(address, 600);
    await eventually(
      'it is on the air',
      async () => (await fetch(open('flv'), { method: 'HEAD' })).ok,
      60_000,
    );
    const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
    const args = ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(async () => {
    await browser.close();
    publisher.process.kill('SIGKILL');
    await publisher.ended;
    await house.close();
  });
  beforeEach(async () => {
    page = await browser.newPage();
  });
  afterEach(async () => {
    await page.close();
  });

  it.each(['flv', 'm3u8'] as const)('plays as %s, from another site', async (ending) => {
    await page.setContent('<video muted autoplay></video>');
    await page.addScriptTag({ path: path.join(modules, scripts[ending]) });
    await page.evaluate(`window.faults = []; (${players[ending]})(${JSON.stringify(open(ending))})`);
    const playing = await eventually(
      'it has played for four seconds',
      async () => {
        const now = await page.evaluate<Playing>(`(() => {
          const video = document.querySelector('video');
          const played = Array.from({ length: video.played.length }).reduce(
            (sum, _, at) => sum + video.played.end(at) - video.played.start(at), 0);
          const { totalVideoFrames: frames } = video.getVideoPlaybackQuality();
          return { seconds: played, frames, width: video.videoWidth, faults: window.faults };
        })()`);
        return (now.seconds >= 4 || now.faults.length > 0) && now;
      },
      120_000,
    );
    expect(playing.faults).toEqual([]);
    expect(playing.width).toBe(320);
    expect(playing.frames).toBeGreaterThan(30);
  });
});

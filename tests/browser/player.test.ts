import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import type { VideoCodec } from '../../engine/containers/track.ts';
import type { MediaPacket } from '../../engine/ingest/media-packet.ts';
import type { RecordingRules } from '../../engine/record/recorded-file.ts';
import { enhancedTestPicture, takenBodies } from '../support/enhanced-flv.ts';
import type { FileServer } from '../support/file-server.ts';
import { startFileServer } from '../support/file-server.ts';
import type { Recorded } from '../support/recorded.ts';
import { recordPackets } from '../support/recorded.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const seconds = 4;
const house = path.resolve(import.meta.dirname, '../..');

/** A page with nothing but the SDK's player, told by its address what to play. */
const pageScript = `
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Player } from ${JSON.stringify(path.join(house, 'client/react/player.tsx'))};
const asked = new URLSearchParams(location.search);
window.faults = [];
const onError = (sentence) => window.faults.push(sentence);
const root = document.body.appendChild(document.createElement('div'));
createRoot(root).render(createElement(Player, { url: asked.get('url'), format: asked.get('format'), onError }));
`;

/** Runs in the page: plays to the end; answers how much was played, how many pictures were decoded, and of what size. */
const playing = `new Promise((resolve) => {
  const video = document.querySelector('video');
  const done = () => resolve({
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    seconds: video.duration,
    playedSeconds: Array.from({ length: video.played.length }).reduce(
      (sum, _, at) => sum + video.played.end(at) - video.played.start(at), 0),
    ended: video.ended,
    width: video.videoWidth,
    faults: window.faults,
  });
  video.muted = true;
  video.addEventListener('ended', done);
  setInterval(() => { if (window.faults.length > 0) done(); }, 100);
  const start = () => { video.play().catch(() => undefined); };
  video.addEventListener('loadedmetadata', start);
  if (video.readyState > 0) start();
})`;

interface Played {
  readonly frames: number;
  readonly seconds: number;
  readonly playedSeconds: number;
  readonly ended: boolean;
  readonly width: number;
  readonly faults: readonly string[];
}

describe('the player', { timeout: 120_000 }, () => {
  const folder = openTemporaryFolder();
  let server: FileServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await build({
      root: house,
      configFile: false,
      logLevel: 'error',
      plugins: [
        {
          name: 'page',
          resolveId: (id) => (id === 'virtual:page' ? '\0page' : null),
          load: (id) => (id === '\0page' ? pageScript : null),
        },
      ],
      publicDir: false,
      build: {
        outDir: folder.path,
        emptyOutDir: false,
        rolldownOptions: { input: 'virtual:page', output: { entryFileNames: 'page.js' } },
      },
    });
    writeFileSync(
      path.join(folder.path, 'page.html'),
      '<!doctype html><meta charset="utf-8"><title>player</title><body><script type="module" src="page.js"></script>',
    );
    server = await startFileServer(folder.path);
    const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
    });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    folder.close();
  });

  const coded = (codec: VideoCodec, size: string): MediaPacket[] =>
    takenBodies(
      enhancedTestPicture(path.join(folder.path, `${codec}-${size}.flv`), codec, { seconds, size }),
    );
  const record = (packets: readonly MediaPacket[], rules: Partial<RecordingRules> = {}): Promise<Recorded> =>
    recordPackets(folder.path, packets, ['hls', 'mp4', 'flv', 'aac'], rules);

  async function play(file: string, format: 'HLS' | 'MP4' | 'FLV' | 'AAC'): Promise<Played> {
    const url = `${server.url}/${path.relative(folder.path, file)}`;
    await page.goto(`${server.url}/page.html?format=${format}&url=${encodeURIComponent(url)}`);
    await page.locator('video').waitFor({ state: 'attached' });
    return page.evaluate<Played>(playing);
  }

  /** To the end without a hole. A busy browser decodes a picture twice or leaves one out, so those are counted nearly. */
  function expectWhole(what: string, played: Played, length = seconds, width = 320): void {
    expect({ what, ...played }).toMatchObject({ what, ended: true, faults: [], width });
    expect(Math.abs(played.seconds - length), what).toBeLessThan(0.4);
    expect(Math.abs(played.playedSeconds - length), what).toBeLessThan(0.4);
    expect(Math.abs(played.frames - length * 15), what).toBeLessThan(length * 3);
  }

  it('plays H.264 in every format to the end', async () => {
    const recorded = await record(coded('h264', '320x180'));
    expect(recorded.failures).toEqual([]);
    for (const format of ['hls', 'mp4', 'flv'] as const) {
      expectWhole(format, await play(recorded.pathOf(format), format.toUpperCase() as 'HLS' | 'MP4' | 'FLV'));
    }
    expect(await play(recorded.pathOf('aac'), 'AAC')).toMatchObject({ ended: true, faults: [] });
  });

  it('plays transport streams through hls.js to the end', async () => {
    const recorded = await record(coded('h264', '320x180'), { hlsSegments: 'ts' });
    expectWhole('ts', await play(recorded.pathOf('hls'), 'HLS'));
  });

  it.each(['fmp4', 'ts'] as const)(
    'plays on where the size changes in the middle (%s)',
    async (hlsSegments) => {
      const later = coded('h264', '640x360').map((packet) => ({
        ...packet,
        timestampMs: packet.timestampMs + seconds * 1000,
      }));
      const recorded = await record([...coded('h264', '320x180'), ...later], { hlsSegments });
      const playlist = recorded.pathOf('hls');
      expect(readFileSync(playlist, 'utf8').match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(1);
      expectWhole(hlsSegments, await play(playlist, 'HLS'), 2 * seconds, 640);
    },
  );

  it('plays AV1 as MP4, as HLS, and through mpegts.js as FLV', async () => {
    const recorded = await record(coded('av1', '320x180'));
    for (const format of ['mp4', 'hls', 'flv'] as const) {
      expectWhole(format, await play(recorded.pathOf(format), format.toUpperCase() as 'HLS' | 'MP4' | 'FLV'));
    }
  });

  it('says so when it cannot', async () => {
    const torn = path.join(folder.path, 'torn.flv');
    writeFileSync(torn, Buffer.alloc(4096, 'no FLV at all '));
    const { faults, ended } = await play(torn, 'FLV');
    expect(ended).toBe(false);
    expect(faults[0]).toContain('The recording cannot be played');
  });
});

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { startFileServer } from './file-server.ts';

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

export interface Played {
  readonly frames: number;
  readonly seconds: number;
  readonly playedSeconds: number;
  readonly ended: boolean;
  readonly width: number;
  readonly faults: readonly string[];
}

export interface PlayerPage {
  /** Where the folder is served. */
  readonly url: string;
  /** Plays an address to its end, or until the player finds a fault. */
  play(url: string, format: 'HLS' | 'MP4' | 'FLV' | 'AAC'): Promise<Played>;
  close(): Promise<void>;
}

/** Builds the page into a folder, serves that, and opens a headless Chromium. */
export async function startPlayerPage(folder: string): Promise<PlayerPage> {
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
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { input: 'virtual:page', output: { entryFileNames: 'page.js' } },
    },
  });
  writeFileSync(
    path.join(folder, 'page.html'),
    '<!doctype html><meta charset="utf-8"><title>player</title><body><script type="module" src="page.js"></script>',
  );
  const server = await startFileServer(folder);
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
  });
  const page = await browser.newPage();
  return {
    url: server.url,
    async play(url, format) {
      await page.goto(`${server.url}/page.html?format=${format}&url=${encodeURIComponent(url)}`);
      await page.locator('video').waitFor({ state: 'attached' });
      return page.evaluate<Played>(playing);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...[
    '--disable-background-networking',
    '--disable-component-update',
    '--autoplay-policy=no-user-gesture-required',
  ],
];

interface Played {
  readonly frames: number;
  readonly duration: number;
  readonly ended: boolean;
}

/** Runs in the page: plays what it shows to the end; answers how many pictures were decoded and how long it is. */
const playing = `new Promise((resolve, reject) => {
  const video = document.querySelector('video');
  video.muted = true;
  video.addEventListener('ended', () => {
    const { totalVideoFrames } = video.getVideoPlaybackQuality();
    resolve({ frames: totalVideoFrames, duration: video.duration, ended: video.ended });
  });
  video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'the video failed')));
  video.play().catch(reject);
})`;

function playToTheEnd(page: Page): Promise<Played> {
  return page.evaluate<Played>(playing);
}

describe('the console', () => {
  let house: TestHouse;
  let browser: Browser;
  let page: Page;
  const folder = openTemporaryFolder();
  const faults: string[] = [];
  const shots = path.resolve(import.meta.dirname, '../../.cache/screenshots');

  beforeAll(async () => {
    const consoleFolder = path.join(folder.path, 'console');
    const root = path.resolve(import.meta.dirname, '../../console');
    await build({
      ...{ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'error' },
      build: { outDir: consoleFolder, emptyOutDir: true },
    });
    house = await openTestHouse(consoleFolder);
    const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
    browser = await chromium.launch({ executablePath, args: flags });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      // A refused key answers 401, which the browser reports by itself.
      if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
    });
    mkdirSync(shots, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
    folder.close();
  });

  it('refuses a key that is not known, and signs in with one that is, which it does not keep', async () => {
    await page.goto(house.url);
    await page.getByLabel('API key').fill('rt_admin_wrong_wrong_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('not known');
    await page.screenshot({ path: path.join(shots, 'sign-in.png') });
    await page.getByLabel('API key').fill(testApiKeys.admin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Nothing has been recorded yet').waitFor();
    const kept = await page.evaluate<string>(
      'JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])',
    );
    expect(kept).not.toContain(testApiKeys.admin);
    await page.screenshot({ path: path.join(shots, 'empty.png') });
  });

  it('shows a recording while it is made and when it is ready, without being asked again', async () => {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
      { input: { room: { number: 1001 }, userId: 'ada' } },
    );
    const publisher = startPublisher(createJoinTicket.ticket.rtmpUrl, 6, '640x360');
    await page.getByRole('row', { name: /ada/ }).getByText('Recording').waitFor();
    expect((await publisher.ended).code).toBe(0);
    await page.getByRole('row', { name: /ada/ }).getByText('Ready').waitFor();
    await page.screenshot({ path: path.join(shots, 'recordings.png') });
  });

  it('finds by any word, tells when nothing matches, and says how applications record', async () => {
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.fill('nobody of this name');
    await page.getByText('Nothing matches').waitFor();
    await search.fill('AD');
    await page.getByRole('row', { name: /ada/ }).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('everybody, automatically').waitFor();
    await page.screenshot({ path: path.join(shots, 'settings.png'), fullPage: true });
    await page.getByRole('link', { name: 'Recordings' }).click();
  });

  it('plays HLS and MP4 to the end', async () => {
    await page.getByRole('link', { name: 'ada' }).click();
    await page.locator('video').waitFor();
    const hls = await playToTheEnd(page);
    expect(hls).toMatchObject({ frames: 90, ended: true });
    expect(Math.abs(hls.duration - 6)).toBeLessThan(0.1);
    await page.getByText('MP4', { exact: true }).first().click();
    await eventually('the MP4 is shown', async () =>
      (await page.locator('video').getAttribute('src'))?.includes('f0.mp4'),
    );
    const mp4 = await playToTheEnd(page);
    expect(mp4).toMatchObject({ frames: 90, ended: true });
    expect(Math.abs(mp4.duration - 6)).toBeLessThan(0.1);
  });

  it('adds a marker where the player stands, and a tag, and goes to the marker', async () => {
    await page.evaluate('document.querySelector("video").currentTime = 3');
    await page.getByLabel('New marker, where the player stands').fill('signature');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.evaluate('document.querySelector("video").currentTime = 0');
    await page.getByRole('button', { name: 'Go to 0:03, signature' }).click();
    expect(await page.evaluate<number>('document.querySelector("video").currentTime')).toBeCloseTo(3, 1);
    await page.getByLabel('New tag').fill('claim');
    await page.getByRole('button', { name: 'Add tag' }).click();
    await page.getByRole('button', { name: 'Remove the tag claim' }).waitFor();
    await page.screenshot({ path: path.join(shots, 'recording-timeline.png'), fullPage: true });
  });

  it('moves it to the trash and takes it out again', async () => {
    await page.getByRole('button', { name: 'Move to the trash' }).click();
    await page.getByText('The files are in the trash').waitFor();
    await page.screenshot({ path: path.join(shots, 'trash.png'), fullPage: true });
    await page.getByRole('button', { name: 'Take out of the trash' }).click();
    await page.locator('video').waitFor();
  });

  it('says what the recording and the day cost, with playback counted', async () => {
    await eventually('playback costs something', async () => {
      await page.reload();
      const text = await page.locator('[data-charge=PLAYBACK]').textContent();
      return text !== null && /\$0\.0*[1-9]/.test(text);
    });
    expect(await page.getByTestId('total').textContent()).toMatch(/^\$\d+\.\d{2,}$/);
    await page.screenshot({ path: path.join(shots, 'recording.png'), fullPage: true });
    await page.getByRole('link', { name: 'Costs' }).click();
    await page.locator('[data-charge=RECORDING]').waitFor();
    await page.getByRole('combobox', { name: 'Price book' }).click();
    await page.getByRole('option', { name: 'seed-2022' }).click();
    await page.getByText('2022-07-07').waitFor();
    // Two channels, one a format, at the price of the page.
    expect(await page.locator('[data-charge=RECORDING]').textContent()).toContain('$10.5882');
    await page.screenshot({ path: path.join(shots, 'costs.png'), fullPage: true });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: path.join(shots, 'costs-dark.png'), fullPage: true });
  });

  it('shows what is live in a room: streams, the mix as it is laid out, relays and their targets', async () => {
    const enter = async (userId: string) => {
      const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
        'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
        { input: { room: { text: 'class' }, userId, streamId: `class_${userId}` } },
      );
      return startPublisher(createJoinTicket.ticket.rtmpUrl, 300);
    };
    const publishers = [await enter('tess')];
    try {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.getByRole('link', { name: 'Rooms' }).click();
      await page.getByRole('link', { name: 'class', exact: true }).click();
      await page.getByText('tess').first().waitFor();
      const room = { name: { text: 'class' } };
      await house.ask(
        'mutation ($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { mix { id } } }',
        { input: { room, recordId: 'lesson', encode: { width: 640, height: 360 }, idempotencyKey: 'mix' } },
      );
      await house.ask('mutation ($input: StartRelayInput!) { startRelay(input: $input) { relay { id } } }', {
        input: {
          ...{ room, userId: 'tess', idempotencyKey: 'relay' },
          pushUrls: ['rtmp://10.1.2.3/app/secret'],
        },
      });
      publishers.push(await enter('umar'));
      await page.locator('[data-mix=RUNNING]').getByAltText('Layout of the mix now').waitFor();
      await page.getByText('not a public address').waitFor();
      await eventually('both are laid out', async () => {
        const drawn = await page.getByAltText('Layout of the mix now').getAttribute('src');
        const svg = decodeURIComponent(drawn ?? '');
        return svg.includes('tess') && svg.includes('umar');
      });
      expect(await page.content()).not.toContain('app/secret');
      await page.screenshot({ path: path.join(shots, 'room.png'), fullPage: true });
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.screenshot({ path: path.join(shots, 'room-dark.png'), fullPage: true });
      await page.setViewportSize({ width: 420, height: 800 });
      await page.screenshot({ path: path.join(shots, 'room-narrow.png'), fullPage: true });
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.getByRole('link', { name: 'Rooms', exact: true }).click();
      await page.getByRole('row', { name: /class/ }).getByText('Live').waitFor();
      await page.screenshot({ path: path.join(shots, 'rooms.png'), fullPage: true });
    } finally {
      for (const { process: child } of publishers) child.kill('SIGKILL');
      await Promise.all(publishers.map(({ ended }) => ended));
    }
  }, 180_000);

  it('reports no error of its own on the way', () => {
    expect(faults).toEqual([]);
  });
});

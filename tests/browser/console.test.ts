import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleBrowser } from '../support/console-browser.ts';
import { openConsoleBrowser } from '../support/console-browser.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { testApiKeys } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';

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
  let own: ConsoleBrowser;
  let house: TestHouse;
  let page: Page;

  beforeAll(async () => {
    own = await openConsoleBrowser();
    ({ house, page } = own);
  });
  afterAll(() => own.close());

  it('refuses a key that is not known, and signs in with one that is, which it does not keep', async () => {
    await page.goto(house.url);
    await page.getByLabel('API key').fill('rt_admin_wrong_wrong_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('not known');
    await own.shoot('sign-in');
    await page.getByLabel('API key').fill(testApiKeys.admin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Nothing has been recorded yet').waitFor();
    const kept = await page.evaluate<string>(
      'JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])',
    );
    expect(kept).not.toContain(testApiKeys.admin);
    await own.shoot('empty');
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
    await own.shoot('recordings');
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
    await own.shoot('settings');
    await page.getByRole('link', { name: 'Recordings' }).click();
  });

  it('says whether users need a key of their own to enter a room, and how far that is in effect', async () => {
    const set = (permissionControl: boolean) =>
      house.ask(
        'mutation ($input: UpdateRecordingSettingsInput!) { updateRecordingSettings(input: $input) { application { id } } }',
        { input: { permissionControl, idempotencyKey: `control-${String(permissionControl)}` } },
      );
    const shown = page.locator('[data-setting=permissionControl]');
    await page.goto(`${house.url}/settings`);
    await shown.getByText('off: a user signature is enough').waitFor();
    await set(true);
    await eventually('it is on', async () => {
      await page.reload();
      await shown.waitFor();
      const text = await shown.textContent();
      return text?.includes('on: users enter') === true && text.includes('in effect');
    });
    await own.shoot('settings-permission');
    await set(false);
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
    await own.shoot('recording-timeline');
  });

  it('moves it to the trash and takes it out again', async () => {
    await page.getByRole('button', { name: 'Move to the trash' }).click();
    await page.getByText('The files are in the trash').waitFor();
    await own.shoot('trash');
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
    await own.shoot('recording');
    await page.getByRole('link', { name: 'Costs' }).click();
    await page.locator('[data-charge=RECORDING]').waitFor();
    await page.getByRole('combobox', { name: 'Price book' }).click();
    await page.getByRole('option', { name: 'seed-2022' }).click();
    await page.getByText('Jul 7, 2022').first().waitFor();
    // Two channels, one a format, at the price of the page.
    expect(await page.locator('[data-charge=RECORDING]').textContent()).toContain('$10.5882');
    await own.shoot('costs');
    await page.emulateMedia({ colorScheme: 'dark' });
    await own.shoot('costs-dark');
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
      await own.shoot('room');
      await page.emulateMedia({ colorScheme: 'dark' });
      await own.shoot('room-dark');
      await page.setViewportSize({ width: 420, height: 800 });
      await own.shoot('room-narrow');
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.getByRole('link', { name: 'Rooms', exact: true }).click();
      await page.getByRole('row', { name: /class/ }).getByText('Live').waitFor();
      await own.shoot('rooms');
    } finally {
      for (const { process: child } of publishers) child.kill('SIGKILL');
      await Promise.all(publishers.map(({ ended }) => ended));
    }
  }, 180_000);

  it('reports no error of its own on the way', () => {
    expect(own.faults).toEqual([]);
  });
});

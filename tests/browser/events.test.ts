import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleBrowser } from '../support/console-browser.ts';
import { openConsoleBrowser } from '../support/console-browser.ts';
import { testApplication } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';

describe('the events in the console', { timeout: 180_000 }, () => {
  let own: ConsoleBrowser;
  let house: TestHouse;
  let page: Page;

  const publish = async (userId: string): Promise<void> => {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { room: { text: 'class' }, userId } },
    );
    expect((await startPublisher(createJoinTicket.ticket.rtmpUrl, 3).ended).code).toBe(0);
  };
  const rows = (type: string) => page.locator(`tr[data-event=${type}]`);
  const tokenOf = async (actions: readonly string[]): Promise<string> => {
    const { createViewerToken } = await house.ask<{ createViewerToken: { token: string } }>(
      'mutation ($input: CreateViewerTokenInput!) { createViewerToken(input: $input) { token } }',
      { input: { scope: { application: testApplication.sdkAppId }, actions } },
    );
    return createViewerToken.token;
  };

  beforeAll(async () => {
    own = await openConsoleBrowser();
    ({ house, page } = own);
    page.setDefaultTimeout(90_000);
    await own.signIn();
  });
  afterAll(() => own.close());

  it('shows what happens as it happens, youngest first', async () => {
    await page.getByRole('link', { name: 'Events' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    await publish('ada');
    await rows('RECORDING_READY').waitFor();
    await rows('ROOM_USER_JOINED').getByText('ada entered.').waitFor();
    const shown = await page.evaluate<readonly string[]>(
      '[...document.querySelectorAll("tr[data-event]")].map((row) => row.dataset.event)',
    );
    expect(shown.indexOf('RECORDING_READY')).toBeLessThan(shown.indexOf('RECORDING_STARTED'));
    await own.shoot('events');
  });

  it('unfolds to all that an event carries, and leads to what it is about', async () => {
    const fold = rows('RECORDING_READY').getByRole('button');
    await fold.focus();
    await page.keyboard.press('Enter');
    expect(await fold.getAttribute('aria-expanded')).toBe('true');
    const payload = await page.getByLabel('The whole event').textContent();
    expect(JSON.parse(payload ?? '')).toMatchObject({
      ...{ type: 'RECORDING_READY', userId: 'ada', sdkAppId: testApplication.sdkAppId },
      data: { state: 'READY', kind: 'STREAM' },
    });
    await own.shoot('events-unfolded');
    await rows('RECORDING_READY').getByRole('link', { name: 'ada' }).click();
    await page.locator('video').waitFor();
    await page.goBack();
    await rows('RECORDING_READY').getByRole('link', { name: 'room class' }).click();
    await page.getByRole('heading', { name: 'Room class' }).waitFor();
    await page.goBack();
  });

  it('is narrowed to kinds in its address, and begins with the last of them', async () => {
    await page.getByRole('combobox', { name: 'Kinds' }).click();
    await page.getByRole('option', { name: 'Trouble' }).waitFor();
    await own.shoot('events-kinds');
    await page.getByRole('option', { name: 'Rooms', exact: true }).click();
    await page.keyboard.press('Escape');
    await rows('ROOM_USER_JOINED').waitFor();
    await eventually('only rooms are left', async () => (await rows('RECORDING_READY').count()) === 0);
    expect(new URL(page.url()).search).toContain('ROOMS');
    await page.reload();
    await rows('ROOM_USER_JOINED').waitFor();
    expect(await rows('RECORDING_READY').count()).toBe(0);
    await page.goto(`${house.url}/events?app=1`);
    await page.getByText('Nothing of application 1').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await rows('RECORDING_READY').waitFor();
  });

  it('stands still while it is paused, and goes on with what came meanwhile', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await publish('bob');
    await page.getByRole('button', { name: /Go on, \d+ new/ }).waitFor();
    expect(await page.getByText('bob entered.').count()).toBe(0);
    await page.getByRole('button', { name: /Go on/ }).click();
    await page.getByText('bob entered.').waitFor();
  });

  it('says that the server is away and that it is back, and misses and repeats nothing', async () => {
    await eventually('nothing more comes of bob', async () => {
      const { recordings } = await house.ask<{ recordings: { totalCount: number } }>(
        '{ recordings(filter: { states: [READY] }) { totalCount } }',
      );
      return recordings.totalCount === 2;
    });
    await house.server.stop();
    await page.getByText(/No connection since/).waitFor();
    await own.shoot('events-lost');
    house.server = await house.startServer();
    await publish('cleo');
    await page.getByText(/Connected again since/).waitFor();
    await page.getByText('cleo entered.').waitFor();
    await eventually('all three are ready', async () => (await rows('RECORDING_READY').count()) === 3);
    for (const userId of ['ada', 'bob', 'cleo'])
      expect(await page.getByText(`${userId} entered.`).count(), userId).toBe(1);
    await page.emulateMedia({ colorScheme: 'dark' });
    await own.shoot('events-dark');
    await page.setViewportSize({ width: 420, height: 800 });
    await own.shoot('events-narrow');
  });

  it('says to who may not see events that it is so', async () => {
    const token = await tokenOf(['READ']);
    const other = await own.browser.newPage();
    try {
      await other.goto(`${house.url}/events#token=${token}`);
      await other.getByText('Events are not for who is signed in').waitFor();
      expect(await other.getByRole('link', { name: 'Events' }).count()).toBe(0);
    } finally {
      await other.close();
    }
  });
});

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MixTranscodingConfig, PublisherTicket } from '../../client/core/publishing.ts';
import { livePath, signLive } from '../../wire/live-address.ts';
import { testPlayKey } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { openTestHouse, type TestHouse } from '../support/house.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';
import { startWhipBrowser, type WhipBrowser, type WhipPage } from '../support/whip-browser.ts';

const run = promisify(execFile);
const client = path.resolve(import.meta.dirname, '../../client/core/publishing.ts');

interface Ticket extends PublisherTicket {
  readonly rtmpUrl: string;
  readonly whipUrl: string;
}
interface Refusal {
  readonly name: string;
  readonly code: string;
  readonly field: string | null;
}

/** The client as a script for any page, as an application's bundler makes it. */
async function buildClient(): Promise<string> {
  const built = (await build({
    ...{ configFile: false, logLevel: 'silent' },
    build: { write: false, lib: { entry: client, formats: ['iife'], name: 'roomtape' } },
  })) as Rolldown.RolldownOutput[];
  return `${built[0]!.output[0].code}
    window.command = async (ticket, name, ...given) => {
      try {
        return { answer: (await roomtape.createPublishing(ticket)[name](...given)) ?? null };
      } catch ({ name, code, field }) {
        return { refusal: { name, code, field } };
      }
    };`;
}

describe('a publisher’s own commands from a browser', { timeout: 300_000 }, () => {
  let house: TestHouse;
  let browser: WhipBrowser;
  let page: WhipPage;
  let ticket: Ticket;
  let bob: Publisher;

  const ticketOf = async (userId: string): Promise<Ticket> => {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: Ticket } }>(
      `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket {
        rtmpUrl whipUrl sdkAppId roomName roomKind userId userSig publishingUrl platform { platform } } } }`,
      { input: { room: { text: 'class' }, userId, platform: 'WEB' } },
    );
    return createJoinTicket.ticket;
  };
  const command = (name: string, ...given: readonly unknown[]) =>
    page.call<{ readonly answer?: string | null; readonly refusal?: Refusal }>(
      'command',
      ticket,
      name,
      ...given,
    );
  /** The width of the picture that a viewer of a stream sees who comes now; 0 where nothing is on the air. */
  const widthOf = async (streamId: string): Promise<number> => {
    const query = signLive(testPlayKey, streamId, Math.floor(Date.now() / 1000) + 600);
    const url = `http://127.0.0.1:${String(house.enginePort)}${livePath(streamId, 'flv')}?${query}`;
    const only = ['-select_streams', 'v:0', '-show_entries', 'stream=width', '-of', 'csv=p=0'];
    const { stdout } = await run('ffprobe', ['-v', 'error', '-rw_timeout', '30000000', ...only, url], {
      timeout: 90_000,
    }).catch(() => ({ stdout: '0' }));
    return Number(stdout.trim());
  };
  const shows = (streamId: string, width: number) =>
    eventually(
      `${streamId} is ${String(width)} wide`,
      async () => (await widthOf(streamId)) === width,
      120_000,
    );

  beforeAll(async () => {
    house = await openTestHouse();
    browser = await startWhipBrowser();
    page = await browser.open(await buildClient());
    ticket = await ticketOf('ann');
    await page.publish({
      ...{ url: ticket.whipUrl, token: ticket.userSig, video: 'H264', audio: true },
      ...{ size: { width: 640, height: 360 }, source: 'flash', relayPort: null },
    });
    bob = startPublisher((await ticketOf('bob')).rtmpUrl, 600);
  }, 120_000);
  afterAll(async () => {
    bob.process.kill('SIGKILL');
    await bob.ended;
    await browser.close();
    await house.close();
  });

  it('put the stream on the air under a name and take it off', async () => {
    await eventually('the stream is there', async () => {
      const { answer } = await command('startPublishing', 'ann_live');
      return answer === 'ann_live';
    });
    await shows('ann_live', 640);
    expect(await command('stopPublishing')).toEqual({ answer: null });
    await shows('ann_live', 0);
  });

  it('mix the others into the stream, lay them out anew, and give it back', async () => {
    expect(await command('startPublishing', 'ann_mixed')).toEqual({ answer: 'ann_mixed' });
    await shows('ann_mixed', 640);
    const config: MixTranscodingConfig = {
      ...{ mode: 'preset-layout', videoWidth: 480, videoHeight: 270, videoFramerate: 10, videoGOP: 1 },
      mixUsers: [
        { userId: '$PLACE_HOLDER_LOCAL_MAIN$', width: 480, height: 270, zOrder: 0 },
        { userId: '$PLACE_HOLDER_REMOTE$', width: 160, height: 90, zOrder: 1 },
      ],
    };
    expect(await command('setMixTranscodingConfig', config)).toEqual({ answer: null });
    await shows('ann_mixed', 480);
    const other = { ...config, videoWidth: 320, videoHeight: 180, mixUsers: config.mixUsers!.slice(1) };
    expect(await command('setMixTranscodingConfig', other)).toEqual({ answer: null });
    await shows('ann_mixed', 320);
    expect(await command('setMixTranscodingConfig', null)).toEqual({ answer: null });
    await shows('ann_mixed', 640);
  });

  it('are refused in the client’s own words', async () => {
    const wrong = await command('setMixTranscodingConfig', { mode: 'pure-audio', audioBitrate: 7 });
    expect(wrong.refusal).toMatchObject({ code: 'BAD_INPUT', field: 'config.audioBitrate' });
    ticket = { ...ticket, userSig: 'none' };
    expect((await command('startPublishing')).refusal).toMatchObject({ code: 'FORBIDDEN' });
    ticket = { ...ticket, publishingUrl: null };
    expect((await command('startPublishing')).refusal).toMatchObject({ code: 'UNSUPPORTED' });
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printDay, printMonth } from '../../domain/billing/calendar.ts';
import { eventually } from '../support/eventually.ts';
import {
  awayFromMidnight,
  billOf,
  estimateOf,
  printGb,
  readyUrls,
  recordingsOf,
  watchAll,
} from '../support/happened-costs.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';

const room = { number: 2001 };
const size = { width: 320, height: 180 };
const mixSize = { width: 480, height: 270 };
const finance = testApiKeys.finance;

/**
 * The bill is what the engine counted: channels and mixes from its callbacks, sizes of files from its library, bytes served from its
 * usage calls. The estimate is of a plan in the words of the business, in which stands what this test did and saw by itself: how
 * many published and mixed, by its own watch how long, and how many bytes came when it fetched every file whole.
 *
 * Two quantities stand in the plan as they are, because no plan foretells a file's bytes: GB kept and GB watched, both with all
 * nine decimals. Minutes of mixing need no more than the watch: begun ones count whole.
 */
describe('an estimate of exactly what happened in the house', () => {
  let house: TestHouse;
  const publishers: Publisher[] = [];
  beforeAll(async () => {
    await awayFromMidnight();
    // A file a format: every byte of it comes with one request.
    house = await openTestHouse(null, ['mp4', 'flv']);
  }, 480_000);
  afterAll(async () => {
    for (const { process: child } of publishers) child.kill('SIGKILL');
    await house.close();
  });

  async function join(userId: string): Promise<Publisher> {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { room, userId } },
    );
    const publisher = startPublisher(createJoinTicket.ticket.rtmpUrl, 600);
    publishers.push(publisher);
    return publisher;
  }

  it('is the metered bill, line by line, to the last digit', async () => {
    await Promise.all([join('ada'), join('bob')]);
    await eventually(
      'both are recorded',
      async () => (await recordingsOf(house)).filter(({ kind }) => kind === 'STREAM').length === 2,
      120_000,
    );
    const watch = performance.now();
    const { startMixedRecording } = await house.ask<{ startMixedRecording: { mix: { id: string } } }>(
      'mutation ($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { mix { id } } }',
      { input: { room: { name: room }, recordId: 'film', encode: mixSize, idempotencyKey: 'start' } },
    );
    await eventually(
      'the mix is recorded beside them',
      async () => {
        const all = await recordingsOf(house);
        return all.length === 3 && all.every(({ state }) => state === 'RECORDING');
      },
      120_000,
    );
    const secondOfMinute = (): number => ((performance.now() - watch) / 1000) % 60;
    // Ten seconds of the mix, and as far from a full minute, so that two clocks count the same begun minutes.
    await delay(10_000);
    await eventually('no minute is about to be full', () => {
      const second = secondOfMinute();
      return second > 10 && second < 50;
    });
    await house.ask(
      'mutation ($input: StopMixedRecordingInput!) { stopMixedRecording(input: $input) { mix { id } } }',
      { input: { mixId: startMixedRecording.mix.id, idempotencyKey: 'stop' } },
    );
    const mixMinutes = Math.ceil((performance.now() - watch) / 60_000);
    for (const { process: child } of publishers) child.kill('SIGINT');
    const urls = await readyUrls(house, 3);
    expect(urls).toHaveLength(6);

    const { kept, watched } = await watchAll(urls);
    const plan = {
      ...{ at: printDay(Date.now()), roomsPerDay: 1, daysPerMonth: 1, cohort: 'BEFORE_2020_07' },
      ...{ anchorsPerRoom: 2, ...size, method: 'BOTH', formats: ['MP4', 'FLV'] },
      ...{ mixWidth: mixSize.width, mixHeight: mixSize.height, mixMinutesPerRoom: String(mixMinutes) },
      fileGb: '0',
      measures: [
        {
          item: 'STORAGE_VOD',
          class: 'standard',
          region: 'outside',
          quantity: printGb(kept),
        },
        { item: 'TRAFFIC_VOD', region: 'ap1', quantity: printGb(watched) },
      ],
    };
    const expected = await estimateOf(house, plan);
    expect(expected.lines.map(({ item }) => item).toSorted()).toEqual([
      ...['RECORDING_CSS_CHANNEL', 'STORAGE_VOD', 'TRAFFIC_VOD', 'TRANSCODING_CSS'],
    ]);
    // Bytes served are collected from the provider after a while.
    await eventually(
      'the bill has all that was watched',
      async () => (await billOf(house)).total === expected.total,
      90_000,
    ).catch(() => undefined);
    expect(await billOf(house)).toEqual(expected);
  }, 480_000);

  // Of storage the provider says more: covers and scrubbing pictures are kept too, and the bill knows files of recordings alone.
  it('is what the provider’s usage calls say of channels and playback', async () => {
    const { importProviderUsage } = await house.ask<{
      importProviderUsage: { usage: { comparisons: { of: string; class: string }[] } };
    }>(
      `mutation ($input: ReconciliationMonthInput!) { importProviderUsage(input: $input) {
        usage { comparisons { of class } } } }`,
      { input: { month: printMonth(Date.now()) } },
      finance,
    );
    const { comparisons } = importProviderUsage.usage;
    for (const of of ['channels', 'played'])
      expect(comparisons.find((one) => one.of === of)).toMatchObject({ class: 'MATCHED' });
  }, 60_000);
});

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
  watchAll,
} from '../support/happened-costs.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';

const room = { text: 'claim' };
const size = { width: 320, height: 180 };

/**
 * As of the live service's cohort, the bill is what the engine counted: the task from its commands and callbacks, files from its
 * library, bytes from its usage calls. The plan knows what this test did and saw by its own watch.
 *
 * A task counts from when it was asked for: the moments until its first picture, and after its last, are sound. They are far from
 * a minute, and begun minutes of a day and a class count whole: one of sound, and those with both pictures.
 */
describe('an estimate of exactly what happened to an application of 2022-08 or later', () => {
  let house: TestHouse;
  let sdkAppId: number;
  const publishers: Publisher[] = [];
  beforeAll(async () => {
    await awayFromMidnight();
    house = await openTestHouse();
    const { createApplication } = await house.ask<{
      createApplication: { application: { sdkAppId: number } };
    }>(
      `mutation { createApplication(input: { name: "tasks", kind: TASK, idempotencyKey: "app" }) {
        application { sdkAppId } } }`,
    );
    ({ sdkAppId } = createApplication.application);
  }, 480_000);
  afterAll(async () => {
    for (const { process: child } of publishers) child.kill('SIGKILL');
    await house.close();
  });

  async function join(userId: string): Promise<void> {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { sdkAppId, room, userId } },
    );
    publishers.push(startPublisher(createJoinTicket.ticket.rtmpUrl, 600));
  }
  async function isRoomOpen(): Promise<boolean> {
    const { rooms } = await house.ask<{ rooms: { edges: { node: { sdkAppId: number } }[] } }>(
      '{ rooms { edges { node { sdkAppId } } } }',
    );
    return rooms.edges.some(({ node }) => node.sdkAppId === sdkAppId);
  }

  it('is the metered bill, line by line, to the last digit', async () => {
    await Promise.all([join('ada'), join('bob')]);
    // Who comes later changes nothing: one picture alone is of the class of both.
    await eventually('somebody is in the room', isRoomOpen, 120_000);
    const askedAt = performance.now();
    const { startRecording } = await house.ask<{ startRecording: { task: { id: string } } }>(
      'mutation ($input: StartRecordingInput!) { startRecording(input: $input) { task { id } } }',
      { input: { sdkAppId, room, formats: ['MP4'], idempotencyKey: 'start' } },
    );
    // What a task records is known by its files alone, when they are there.
    await delay(20_000);
    await house.ask(
      'mutation ($input: StopRecordingInput!) { stopRecording(input: $input) { task { state } } }',
      { input: { taskId: startRecording.task.id, idempotencyKey: 'stop' } },
    );
    const minutes = String(Math.ceil((performance.now() - askedAt) / 60_000));
    for (const { process: child } of publishers) child.kill('SIGINT');
    const urls = await readyUrls(house, 2);
    expect(urls).toHaveLength(2);
    const { kept, watched } = await watchAll(urls);

    const expected = await estimateOf(house, {
      ...{ at: printDay(Date.now()), roomsPerDay: 1, daysPerMonth: 1, cohort: 'FROM_2022_08' },
      ...{ anchorsPerRoom: 2, ...size, method: 'EACH_STREAM', formats: ['MP4'], minutesPerRoom: minutes },
      fileGb: '0',
      measures: [
        ...['RECORDING_TASK', 'CALL_MINUTES'].map((item) => ({ item, class: 'audio', quantity: '1' })),
        { item: 'STORAGE_VOD', class: 'standard', region: 'outside', quantity: printGb(kept) },
        { item: 'TRAFFIC_VOD', region: 'ap1', quantity: printGb(watched) },
      ],
    });
    expect(expected.lines.map(({ item, class: one }) => [item, one]).toSorted()).toEqual([
      ...[
        ['CALL_MINUTES', 'HD'],
        ['CALL_MINUTES', 'audio'],
      ],
      ...[
        ['RECORDING_TASK', 'HD'],
        ['RECORDING_TASK', 'audio'],
      ],
      ...[
        ['STORAGE_VOD', 'standard'],
        ['TRAFFIC_VOD', null],
      ],
    ]);
    // Bytes served are collected from the provider after a while.
    await eventually(
      'the bill has all that was watched',
      async () => (await billOf(house, sdkAppId)).total === expected.total,
      90_000,
    ).catch(() => undefined);
    expect(await billOf(house, sdkAppId)).toEqual(expected);
  }, 600_000);

  it('is what the provider’s usage calls say of the recorder’s minutes and of playback', async () => {
    const { importProviderUsage } = await house.ask<{
      importProviderUsage: { usage: { comparisons: { of: string; class: string }[] } };
    }>(
      `mutation ($input: ReconciliationMonthInput!) { importProviderUsage(input: $input) {
        usage { comparisons { of class } } } }`,
      { input: { month: printMonth(Date.now()) } },
      testApiKeys.finance,
    );
    const { comparisons } = importProviderUsage.usage;
    expect(comparisons.find(({ of }) => of === 'played')).toMatchObject({ class: 'MATCHED' });
  }, 60_000);
});

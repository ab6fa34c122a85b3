import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { livePath, signLive } from '../../../wire/live-address.ts';
import { publishAddress, testApplication, testPlayKey } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { startPublisher, type Publisher } from '../../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const SdkAppId = testApplication.sdkAppId;
const urlOf = (name: string): string => `rtmp://livepush.roomtape/live/${name}`;

describe('a relay over restarts of the engine', () => {
  let house: VodEngine;
  const publishers: Publisher[] = [];
  beforeAll(async () => {
    house = await openVodEngine();
  });
  afterAll(async () => {
    for (const { process } of publishers) process.kill('SIGKILL');
    await Promise.all(publishers.map(({ ended }) => ended));
    await house.close();
  });

  const publish = (): void => {
    const address = publishAddress(house.engine.ports['rtmp']!, { room: 'class', userId: 'ann' });
    publishers.push(startPublisher(address, 600));
  };
  const status = async (name: string): Promise<number> => {
    const query = signLive(testPlayKey, name, Math.floor(Date.now() / 1000) + 600);
    const url = `http://127.0.0.1:${String(house.engine.ports['http'])}${livePath(name, 'flv')}?${query}`;
    return (await fetch(url, { method: 'HEAD' })).status;
  };
  const start = (robot: string, name: string, MaxIdleTime: number) =>
    house.trtc().StartPublishCdnStream({
      ...{ SdkAppId, RoomId: 'class', RoomIdType: 1, WithTranscoding: 0 },
      AgentParams: { UserId: robot, MaxIdleTime },
      SingleSubscribeParams: { UserMediaStream: { UserInfo: { UserId: 'ann' }, StreamType: 0 } },
      PublishCdnParams: [{ PublishCdnUrl: urlOf(name), IsTencentCdn: 1 }],
    });
  /** The states that were told of a target, in the order in which they came about. */
  const told = (name: string): readonly string[] =>
    house.receiver.relays
      .filter(({ url }) => url === urlOf(name))
      .toSorted((one, other) => one.eventMs - other.eventMs)
      .map(({ state }) => state);
  const kill = async (): Promise<void> => {
    process.kill(house.engine.pid, 'SIGKILL');
    await house.restart();
  };

  it('goes on under its id with what it was asked for last, and ends without its stream', async () => {
    publish();
    const { TaskId } = await eventually(
      'ann can be relayed',
      async () => (await status('nothing')) === 404 && start('robot1', 'show', 600),
      60_000,
    );
    await start('robot2', 'brief', 5);
    await eventually('it is on the air', async () => (await status('show')) === 200, 90_000);
    await house.trtc().UpdatePublishCdnStream({
      ...{ SdkAppId, TaskId: TaskId!, SequenceNumber: 1, WithTranscoding: 0 },
      PublishCdnParams: [{ PublishCdnUrl: urlOf('again'), IsTencentCdn: 1 }],
    });
    await eventually('it has moved', async () => (await status('again')) === 200, 60_000);

    await kill();
    await eventually('it waits', () => told('again').at(-1) === 'recovering', 90_000);
    // Nobody publishes in its idle time: the other one is over.
    await eventually('the brief one is over', () => told('brief').at(-1) === 'idle', 90_000);
    expect(await status('again')).toBe(404);
    publish();
    await eventually('it is back', async () => (await status('again')) === 200, 90_000);
    expect(await status('brief')).toBe(404);
    expect(await status('show')).toBe(404);

    // A stop of the whole engine is no stop of what was asked.
    await house.restart();
    publish();
    await eventually('it is back again', async () => (await status('again')) === 200, 90_000);
    await house.trtc().StopPublishCdnStream({ SdkAppId, TaskId: TaskId! });
    await eventually('its end is told', () => told('again').at(-1) === 'idle', 90_000);
    expect(readdirSync(path.join(house.folder, 'journal', 'relays'))).toEqual([]);
    await kill();
    expect(await status('again')).toBe(404);
  }, 400_000);
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { trtc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/trtc/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { livePath, signLive } from '../../../wire/live-address.ts';
import type { RelayStateName } from '../../../wire/trtc-relay-callback.ts';
import { makeUserSig } from '../../../wire/user-sig.ts';
import {
  publishAddress,
  testApplication,
  testCredential,
  testPlayKey,
} from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import { startPublisher, type Publisher } from '../../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const { sdkAppId, secretKey } = testApplication;

/** A free port. Whoever listens on it next may meet another: the callers try again. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A foreign RTMP server that takes one stream into a file. */
function listen(port: number, file: string): ChildProcess {
  const address = `rtmp://127.0.0.1:${String(port)}/app/key`;
  return spawn(
    'ffmpeg',
    [
      '-y',
      '-loglevel',
      'error',
      '-nostdin',
      '-listen',
      '1',
      '-i',
      address,
      '-c',
      'copy',
      '-flush_packets',
      '1',
      file,
    ],
    { stdio: 'ignore' },
  );
}

describe('a relay that is asked for', () => {
  const agent = new http.Agent({ keepAlive: true });
  let house: VodEngine;
  let client: InstanceType<typeof trtc.v20190722.Client>;
  const publishers: Publisher[] = [];
  const children: ChildProcess[] = [];

  const publish = (userId: string): Publisher => {
    const publisher = startPublisher(
      publishAddress(house.engine.ports['rtmp']!, { room: 'class', userId }),
      300,
    );
    publishers.push(publisher);
    return publisher;
  };
  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  const seen = (userId: string) =>
    eventually(
      `${userId} is seen`,
      () => house.receiver.trtc.some((event) => event.name === 'video-started' && event.userId === userId),
      60_000,
    );
  const air = (name: string) => ({ PublishCdnUrl: `rtmp://livepush.roomtape/live/${name}`, IsTencentCdn: 1 });
  const parameters = (robot: string, targets: readonly object[], more: object = {}) => ({
    SdkAppId: sdkAppId,
    RoomId: 'class',
    RoomIdType: 1,
    AgentParams: { UserId: robot },
    WithTranscoding: 0,
    SingleSubscribeParams: { UserMediaStream: { UserInfo: { UserId: 'ann' }, StreamType: 0 } },
    PublishCdnParams: [...targets] as { PublishCdnUrl: string; IsTencentCdn: number }[],
    ...more,
  });
  const head = async (name: string): Promise<number> => {
    const query = signLive(testPlayKey, name, Math.floor(Date.now() / 1000) + 600);
    const url = `http://127.0.0.1:${String(house.engine.ports['http'])}${livePath(name, 'flv')}?${query}`;
    return (await fetch(url, { method: 'HEAD' })).status;
  };
  /** Waits until a target was in these states in this order; callbacks come in any. */
  const states = (url: string, wanted: readonly RelayStateName[]) =>
    eventually(
      `${url} is ${wanted.join(', ')}`,
      () => {
        const told = house.receiver.relays
          .filter((event) => event.url === url)
          .toSorted((one, other) => one.eventMs - other.eventMs)
          .map(({ state }) => state);
        return wanted.every((state) => told.includes(state));
      },
      180_000,
    );
  const codeOf = async (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'none',
      (error: unknown) => (error as { readonly code: string }).code,
    );

  beforeAll(async () => {
    house = await openVodEngine();
    client = new trtc.v20190722.Client({
      ...{ credential: testCredential, region: 'ap-guangzhou' },
      profile: {
        httpProfile: {
          ...{ protocol: 'http://', agent },
          endpoint: `127.0.0.1:${String(house.engine.ports['http'])}/api`,
        },
      },
    });
    publish('ann');
    await seen('ann');
  });
  afterAll(async () => {
    await Promise.all([...publishers.map(({ process }) => process), ...children].map(end));
    await house.close();
    agent.destroy();
  });

  it('goes onto the air, follows its stream, and ends when it is told to', async () => {
    const { TaskId } = await client.StartPublishCdnStream(parameters('robot1', [air('show')]));
    expect(await head('show')).toBe(200);
    await states(air('show').PublishCdnUrl, ['running']);
    const [told] = house.receiver.relays;
    expect(told).toMatchObject({
      taskId: TaskId,
      userId: 'robot1',
      room: { kind: 'string', value: 'class' },
    });

    const [first] = publishers.splice(0, 1);
    await end(first!.process);
    await states(air('show').PublishCdnUrl, ['recovering']);
    expect(await head('show')).toBe(404);
    publish('ann');
    await eventually('it is back', async () => (await head('show')) === 200, 60_000);

    await client.StopPublishCdnStream({ SdkAppId: sdkAppId, TaskId: TaskId! });
    expect(await head('show')).toBe(404);
    await states(air('show').PublishCdnUrl, ['idle']);
    expect(await codeOf(client.StopPublishCdnStream({ SdkAppId: sdkAppId, TaskId: TaskId! }))).toBe(
      'FailedOperation.TaskNotExist',
    );
  });

  it('is pushed to a foreign server, and again when that was away', async () => {
    const port = await freePort();
    const files = ['one.flv', 'two.flv'].map((name) => path.join(house.folder, name)) as [string, string];
    const big = (file: string) =>
      eventually(
        `${file} has media`,
        () => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 60_000,
        120_000,
      );
    const one = listen(port, files[0]);
    children.push(one);
    const url = `rtmp://127.0.0.1:${String(port)}/app/key`;
    const { TaskId } = await client.StartPublishCdnStream(
      parameters('robot2', [{ PublishCdnUrl: url, IsTencentCdn: 0 }]),
    );
    await big(files[0]);
    await states(url, ['connecting', 'running']);
    await end(one);
    await states(url, ['recovering']);
    const two = listen(port, files[1]);
    children.push(two);
    await big(files[1]);
    const ended = once(two, 'close');
    await client.StopPublishCdnStream({ SdkAppId: sdkAppId, TaskId: TaskId! });
    await ended;
    const { video, audio } = await probe(files[1]);
    expect(video).toMatchObject({ codec: 'h264', width: 320 });
    expect(video!.frames).toBeGreaterThan(15);
    expect(audio).toMatchObject({ codec: 'aac' });
    await states(url, ['idle']);
  });

  it('is of a mix, which is on the air by itself and pushed as it is asked for', async () => {
    const port = await freePort();
    const file = path.join(house.folder, 'mix.flv');
    const server = listen(port, file);
    children.push(server);
    const room = { SdkAppId: sdkAppId, StrRoomId: 'class' };
    await client.StartMCUMixTranscodeByStrRoomId({
      ...room,
      OutputParams: { StreamId: 'class_mix' },
      EncodeParams: {
        ...{ AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 },
        ...{ VideoWidth: 320, VideoHeight: 180, VideoBitrate: 300, VideoFramerate: 10, VideoGop: 1 },
      },
      LayoutParams: { Template: 1 },
      PublishCdnParams: { BizId: 1, PublishCdnUrls: [`rtmp://127.0.0.1:${String(port)}/app/key`] },
    });
    expect(await head('class_mix')).toBe(200);
    await eventually(
      'the mix has come',
      () => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 60_000,
      120_000,
    );
    const ended = once(server, 'close');
    await client.StopMCUMixTranscodeByStrRoomId(room);
    await ended;
    expect((await probe(file)).video).toMatchObject({ codec: 'h264', width: 320 });
    expect(await head('class_mix')).toBe(404);
  });

  it('changes its targets and its stream without a break for those that stay', async () => {
    publish('bob');
    await seen('bob');
    const { TaskId } = await client.StartPublishCdnStream(parameters('robot3', [air('stay'), air('go')]));
    const change = (SequenceNumber: number, more: object) =>
      client.UpdatePublishCdnStream({
        ...{ SdkAppId: sdkAppId, TaskId: TaskId!, SequenceNumber, WithTranscoding: 0 },
        ...more,
      });
    await change(1, { PublishCdnParams: [air('stay'), air('come')] });
    expect(await Promise.all(['stay', 'go', 'come'].map(head))).toEqual([200, 404, 200]);
    await change(2, {
      SingleSubscribeParams: { UserMediaStream: { UserInfo: { UserId: 'bob' }, StreamType: 0 } },
    });
    expect(await head('stay')).toBe(200);
    expect(await codeOf(change(2, { PublishCdnParams: [air('late')] }))).toBe(
      'FailedOperation.RequestRejection',
    );
    await client.StopPublishCdnStream({ SdkAppId: sdkAppId, TaskId: TaskId! });
    expect(await head('come')).toBe(404);
  });

  it.each([
    [
      'InvalidParameterValue',
      { PublishCdnParams: Array.from({ length: 11 }, (_, n) => air(`s${String(n)}`)) },
    ],
    ['InvalidParameter.AgentParams', { AgentParams: { UserId: 'robot9', MaxIdleTime: 4 } }],
    ['InvalidParameter.AgentParams', { AgentParams: { UserId: 'robot9', UserSig: 'none' } }],
    ['InvalidParameter.RoomId', { RoomId: '0', RoomIdType: 0 }],
    ['InvalidParameter.PublishCdnUrls', { PublishCdnParams: [{ PublishCdnUrl: 'http://x/live/a' }] }],
    [
      'InvalidParameter.PublishCdnUrls',
      { PublishCdnParams: [{ PublishCdnUrl: 'rtmp://elsewhere.example/live/a' }] },
    ],
    ['MissingParameter.PublishCdnParams', { PublishCdnParams: undefined }],
    ['MissingParameter', { SingleSubscribeParams: undefined }],
    ['MissingParameter', { WithTranscoding: 1 }],
    [
      'InvalidParameterValue',
      { VideoParams: { VideoEncode: { Width: 1921, Height: 2, Fps: 1, BitRate: 1, Gop: 1 } } },
    ],
    ['FailedOperation.SdkAppIdNotExist', { SdkAppId: 1_400_999_999 }],
    ['UnknownParameter', { Other: 1 }],
  ])('is refused as %s with %j', async (code, more) => {
    expect(await codeOf(client.StartPublishCdnStream(parameters('robot9', [air('no')], more)))).toBe(code);
  });

  it('has a name and a robot of its own', async () => {
    const { TaskId } = await client.StartPublishCdnStream(parameters('robot4', [air('mine')]));
    const second = client.StartPublishCdnStream(parameters('robot5', [air('mine')]));
    expect(await codeOf(second)).toBe('FailedOperation.RequestRejection');
    const sameRobot = client.StartPublishCdnStream(parameters('robot4', [air('other')]));
    expect(await codeOf(sameRobot)).toBe('FailedOperation.RequestRejection');
    const undecodable = [{ PublishCdnUrl: 'rtmp://livepush.roomtape/live/%zz', IsTencentCdn: 1 }];
    expect(await codeOf(client.StartPublishCdnStream(parameters('robot5', undecodable)))).toBe(
      'InvalidParameter.PublishCdnUrls',
    );
    await client.StopPublishCdnStream({ SdkAppId: sdkAppId, TaskId: TaskId! });
  });

  it('fails for an address of a network that is not public', async () => {
    const url = 'rtmp://10.0.0.1/app/key';
    const { TaskId } = await client.StartPublishCdnStream(
      parameters('robot6', [{ PublishCdnUrl: url, IsTencentCdn: 0 }]),
    );
    await states(url, ['failed']);
    expect(
      house.receiver.relays.find((event) => event.url === url && event.state === 'failed'),
    ).toMatchObject({
      errorMessage: '10.0.0.1 is not a public address',
    });
    await client.StopPublishCdnStream({ SdkAppId: sdkAppId, TaskId: TaskId! });
  });

  it('may be the publisher’s own, in the middle of the session', async () => {
    const issuedAt = Math.floor(Date.now() / 1000);
    const sign = (userId: string) =>
      makeUserSig({ sdkAppId, userId, issuedAt, lifetimeSeconds: 60 }, secretKey);
    const ask = async (what: 'start' | 'stop', more: object = {}): Promise<number> => {
      const answer = await fetch(
        `http://127.0.0.1:${String(house.engine.ports['http'])}/publishing/${what}`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ sdkAppId, room: 'class', userId: 'ann', userSig: sign('ann'), ...more }),
        },
      );
      return answer.status;
    };
    expect(await ask('start', { streamId: 'by_ann' })).toBe(200);
    expect(await head('by_ann')).toBe(200);
    expect(await ask('stop')).toBe(200);
    expect(await head('by_ann')).toBe(404);
    expect(await ask('start')).toBe(200);
    expect(await head(`${String(sdkAppId)}_class_ann_main`)).toBe(200);
    expect(await ask('start', { userSig: sign('bob') })).toBe(403);
    expect(await ask('start', { userId: 'eve', userSig: sign('eve') })).toBe(404);
    expect(await ask('start', { streamType: 'x' })).toBe(400);
  });
});

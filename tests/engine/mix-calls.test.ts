import http from 'node:http';
import { trtc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/trtc/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child } from '../../cli/child.ts';
import { signHotlink } from '../../wire/hotlink.ts';
import { startCallbackReceiver, type CallbackReceiver } from '../support/callback-receiver.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  publishAddress,
  startEngineProcess,
  testApplication,
  testCredential,
  testEngineConfig,
  testPlayKey,
} from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { probe } from '../support/probe.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const sound = { AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 };
const encode = {
  ...sound,
  ...{ VideoWidth: 320, VideoHeight: 180, VideoBitrate: 300, VideoFramerate: 10, VideoGop: 1 },
};

describe('a call for a mix', () => {
  const agent = new http.Agent({ keepAlive: true });
  const folder = openTemporaryFolder();
  let database: TestDatabase;
  let receiver: CallbackReceiver;
  let engine: Child;
  let publisher: Publisher;
  let client: InstanceType<typeof trtc.v20190722.Client>;

  beforeAll(async () => {
    database = await openTestDatabase();
    receiver = await startCallbackReceiver(testApplication.callbackKey);
    engine = await startEngineProcess(
      testEngineConfig({
        ...{ databaseUrl: database.engineUrl, folder: folder.path, callbackUrls: receiver.urls },
      }),
    );
    const endpoint = `127.0.0.1:${String(engine.ports['http'])}/api`;
    client = new trtc.v20190722.Client({
      ...{ credential: testCredential, region: 'ap-guangzhou' },
      profile: { httpProfile: { protocol: 'http://', endpoint, agent } },
    });
    publisher = startPublisher(publishAddress(engine.ports['rtmp']!, { room: 'calls', userId: 'u1' }), 300);
    await eventually(
      'the publisher is seen',
      () => receiver.trtc.some(({ name }) => name === 'video-started'),
      60_000,
    );
  });
  afterAll(async () => {
    publisher.process.kill('SIGKILL');
    await publisher.ended;
    await engine.stop();
    await receiver.close();
    await database.close();
    agent.destroy();
    folder.close();
  });

  const start = (more: object) =>
    client.StartMCUMixTranscodeByStrRoomId({
      ...{ SdkAppId: testApplication.sdkAppId, StrRoomId: 'calls' },
      ...{ OutputParams: { StreamId: 'calls_mix' }, EncodeParams: encode, LayoutParams: { Template: 1 } },
      ...more,
    });
  const output = (RecordId: string, more = {}) => ({
    OutputParams: { StreamId: 'calls_mix', RecordId, ...more },
  });
  const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const opened = (url: string): string => {
    const expiresAt = Math.floor(Date.now() / 1000) + 600;
    return `${url}?${signHotlink(testPlayKey, new URL(url).pathname, { expiresAt })}`;
  };
  /** Callbacks of one stream id in the order of its recordings; each has a file of either format. */
  const films = (count: number) =>
    eventually(
      `${String(count)} files of the mix`,
      () => {
        const found = receiver.files().filter(({ streamId }) => streamId === 'calls_mix');
        return found.length === count ? found : null;
      },
      120_000,
    );

  it('is refused with all its faults in the vendor’s words and the first one’s code', async () => {
    await expect(
      start({
        EncodeParams: { ...encode, AudioBitrate: 7, VideoHeight: 181 },
        LayoutParams: {
          Template: 3,
          SmallVideoLayoutParams: { UserId: 'u2', StreamType: 0, ImageWidth: 400, LocationY: 5 },
        },
      }),
    ).rejects.toMatchObject({
      code: 'InvalidParameter.AudioEncodeParams',
      message: expect.stringMatching(
        /EncodeParams\.AudioBitrate is 7.*EncodeParams\.VideoHeight is 181/,
      ) as string,
    });
    await expect(
      start({
        LayoutParams: {
          Template: 3,
          SmallVideoLayoutParams: { UserId: 'u2', StreamType: 0, ImageWidth: 400, LocationY: 5 },
        },
      }),
    ).rejects.toMatchObject({
      code: 'InvalidParameter.SmallVideoLayoutParams',
      message: expect.stringMatching(
        /SmallVideoLayoutParams\.ImageWidth is 400.*SmallVideoLayoutParams\.ImageHeight is 0/,
      ) as string,
    });
    await expect(start({ EncodeParams: sound })).rejects.toMatchObject({
      code: 'MissingParameter.VideoEncodeParams',
    });
    await expect(start({ EncodeParams: { ...encode, AudioCodec: 1 } })).rejects.toMatchObject({
      code: 'UnsupportedOperation',
    });
    await expect(
      start({ EncodeParams: { ...encode, BackgroundImageUrl: 'http://127.0.0.2:1/a.png' } }),
    ).rejects.toMatchObject({ code: 'InvalidParameter.EncodeParams' });
  });

  it('with another RecordId ends the mix and begins another, with the same ids only changes its layout', async () => {
    await start(output('first'));
    await pause(2);
    await start({ ...output('first'), LayoutParams: { Template: 0 } });
    await expect(
      start({ ...output('first'), EncodeParams: { ...encode, AudioChannels: 1 } }),
    ).rejects.toMatchObject({ code: 'UnsupportedOperation' });
    await pause(2);
    await start(output('second'));
    await pause(3);
    await client.StopMCUMixTranscodeByStrRoomId({
      ...{ SdkAppId: testApplication.sdkAppId, StrRoomId: 'calls' },
    });
    for (const { videoUrl } of await films(4)) {
      const { video, durationSeconds } = await probe(opened(videoUrl));
      expect(video).toMatchObject({ width: 320, height: 180 });
      expect(durationSeconds).toBeGreaterThan(1);
    }
  }, 200_000);

  it('for sound alone needs no form of a picture and records none', async () => {
    await start({ ...output('sound', { PureAudioStream: 1 }), EncodeParams: sound });
    await pause(4);
    await client.StopMCUMixTranscodeByStrRoomId({
      ...{ SdkAppId: testApplication.sdkAppId, StrRoomId: 'calls' },
    });
    for (const { videoUrl } of (await films(6)).slice(4)) {
      const { video, audio, durationSeconds } = await probe(opened(videoUrl));
      expect(video).toBeNull();
      expect(audio).toEqual({ codec: 'aac', sampleRate: 48_000 });
      expect(durationSeconds).toBeGreaterThan(1);
    }
  }, 200_000);
});

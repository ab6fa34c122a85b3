import { existsSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { trtc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/trtc/index.js';
import { vod } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vod/index.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Child } from '../../cli/child.ts';
import { signHotlink } from '../../wire/hotlink.ts';
import { signTc3 } from '../../wire/tc3.ts';
import type { CallbackReceiver } from '../support/callback-receiver.ts';
import { startCallbackReceiver } from '../support/callback-receiver.ts';
import type { TestDatabase } from '../support/database.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  publishAddress,
  startEngineProcess,
  testAppId,
  testApplication,
  testCredential,
  testEngineConfig,
  testPlayKey,
} from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { probe } from '../support/probe.ts';
import { startPublisher } from '../support/publisher.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const agent = new http.Agent({ keepAlive: true });

describe('the engine', () => {
  let database: TestDatabase;
  let receiver: CallbackReceiver;
  let engine: Child;
  const folder = openTemporaryFolder();

  async function start(): Promise<Child> {
    return startEngineProcess(
      testEngineConfig({
        databaseUrl: database.engineUrl,
        folder: folder.path,
        callbackUrls: receiver.urls,
      }),
    );
  }
  beforeAll(async () => {
    database = await openTestDatabase();
    receiver = await startCallbackReceiver(testApplication.callbackKey);
    engine = await start();
  });
  afterEach(() => {
    expect(receiver.faults).toEqual([]);
    receiver.css.length = 0;
    receiver.trtc.length = 0;
    receiver.bodies.length = 0;
  });
  afterAll(async () => {
    await engine.stop();
    await receiver.close();
    await database.close();
    agent.destroy();
    folder.close();
  });

  const client = () => {
    const options = {
      credential: testCredential,
      region: 'ap-guangzhou',
      profile: {
        httpProfile: {
          protocol: 'http://' as const,
          endpoint: `127.0.0.1:${String(engine.ports['http'])}/api`,
          agent,
        },
      },
    };
    return { vod: new vod.v20180717.Client(options), trtc: new trtc.v20190722.Client(options) };
  };

  /** A call in the form that the vendor's page prints: everything in the query. */
  async function byQuery(product: string, query: string): Promise<Record<string, unknown>> {
    const timestamp = Math.floor(Date.now() / 1000);
    const whole = `${query}&Region=ap-guangzhou&Timestamp=${String(timestamp)}`;
    const host = `127.0.0.1:${String(engine.ports['http'])}`;
    const contentType = 'application/x-www-form-urlencoded';
    const request = { method: 'GET', path: '/api', query: whole, contentType, host, body: '' } as const;
    const answer = await fetch(`http://${host}/api?${whole}`, {
      headers: {
        'content-type': contentType,
        authorization: signTc3(request, testCredential, timestamp, product),
      },
    });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { Response: Record<string, unknown> }).Response;
  }

  function opened(url: string): string {
    const { pathname } = new URL(url);
    return `${url}?${signHotlink(testPlayKey, pathname, { expiresAt: Math.floor(Date.now() / 1000) + 600 })}`;
  }

  /** What the library served in the last quarter of an hour, in bytes. */
  const trafficNow = async (): Promise<number> => {
    const nowMs = Date.now();
    const { Data } = await client().vod.DescribeCDNUsageData({
      StartTime: new Date(nowMs - 900_000).toISOString(),
      EndTime: new Date(nowMs + 60_000).toISOString(),
      DataType: 'Flux',
      DataInterval: 5,
    });
    return Data!.reduce((sum, { Value }) => sum + Value!, 0);
  };

  it('records a publisher, tells of it, finds it, plays it, and deletes it', async () => {
    expect(await trafficNow()).toBe(0);
    const address = publishAddress(engine.ports['rtmp']!, {
      room: '1001',
      userId: 'rexchang',
      extra: '&roomidtype=int&streamid=stream1001&userdefinerecordid=lesson_7',
    });
    const { code, said } = await startPublisher(address, 5).ended;
    expect({ code, said }).toEqual({ code: 0, said: '' });
    const files = await eventually('two files', () =>
      receiver.files().length === 2 ? receiver.files() : null,
    );
    await eventually('the room is over', () => receiver.trtc.some(({ name }) => name === 'room-dismissed'));
    await eventually(
      'everything ended',
      () => receiver.statuses().length === 4 && receiver.pushes().length === 2,
    );

    for (const file of files) {
      expect(file).toMatchObject({ appId: testAppId, streamId: 'stream1001', path: 'trtc_1400000123' });
      expect(file.streamParam).toBe(
        'sdkappid=1400000123&roomid=1001&roomidtype=int&userid=cmV4Y2hhbmc=&userdefinerecordid=lesson_7&streamtype=main',
      );
      const { durationSeconds, video, audio } = await probe(opened(file.videoUrl));
      expect(video).toEqual({ codec: 'h264', width: 320, height: 180, frames: 75 });
      expect(audio).toEqual({ codec: 'aac', sampleRate: 48000 });
      expect(Math.abs(durationSeconds - 5)).toBeLessThan(0.1);
    }
    const body = receiver.bodies.find((fields) => fields['event_type'] === 100)!;
    expect(Object.keys(body).sort()).toEqual(
      [
        ...['app', 'appid', 'appname', 'callback_ext', 'channel_id', 'duration', 'end_time', 'end_time_usec'],
        ...['event_type', 'file_format', 'file_id', 'file_size', 'media_start_time', 'record_bps'],
        ...[
          'record_file_id',
          'sign',
          'start_time',
          'start_time_usec',
          'stream_id',
          'stream_param',
          't',
          // Ours.
          'file_start_time_ms',
          'session_id',
          'video_url',
        ],
      ].sort(),
    );
    const [begun, over] = receiver.pushes().toSorted((one, other) => Number(other.live) - Number(one.live));
    expect(begun).toMatchObject({ live: true, width: 320, height: 180, sequence: over!.sequence });
    expect(over).toMatchObject({ live: false, errcode: 1 });
    expect(over!.pushDurationMs).toBeGreaterThan(4500);
    expect(receiver.trtc.map(({ name }) => name).sort()).toEqual(
      [
        'room-created',
        'user-entered',
        'video-started',
        'audio-started',
        'user-left',
        'room-dismissed',
      ].sort(),
    );
    expect(receiver.trtc[0]!.room).toEqual({ kind: 'int', value: 1001 });

    const bySdk = await client().vod.SearchMedia({
      StreamId: 'stream1001',
      Sort: { Field: 'CreateTime', Order: 'Desc' },
    });
    expect(bySdk.TotalCount).toBe(2);
    expect(bySdk.MediaInfoSet![0]!.BasicInfo!.Name).toMatch(
      /^lesson_7_main_\d{4}(-\d\d){5}_\d{4}(-\d\d){5}$/,
    );
    const sent = await byQuery(
      'vod',
      'Action=SearchMedia&Version=2018-07-17&StreamId=stream1001&Sort.Field=CreateTime&Sort.Order=Desc',
    );
    expect((sent['MediaInfoSet'] as { FileId: string }[]).map(({ FileId }) => FileId)).toEqual(
      bySdk.MediaInfoSet!.map(({ FileId }) => FileId),
    );

    const [first, second] = files as [(typeof files)[0], (typeof files)[0]];
    const media = await client().vod.DescribeMediaInfos({ FileIds: [first.fileId, '5285890798866415058'] });
    expect(media.NotExistFileIdSet).toEqual(['5285890798866415058']);
    expect(media.MediaInfoSet![0]!.MetaData).toMatchObject({ Size: first.fileSize, Width: 320, Height: 180 });

    const now = Math.floor(Date.now() / 1000);
    const rooms = await client().trtc.DescribeRoomInfo({
      SdkAppId: testApplication.sdkAppId,
      StartTime: now - 3600,
      EndTime: now + 60,
    });
    expect(rooms.RoomList).toMatchObject([{ RoomString: '1001', IsFinished: true, UserId: 'rexchang' }]);

    await eventually('all traffic is written down', async () => (await trafficNow()) > 50_000);

    await client().vod.DeleteMedia({ FileId: first.fileId });
    expect(existsSync(path.join(folder.path, 'media', first.fileId))).toBe(false);
    expect((await fetch(opened(first.videoUrl))).status).toBe(404);
    expect(await byQuery('vod', `Action=DeleteMedia&Version=2018-07-17&FileId=${second.fileId}`)).toEqual({
      RequestId: expect.any(String) as string,
    });
    const again = await byQuery('vod', `Action=DeleteMedia&Version=2018-07-17&FileId=${second.fileId}`);
    expect(again).toMatchObject({ Error: { Code: 'ResourceNotFound' } });
  });

  it('serves ranges, heads and playlists, and nothing to who has no signature', async () => {
    const address = publishAddress(engine.ports['rtmp']!, { room: 'ranges', userId: 'u1' });
    expect((await startPublisher(address, 3).ended).code).toBe(0);
    const files = await eventually('two files', () => {
      const own = receiver.files().filter(({ streamId }) => streamId.includes('ranges'));
      return own.length === 2 ? own : null;
    });
    const mp4 = files.find(({ format }) => format === 'mp4')!;
    const hls = files.find(({ format }) => format === 'hls')!;

    expect((await fetch(mp4.videoUrl)).status).toBe(403);
    const past = signHotlink(testPlayKey, new URL(mp4.videoUrl).pathname, { expiresAt: 1_600_000_000 });
    expect(await (await fetch(`${mp4.videoUrl}?${past}`)).text()).toContain('expired');
    const url = opened(mp4.videoUrl);
    const part = await fetch(url, { headers: { range: 'bytes=4-7' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 4-7/${String(mp4.fileSize)}`);
    expect(await part.text()).toBe('ftyp');
    const beyond = await fetch(url, { headers: { range: `bytes=${String(mp4.fileSize)}-` } });
    expect(beyond.status).toBe(416);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(mp4.fileSize)]);
    expect(head.headers.get('access-control-allow-origin')).toBe('*');

    const playlist = await fetch(opened(hls.videoUrl));
    expect(playlist.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    const lines = (await playlist.text()).split('\n').filter((line) => /^\d/.test(line));
    expect(lines[0]).toMatch(/^0\.m4s\?t=[0-9a-f]+&sign=[0-9a-f]{32}$/);
    const segment = await fetch(new URL(lines[0]!, hls.videoUrl));
    expect([segment.status, segment.headers.get('content-type')]).toEqual([200, 'video/iso.segment']);
    const outside = hls.videoUrl.replace('playlist.m3u8', 'playlist.m3u8.new');
    expect((await fetch(opened(outside))).status).toBe(404);
  });

  it('refuses a wrong signature before a byte of media, and the publisher reads why', async () => {
    const wrong = { room: 'refused', userId: 'u1', secretKey: 'another key' };
    const { code, said } = await startPublisher(publishAddress(engine.ports['rtmp']!, wrong), 3).ended;
    expect(code).not.toBe(0);
    expect(said).toContain('usersig was not signed with the key of this application');
    expect(receiver.css.filter(({ streamId }) => streamId.includes('refused'))).toEqual([]);
    expect(receiver.trtc.filter(({ room }) => room.value === 'refused')).toEqual([]);
  });

  it('answers faults in the codes of the vendor', async () => {
    const { vod: media, trtc: rooms } = client();
    await expect(media.SearchMedia({ Limit: 4000, Offset: 2000 })).rejects.toMatchObject({
      code: 'InvalidParameterValue.OffsetTooLarge',
    });
    await expect(media.request('SearchMedia', { Colour: 'red' })).rejects.toMatchObject({
      code: 'UnknownParameter',
    });
    await expect(media.request('NoSuchAction', {})).rejects.toMatchObject({ code: 'InvalidAction' });
    await expect(media.request('DeleteMedia', {})).rejects.toMatchObject({ code: 'MissingParameter' });
    await expect(rooms.StopMCUMixTranscode({ SdkAppId: 1400000123, RoomId: 5 })).rejects.toMatchObject({
      code: 'FailedOperation.MixSessionNotExist',
    });
    expect(await byQuery('vod', 'Action=SearchMedia&Version=2019-07-22')).toMatchObject({
      Error: { Code: 'NoSuchVersion' },
    });
    const stranger = new vod.v20180717.Client({
      credential: { secretId: testCredential.secretId, secretKey: 'wrong' },
      region: 'ap-guangzhou',
      profile: {
        httpProfile: {
          protocol: 'http://',
          endpoint: `127.0.0.1:${String(engine.ports['http'])}/api`,
          agent,
        },
      },
    });
    await expect(stranger.SearchMedia({})).rejects.toMatchObject({ code: 'AuthFailure.SignatureFailure' });
  });

  it('mixes two publishers into a recorded file', async () => {
    const rtmp = engine.ports['rtmp']!;
    const encode = {
      ...{ AudioSampleRate: 48000, AudioBitrate: 64, AudioChannels: 2 },
      ...{ VideoWidth: 640, VideoHeight: 360, VideoBitrate: 500, VideoFramerate: 15, VideoGop: 1 },
    };
    const request = {
      SdkAppId: testApplication.sdkAppId,
      StrRoomId: 'duet',
      OutputParams: { StreamId: 'duet_mix', RecordId: 'duet' },
      EncodeParams: encode,
      LayoutParams: { Template: 1 },
    };
    await expect(client().trtc.StartMCUMixTranscodeByStrRoomId(request)).rejects.toMatchObject({
      code: 'FailedOperation.RoomNotExist',
    });
    const publishers = ['u1', 'u2'].map((userId) =>
      startPublisher(publishAddress(rtmp, { room: 'duet', userId }), 7),
    );
    await eventually(
      'both are seen',
      () =>
        receiver.trtc.filter(({ name, room }) => name === 'video-started' && room.value === 'duet').length ===
        2,
    );
    await client().trtc.StartMCUMixTranscodeByStrRoomId(request);
    for (const { ended } of publishers) expect((await ended).code).toBe(0);
    const mixed = await eventually('the mixed files', () => {
      const found = receiver.files().filter(({ streamId }) => streamId === 'duet_mix');
      return found.length === 2 ? found : null;
    });
    for (const file of mixed) {
      const { durationSeconds, video, audio } = await probe(opened(file.videoUrl));
      expect(video).toMatchObject({ codec: 'h264', width: 640, height: 360 });
      expect(audio).toMatchObject({ codec: 'aac' });
      expect(durationSeconds).toBeGreaterThan(3);
    }
    const found = await client().vod.SearchMedia({ NamePrefixes: ['duet_'] });
    expect(found.TotalCount).toBe(2);
  });

  it('delivers a callback when its receiver is well again', async () => {
    receiver.refuseWith = 503;
    const address = publishAddress(engine.ports['rtmp']!, { room: 'deaf', userId: 'u1' });
    expect((await startPublisher(address, 2).ended).code).toBe(0);
    // Room events are tried again at once and then every ten seconds.
    await eventually('the engine tried', () => receiver.refused >= 8);
    receiver.refuseWith = null;
    await eventually('the room is told of', () =>
      receiver.trtc.some(({ name, room }) => name === 'room-dismissed' && room.value === 'deaf'),
    );
  });

  it('finishes, finds, plays and tells of a recording that a SIGKILL cut, losing one fragment at most', async () => {
    // Callbacks of the rooms before may still come: only this stream's count.
    const streamId = '1400000123_killed_u1_main';
    const own = <T extends { readonly streamId: string }>(events: readonly T[]): T[] =>
      events.filter((event) => event.streamId === streamId);
    const inRoom = () => receiver.trtc.filter(({ room }) => room.value === 'killed');
    const address = publishAddress(engine.ports['rtmp']!, { room: 'killed', userId: 'u1' });
    const publisher = startPublisher(address, 30);
    const begun = Date.now();
    await eventually('the stream is seen', () => own(receiver.statuses()).length === 2);
    await new Promise((resolve) => setTimeout(resolve, 6000 - (Date.now() - begun)));
    process.kill(engine.pid, 'SIGKILL');
    await engine.ended;
    const livedSeconds = (Date.now() - begun) / 1000;
    await publisher.ended;
    engine = await start();

    const files = await eventually('both files', () =>
      own(receiver.files()).length === 2 ? own(receiver.files()) : null,
    );
    for (const file of files) {
      const { durationSeconds, video } = await probe(opened(file.videoUrl));
      expect(durationSeconds).toBeGreaterThan(livedSeconds - 3.5);
      expect(Math.abs(video!.frames / 15 - durationSeconds)).toBeLessThan(0.15);
    }
    await eventually('the end is told', () => own(receiver.pushes()).some(({ live }) => !live));
    expect(own(receiver.pushes()).find(({ live }) => !live)).toMatchObject({ errcode: 2 });
    await eventually('the room is over', () => inRoom().some(({ name }) => name === 'room-dismissed'));
    expect(inRoom().filter(({ name }) => name === 'user-left')).toMatchObject([{ userId: 'u1', reason: 2 }]);
    expect((await client().vod.SearchMedia({ StreamId: streamId })).TotalCount).toBe(2);
  });
});

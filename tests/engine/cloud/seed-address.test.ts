import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signTc3 } from '../../../wire/tc3.ts';
import { publishAddress, testCredential } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import { startPublisher, type Publisher } from '../../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const room = { SdkAppId: 1400000123, RoomId: 1001 };
/** As the vendor's page on recording prints them (https://www.tencentcloud.com/document/product/647/35426). */
const parameters = {
  ...room,
  OutputParams: { RecordId: '1400000123_room1001', RecordAudioOnly: 0 },
  EncodeParams: {
    ...{ VideoWidth: 1280, VideoHeight: 720, VideoBitrate: 1560, VideoFramerate: 15, VideoGop: 3 },
    ...{ BackgroundColor: 0, AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 },
  },
  LayoutParams: { Template: 1 },
};
const address = `https://trtc.tencentcloudapi.com/?Action=StartMCUMixTranscode
&SdkAppId=1400000123
&RoomId=1001
&OutputParams.RecordId=1400000123_room1001
&OutputParams.RecordAudioOnly=0
&EncodeParams.VideoWidth=1280
&EncodeParams.VideoHeight=720
&EncodeParams.VideoBitrate=1560
&EncodeParams.VideoFramerate=15
&EncodeParams.VideoGop=3
&EncodeParams.BackgroundColor=0
&EncodeParams.AudioSampleRate=48000
&EncodeParams.AudioBitrate=64
&EncodeParams.AudioChannels=2
&LayoutParams.Template=1`;

describe('the call that the vendor’s page prints', () => {
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

  /** Sends a printed address to this engine, with the common parameters that the page leaves out. */
  const byAddress = async (
    printed: string,
    product: string,
    version: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly secretKey?: string } = {},
  ) => {
    const timestamp = Math.floor(Date.now() / 1000);
    const common = `&Region=ap-guangzhou&Version=${version}&Timestamp=${String(timestamp)}`;
    const query = printed.replaceAll('\n', '').replace(/^.*\?/, '') + common;
    const host = `127.0.0.1:${String(house.engine.ports['http'])}`;
    const contentType = 'application/x-www-form-urlencoded';
    const request = { method: 'GET', path: '/api', query, contentType, host, body: '' } as const;
    const credential = {
      ...testCredential,
      ...(more.secretKey === undefined ? {} : { secretKey: more.secretKey }),
    };
    const authorization = signTc3(request, credential, timestamp, product);
    const headers = { 'content-type': contentType, authorization, ...more.headers };
    const answer = await fetch(`http://${host}/api?${query}`, { headers });
    return ((await answer.json()) as { Response: Record<string, unknown> }).Response;
  };

  it('by POST, by the SDK’s GET and by its literal address ends in a mixed file that is found and deleted', async () => {
    const rtmp = house.engine.ports['rtmp']!;
    for (const userId of ['u1', 'u2'])
      publishers.push(
        startPublisher(
          publishAddress(rtmp, { room: '1001', userId, extra: '&roomidtype=int' }),
          600,
          '160x90',
        ),
      );
    await eventually(
      'both are seen',
      () =>
        house.receiver.trtc.filter(({ name, room: { value } }) => name === 'video-started' && value === 1001)
          .length === 2,
    );
    const mixed = async (count: number) => {
      const { MediaInfoSet } = await house.vod().SearchMedia({ Text: '1400000123_room1001', Limit: 50 });
      return MediaInfoSet!.length === count ? MediaInfoSet! : null;
    };
    const startsAndStops = [
      () => house.trtc().StartMCUMixTranscode(parameters as never),
      () => house.trtc('GET').StartMCUMixTranscode(parameters as never),
      () => byAddress(address, 'trtc', '2019-07-22'),
    ];
    for (const [index, start] of startsAndStops.entries()) {
      expect(await start()).toEqual({ RequestId: expect.any(String) as string });
      await new Promise((resolve) => setTimeout(resolve, 3000));
      if (index < 2) await house.trtc(index === 0 ? 'POST' : 'GET').StopMCUMixTranscode(room);
      else
        expect(
          await byAddress(
            'https://trtc.tencentcloudapi.com/?Action=StopMCUMixTranscode&SdkAppId=1400000123&RoomId=1001',
            ...(['trtc', '2019-07-22'] as const),
          ),
        ).toEqual({ RequestId: expect.any(String) as string });
      const files = await eventually('files of every format', () => mixed(4), 120_000);
      for (const { BasicInfo } of files)
        expect(BasicInfo!.Name).toMatch(/^1400000123_room1001_\d{4}(-\d\d){5}_\d{4}(-\d\d){5}$/);
      const film = files.find(({ BasicInfo }) => BasicInfo!.Type === 'mp4')!;
      const { video, audio, durationSeconds } = await probe(house.open(film.BasicInfo!.MediaUrl!));
      expect(video).toMatchObject({ codec: 'h264', width: 1280, height: 720 });
      expect(audio).toEqual({ codec: 'aac', sampleRate: 48_000 });
      expect(durationSeconds).toBeGreaterThan(1);
      for (const { FileId } of files) {
        if (index < 2) await house.vod().DeleteMedia({ FileId: FileId! });
        else
          await byAddress(
            `https://vod.tencentcloudapi.com/?Action=DeleteMedia\n&FileId=${FileId!}`,
            ...(['vod', '2018-07-17'] as const),
          );
      }
      expect(await mixed(0)).toEqual([]);
    }
  }, 300_000);

  it('is refused with a wrong key, another action in the header, and where there is no such action', async () => {
    const [product, version] = ['trtc', '2019-07-22'] as const;
    expect(await byAddress(address, product, version, { secretKey: 'another key' })).toMatchObject({
      Error: { Code: 'AuthFailure.SignatureFailure' },
    });
    const headers = { 'x-tc-action': 'StopMCUMixTranscode' };
    expect(await byAddress(address, product, version, { headers })).toMatchObject({
      Error: {
        Code: 'InvalidParameter',
        Message: expect.stringContaining('StartMCUMixTranscode in the query') as string,
      },
    });
    expect(await byAddress('?Action=StartPuppetShow', product, version)).toMatchObject({
      Error: { Code: 'InvalidAction' },
    });
  });
});

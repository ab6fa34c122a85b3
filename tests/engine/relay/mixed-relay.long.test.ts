import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { livePath, signLive } from '../../../wire/live-address.ts';
import { publishAddress, testApplication, testPlayKey } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import { startPublisher, type Publisher } from '../../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const run = promisify(execFile);
const { sdkAppId } = testApplication;
const [width, height] = [640, 360];
const blue = [0, 0, 255];
const red = [255, 0, 0];
/** The middle of each quarter of the picture. */
const quarters = {
  upperLeft: [160, 90],
  upperRight: [480, 90],
  lowerLeft: [160, 270],
  lowerRight: [480, 270],
} as const;
type Quarter = keyof typeof quarters;

const user = (UserId: string) => ({ UserInfo: { UserId } });
const region = (UserId: string, LocationX: number, LocationY: number) => ({
  ...{ UserMediaStream: { ...user(UserId), StreamType: 0 }, LocationX, LocationY },
  ...{ ImageWidth: width / 2, ImageHeight: height / 2, ZOrder: 1, RenderMode: 0 },
});
const sound = { AudioEncode: { SampleRate: 48_000, Channel: 2, BitRate: 64 } };
const picture = {
  VideoEncode: { Width: width, Height: height, Fps: 10, BitRate: 500, Gop: 1 },
  BackGroundColor: '0x0000ff',
  LayoutParams: { MixLayoutMode: 4, MixLayoutList: [region('ann', 0, 0), region('bob', width / 2, 0)] },
};

describe('a relay with transcoding', () => {
  let house: VodEngine;
  const publishers = new Map<string, Publisher>();

  const publish = async (room: string, userId: string): Promise<void> => {
    publishers.set(
      userId,
      startPublisher(publishAddress(house.engine.ports['rtmp']!, { room, userId }), 600),
    );
    await eventually(
      `${userId} is seen`,
      () => house.receiver.trtc.some((event) => event.name === 'video-started' && event.userId === userId),
      60_000,
    );
  };
  const leave = async (userId: string): Promise<void> => {
    const { process, ended } = publishers.get(userId)!;
    process.kill('SIGKILL');
    await ended;
  };
  const parameters = (name: string, more: object = {}) => ({
    ...{ SdkAppId: sdkAppId, RoomId: 'class', RoomIdType: 1, AgentParams: { UserId: `robot_${name}` } },
    ...{ WithTranscoding: 1, AudioParams: sound, VideoParams: picture },
    PublishCdnParams: [{ PublishCdnUrl: `rtmp://livepush.roomtape/live/${name}`, IsTencentCdn: 1 }],
    ...more,
  });
  const start = async (name: string, more: object = {}): Promise<string> =>
    (await house.trtc().StartPublishCdnStream(parameters(name, more))).TaskId!;
  const stop = (TaskId: string) => house.trtc().StopPublishCdnStream({ SdkAppId: sdkAppId, TaskId });
  const watched = (name: string): string => {
    const query = signLive(testPlayKey, name, Math.floor(Date.now() / 1000) + 600);
    return `http://127.0.0.1:${String(house.engine.ports['http'])}${livePath(name, 'flv')}?${query}`;
  };
  const status = async (name: string): Promise<number> =>
    (await fetch(watched(name), { method: 'HEAD' })).status;
  /** The colours of the quarters that a viewer sees who comes now; null while nothing is there. */
  const seen = async (name: string): Promise<Readonly<Record<Quarter, readonly number[]>> | null> => {
    const { stdout } = await run(
      'ffmpeg',
      [
        ...['-v', 'error', '-rw_timeout', '30000000', '-i', watched(name), '-frames:v', '1'],
        ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
      ],
      { encoding: 'buffer', timeout: 90_000 },
    ).catch(() => ({ stdout: Buffer.alloc(0) }));
    if (stdout.length !== width * height * 3) return null;
    const at = ([x, y]: readonly [number, number]) => [
      ...stdout.subarray((y * width + x) * 3).subarray(0, 3),
    ];
    return {
      ...{ upperLeft: at(quarters.upperLeft), upperRight: at(quarters.upperRight) },
      ...{ lowerLeft: at(quarters.lowerLeft), lowerRight: at(quarters.lowerRight) },
    };
  };
  const isColour = (colour: readonly number[], wanted: readonly number[]): boolean =>
    colour.every((value, index) => Math.abs(value - wanted[index]!) < 40);
  /** Waits until exactly these quarters show the background. */
  const shows = (name: string, background: readonly number[], bare: readonly Quarter[]) =>
    eventually(
      `the background is in ${bare.join(', ')}`,
      async () => {
        const colours = await seen(name);
        return (
          colours !== null &&
          (Object.keys(quarters) as Quarter[]).every(
            (quarter) => isColour(colours[quarter], background) === bare.includes(quarter),
          )
        );
      },
      180_000,
    );
  /** The loudest of three seconds, in decibels. */
  const loudest = async (name: string): Promise<number> => {
    const { stderr } = await run(
      'ffmpeg',
      ['-v', 'info', '-i', watched(name), '-t', '3', '-vn', '-af', 'volumedetect', '-f', 'null', '-'],
      { timeout: 90_000 },
    );
    return Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)![1]);
  };
  const codeOf = async (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'none',
      (error: unknown) => (error as { readonly code: string }).code,
    );

  beforeAll(async () => {
    house = await openVodEngine();
    await publish('class', 'ann');
    await publish('class', 'bob');
  });
  afterAll(async () => {
    for (const { process } of publishers.values()) process.kill('SIGKILL');
    await Promise.all([...publishers.values()].map(({ ended }) => ended));
    await house.close();
  });

  it('shows the room as it is laid out, changes while it runs, and leaves a film of what went out', async () => {
    const TaskId = await start('show', {
      RecordParams: {
        ...{ UniRecord: 3, RecordFormat: ['mp4'], RecordWaitTime: 5, UserDefineRecordPrefix: 'film' },
        McuStorageParams: { McuCloudVod: { McuTencentVod: { ExpireTime: 86_400 } } },
      },
    });
    await shows('show', blue, ['lowerLeft', 'lowerRight']);
    expect(await loudest('show')).toBeGreaterThan(-40);

    const change = (SequenceNumber: number, more: object) =>
      house.trtc().UpdatePublishCdnStream({
        ...{ SdkAppId: sdkAppId, TaskId, SequenceNumber, WithTranscoding: 1 },
        ...more,
      });
    const LayoutParams = { MixLayoutMode: 4, MixLayoutList: [region('ann', 0, height / 2)] };
    await change(1, { VideoParams: { BackGroundColor: '#ff0000', LayoutParams } });
    await shows('show', red, ['upperLeft', 'upperRight', 'lowerRight']);
    await change(2, {
      AudioParams: { SubscribeAudioList: [user('ann')], UnSubscribeAudioList: [user('ann')] },
    });
    await eventually('nobody is heard', async () => (await loudest('show')) < -80, 120_000);
    // What it does not name stays as it was.
    await shows('show', red, ['upperLeft', 'upperRight', 'lowerRight']);
    expect(await codeOf(change(3, { WithTranscoding: 0 }))).toBe('UnsupportedOperation');
    const AudioEncode = { ...sound.AudioEncode, Channel: 1 };
    expect(await codeOf(change(3, { AudioParams: { AudioEncode } }))).toBe('UnsupportedOperation');

    await stop(TaskId);
    expect(await status('show')).toBe(404);
    const film = await eventually(
      'the film',
      () => house.receiver.files().find(({ streamId }) => streamId === 'show'),
      120_000,
    );
    const { video, audio } = await probe(house.open(film.videoUrl));
    expect(video).toMatchObject({ codec: 'h264', width, height });
    expect(video!.frames).toBeGreaterThan(20);
    expect(audio).toMatchObject({ codec: 'aac', sampleRate: 48_000 });
    const { MediaInfoSet } = await house.vod().DescribeMediaInfos({ FileIds: [film.fileId] });
    expect(MediaInfoSet![0]!.BasicInfo).toMatchObject({
      Name: expect.stringMatching(/^film_\d{4}-/) as string,
    });
    expect(Date.parse(MediaInfoSet![0]!.BasicInfo!.ExpireTime!) - Date.now()).toBeLessThan(86_400_000);
  }, 500_000);

  it('waits for its room, is of sound alone without VideoParams, and is stopped once', async () => {
    const TaskId = await start('later', {
      ...{ RoomId: 'later', VideoParams: undefined },
      AgentParams: { UserId: 'robot_later', MaxIdleTime: 600 },
    });
    expect(await status('later')).toBe(404);
    await publish('later', 'cy');
    await eventually('it is on', async () => (await status('later')) === 200, 60_000);
    expect(await loudest('later')).toBeGreaterThan(-40);
    const { stdout } = await run(
      'ffprobe',
      [...['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0'], watched('later')],
      { timeout: 90_000 },
    );
    expect(stdout.trim().split('\n')).toEqual(['aac']);
    await leave('cy');
    await eventually('it is off', async () => (await status('later')) === 404, 60_000);
    await stop(TaskId);
    expect(await codeOf(stop(TaskId))).toBe('FailedOperation.TaskNotExist');
  }, 300_000);

  const storage = { McuCloudVod: { McuTencentVod: {} } };
  const [one] = picture.LayoutParams.MixLayoutList;
  it.each([
    ['MissingParameter', { AudioParams: undefined }],
    ['MissingParameter', { VideoParams: { BackGroundColor: '0x000000' } }],
    ['InvalidParameterValue', { AudioParams: { ...sound, SubscribeAudioList: [user('ann')] } }],
    [
      'InvalidParameterValue',
      { VideoParams: { ...picture, VideoEncode: { ...picture.VideoEncode, Width: 641 } } },
    ],
    ['InvalidParameterValue', { VideoParams: { ...picture, BackGroundColor: 'blue' } }],
    [
      'InvalidParameterValue',
      {
        VideoParams: {
          ...picture,
          LayoutParams: { MixLayoutMode: 4, MixLayoutList: [{ ...one, LocationX: 500 }] },
        },
      },
    ],
    ['UnsupportedOperation', { SeiParams: { LayoutVolume: { AppData: 'a' } } }],
    ['UnsupportedOperation', { FeedBackRoomParams: [] }],
    [
      'UnsupportedOperation',
      {
        AudioParams: {
          ...sound,
          ...{ SubscribeAudioList: [{ ...user('ann'), SoundLevel: 50 }], UnSubscribeAudioList: [] },
        },
      },
    ],
    [
      'UnsupportedOperation',
      {
        VideoParams: {
          ...picture,
          LayoutParams: { MixLayoutMode: 4, MixLayoutList: [{ ...one, TransparentUrl: 'http://x/a.png' }] },
        },
      },
    ],
    ['UnsupportedOperation', { VideoParams: { ...picture, WaterMarkList: [{ WaterMarkType: 1 }] } }],
    ['UnsupportedOperation', { RecordParams: { UniRecord: 2, RecordKey: 'day' } }],
    ['UnsupportedOperation', { RecordParams: { UniRecord: 3 } }],
    [
      'InvalidParameterValue',
      { RecordParams: { UniRecord: 3, RecordFormat: ['mp4', 'aac'], McuStorageParams: storage } },
    ],
    ['UnsupportedOperation', { WithTranscoding: 0, RecordParams: { UniRecord: 2 } }],
  ])('is refused as %s with %j', async (code, more) => {
    expect(await codeOf(house.trtc().StartPublishCdnStream(parameters('no', more)))).toBe(code);
  });

  it('goes on after a restart of the engine, once somebody is in its room again', async () => {
    const TaskId = await start('kept', {
      ...{ RoomId: 'kept' },
      AgentParams: { UserId: 'robot_kept', MaxIdleTime: 600 },
    });
    await publish('kept', 'dee');
    await shows('kept', blue, ['upperLeft', 'upperRight', 'lowerLeft', 'lowerRight']);
    await house.restart();
    expect(await status('kept')).toBe(404);
    await leave('dee');
    await publish('kept', 'eve');
    await shows('kept', blue, ['upperLeft', 'upperRight', 'lowerLeft', 'lowerRight']);
    await stop(TaskId);
    expect(await status('kept')).toBe(404);
  }, 300_000);
});

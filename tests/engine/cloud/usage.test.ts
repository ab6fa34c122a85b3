import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { makeUserSig } from '../../../wire/user-sig.ts';
import { publishAddress, testApplication, testCredential } from '../../support/engine-process.ts';
import { describeMixes } from '../../support/described-mixes.ts';
import { eventually } from '../../support/eventually.ts';
import { startPublisher } from '../../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const SdkAppId = testApplication.sdkAppId;
const dayMs = 86_400_000;
/** A day of the vendor's, so many days from now. */
const day = (from: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + from * dayMs).toISOString().slice(0, 10);
/** Whenever a test runs, midnight in UTC+8 may pass: three days hold it. */
const days = { StartTime: day(-1), EndTime: day(1) };

describe('usage through the vendor’s SDK', () => {
  let house: VodEngine;
  beforeAll(async () => {
    house = await openVodEngine();
  });
  afterAll(() => house.close());

  const isoNow = (shiftMs: number) => new Date(Date.now() + shiftMs).toISOString();
  const records = (StreamName: string, more = {}) =>
    house.live().DescribeCallbackRecordsList({
      ...{ StartTime: isoNow(-3_600_000), EndTime: isoNow(60_000), StreamName, PageNum: 1, PageSize: 100 },
      ...more,
    });
  interface Usage {
    readonly UsageKey?: string[];
    readonly UsageList?: { readonly UsageValue?: number[] }[];
  }
  /** Minutes by key over all the days asked for. */
  const sums = ({ UsageKey, UsageList }: Usage): Readonly<Record<string, number>> =>
    Object.fromEntries(
      UsageKey!.map((key, index) => [
        key,
        UsageList!.reduce((sum, { UsageValue }) => sum + UsageValue![index]!, 0),
      ]),
    );

  it('is nothing before anything happens, and of another application', async () => {
    const { trtc, live } = { trtc: house.trtc(), live: house.live() };
    for (const asked of [days, { ...days, SdkAppId: 1400009999 }]) {
      const values = Object.values(sums(await trtc.DescribeTrtcUsage(asked)));
      expect(values).toEqual(values.map(() => 0));
      expect((await trtc.DescribeRecordStatistic(asked)).SdkAppIdUsages[0]!.Usages).toMatchObject([
        { Class1VideoTime: 0, AudioTime: 0 },
        { Class1VideoTime: 0, AudioTime: 0 },
      ]);
    }
    const { DataInfoList } = await live.DescribeConcurrentRecordStreamNum({
      ...{ LiveType: 'NormalLive', StartTime: isoNow(-600_000), EndTime: isoNow(0) },
    });
    expect(DataInfoList!.every(({ Num }) => Num === 0)).toBe(true);
  });

  it('counts recorded seconds by file, channels at their highest, and users’ minutes', async () => {
    const files = await house.record('counted', 4);
    const { MediaInfoSet } = await house.vod().DescribeMediaInfos({
      FileIds: files.map(({ fileId }) => fileId),
    });
    const lengths = MediaInfoSet!.map(({ MetaData }) => MetaData!.Duration!);
    const { SdkAppIdUsages } = await house.trtc().DescribeRecordStatistic({ ...days, SdkAppId });
    const [statistic] = SdkAppIdUsages;
    expect(statistic!.SdkAppId).toBe(String(SdkAppId));
    const seconds = (key: 'Class1VideoTime' | 'Class2VideoTime' | 'AudioTime'): number =>
      statistic!.Usages!.reduce((sum, usage) => sum + usage[key]!, 0);
    // Three formats with a picture of 320 × 180 and one without; begun seconds count whole in each day.
    const sound = lengths[files.findIndex(({ format }) => format === 'aac')]!;
    const pictures = lengths.reduce((sum, length) => sum + length, 0) - sound;
    expect(Math.abs(seconds('Class1VideoTime') - pictures)).toBeLessThan(2);
    expect(Math.abs(seconds('AudioTime') - sound)).toBeLessThan(2);
    expect(seconds('Class2VideoTime')).toBe(0);
    expect(seconds('Class1VideoTime')).toBeGreaterThan(10);

    const concurrent = async (more = {}) => {
      const { DataInfoList } = await house.live().DescribeConcurrentRecordStreamNum({
        ...{ LiveType: 'NormalLive', StartTime: isoNow(-600_000), EndTime: isoNow(0), ...more },
      });
      return Math.max(...DataInfoList!.map(({ Num }) => Num!));
    };
    // One stream in four formats is four channels.
    await eventually('the beginnings are written down', async () => (await concurrent()) === 4);
    expect(await concurrent({ LiveType: 'SlowLive' })).toBe(0);
    expect(await concurrent({ PushDomains: ['elsewhere'] })).toBe(0);

    await eventually('the stay is over', () => sumsOf().then(({ Audio }) => Audio! >= 1));
    async function sumsOf() {
      return sums(await house.trtc().DescribeTrtcUsage({ ...days, SdkAppId }));
    }
    expect(await sumsOf()).toEqual({
      Audio: expect.any(Number) as number,
      SD: 0,
      HD: 0,
      FullHD: 0,
      '2K': 0,
      '4K': 0,
    });
    const { UsageList } = await house.trtc().DescribeTrtcUsage({ StartTime: day(0), EndTime: day(0) });
    expect(UsageList!.length).toBeGreaterThan(0);
    expect(UsageList![0]!.TimeKey).toBe(`${day(0)} 00:00:00`);
    expect(UsageList![1]?.TimeStampKey ?? 300).toBeGreaterThan(0);
  }, 120_000);

  it('counts a mix by its picture', async () => {
    const mixing = () => house.trtc().DescribeMixTranscodingUsage({ ...days, SdkAppId });
    expect(sums(await mixing())['SDH264']).toBe(0);
    const address = publishAddress(house.engine.ports['rtmp']!, { room: 'mixed', userId: 'u1' });
    const publisher = startPublisher(address, 600, '160x90');
    await eventually('the publisher is seen', () =>
      house.receiver.trtc.some(({ name, room }) => name === 'video-started' && room.value === 'mixed'),
    );
    await house.trtc().StartMCUMixTranscodeByStrRoomId({
      ...{ SdkAppId, StrRoomId: 'mixed', OutputParams: { StreamId: 'mixed_mix' } },
      EncodeParams: {
        ...{ AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 },
        ...{ VideoWidth: 320, VideoHeight: 180, VideoBitrate: 200, VideoFramerate: 10, VideoGop: 1 },
      },
      LayoutParams: { Template: 1 },
    });
    await eventually('the mix is counted', async () => sums(await mixing())['SDH264']! >= 1, 60_000);
    const mixes = () => describeMixes(house);
    await eventually('what goes in is counted', async () =>
      (await mixes())[0]!.Counts.some(({ Inputs, InputPixels }) => Inputs === 1 && InputPixels === 160 * 90),
    );
    publisher.process.kill('SIGKILL');
    await publisher.ended;
    const [mix] = await eventually('the mix is over', async () => {
      const told = await mixes();
      return told[0]!.EndTimeMs > 0 && told;
    });
    expect(mix).toMatchObject({
      StreamId: 'mixed_mix',
      UserId: '',
      IntoOwnStream: 0,
      Width: 320,
      Height: 180,
    });
    expect(mix).toMatchObject({ RoomIdType: 'string', RoomString: 'mixed' });
    await eventually('all of its time is counted', async () => {
      const { Counts, StartTimeMs, EndTimeMs } = (await mixes())[0]!;
      const ms = Counts.reduce((sum, { Ms }) => sum + Ms, 0);
      return Math.abs(EndTimeMs - StartTimeMs - ms) < 5000;
    });
    const all = sums(await mixing());
    expect(Object.keys(all)).toHaveLength(11);
    expect(all).toMatchObject({ Audio: 0, HDH264: 0, SDH265: 0 });
  }, 120_000);

  it('counts a recording task by what it records, and its robot among the users', async () => {
    const endpoint = `127.0.0.1:${String(house.engine.ports['http'])}/api`;
    const clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
    const made = (await clients.own!.request('CreateApplication', { Name: 'tasks', Kind: 'task' })) as {
      readonly SdkAppId: number;
      readonly SecretKey: string;
    };
    clients.close();
    const application = { sdkAppId: made.SdkAppId, secretKey: made.SecretKey };
    const claims = { ...application, issuedAt: Math.floor(Date.now() / 1000), lifetimeSeconds: 600 };
    const address = publishAddress(house.engine.ports['rtmp']!, {
      ...{ room: 'task', userId: 'u1', ...application },
    });
    const { TaskId } = await house.trtc().CreateCloudRecording({
      ...{ SdkAppId: made.SdkAppId, RoomId: 'task', RoomIdType: 0, UserId: 'robot' },
      UserSig: makeUserSig({ ...claims, userId: 'robot' }, made.SecretKey),
      RecordParams: { RecordMode: 1 },
      StorageParams: { CloudVod: { TencentVod: {} } },
    });
    const task = { SdkAppId: made.SdkAppId, TaskId: TaskId! };
    expect((await startPublisher(address, 3).ended).code).toBe(0);
    await house.trtc().DeleteCloudRecording(task);
    const usage = (MixType: string) =>
      house.trtc().DescribeRecordingUsage({ ...days, SdkAppId: made.SdkAppId, MixType });
    // Its picture is known when its file is closed; before and after the stream the task is sound alone.
    await eventually('the task is counted', async () => {
      const counted = sums(await usage('single'));
      return counted['HD']! >= 1 && counted['Audio']! >= 1;
    });
    expect(Object.values(sums(await usage('multi')))).toEqual([0, 0, 0, 0, 0, 0]);
    const received = sums(await house.trtc().DescribeTrtcUsage({ ...days, SdkAppId: made.SdkAppId }));
    expect([received['Audio']! >= 1, received['HD']! >= 1]).toEqual([true, true]);
    // A task's files are no legacy recording's.
    const { SdkAppIdUsages } = await house
      .trtc()
      .DescribeRecordStatistic({ ...days, SdkAppId: made.SdkAppId });
    expect(SdkAppIdUsages[0]!.Usages!.every(({ Class1VideoTime }) => Class1VideoTime === 0)).toBe(true);
  }, 120_000);

  it('lists the callbacks of a stream with what came of them', async () => {
    const files = await house.record('told', 2);
    const told = await eventually('every callback is listed', async () => {
      const { DataInfoList } = await records('stream-told');
      const types = DataInfoList!.map(({ EventType }) => EventType);
      return [0, 1, 100].every((type) => types.includes(type)) ? DataInfoList! : null;
    });
    expect(told.every(({ ResultCode, Response }) => ResultCode === 0 && Response === 'HTTP 200')).toBe(true);
    const ids = async (more = {}) =>
      (await records('stream-told', { EventType: 100, ...more })).DataInfoList!.map(
        ({ Request }) => (JSON.parse(Request!) as { readonly file_id: string }).file_id,
      );
    expect((await ids()).toSorted()).toEqual(files.map(({ fileId }) => fileId).toSorted());
    expect(await ids({ PageSize: 3, PageNum: 2 })).toHaveLength(1);
    expect(await records('stream-told', { EventType: 100, PageSize: 3 })).toMatchObject({
      TotalNum: 4,
      TotalPage: 2,
    });
    const beijing = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const inBeijing = await records('stream-told', { StartTime: beijing, EventType: 1 });
    expect(inBeijing.DataInfoList![0]!.EventTime).toMatch(/^\d{4}(-\d\d){2} \d\d(:\d\d){2}$/);

    house.receiver.refuseWith = 503;
    const address = publishAddress(house.engine.ports['rtmp']!, {
      ...{ room: 'deaf', userId: 'u1', extra: '&streamid=stream-deaf' },
    });
    expect((await startPublisher(address, 2, '160x90').ended).code).toBe(0);
    const refused = await eventually('a refused file is listed', async () => {
      const { DataInfoList } = await records('stream-deaf', { EventType: 100, ResultCode: 503 });
      return DataInfoList!.length === 4 ? DataInfoList! : null;
    });
    expect(refused[0]).toMatchObject({ Response: 'HTTP 503', StreamId: 'stream-deaf' });
    expect((await records('stream-deaf', { ResultCode: 0 })).DataInfoList).toEqual([]);
    house.receiver.refuseWith = null;
  }, 120_000);

  it('is refused beyond the vendor’s ranges', async () => {
    const faults = [
      [
        () => house.trtc().DescribeTrtcUsage({ StartTime: day(-40), EndTime: day(0) }),
        'InvalidParameter.QueryScaleOversize',
      ],
      [
        () => house.trtc().DescribeTrtcUsage({ StartTime: 'today', EndTime: day(0) }),
        'InvalidParameterValue',
      ],
      [() => house.trtc().DescribeRecordingUsage({ ...days, MixType: 'both' }), 'InvalidParameterValue'],
      [() => records('s', { StartTime: isoNow(-2 * dayMs) }), 'InvalidParameter'],
      [
        () => records('s', { StartTime: isoNow(-20 * dayMs), EndTime: isoNow(-19.5 * dayMs) }),
        'InvalidParameter',
      ],
      [() => records('s', { EventType: 5 }), 'InvalidParameterValue'],
      [
        () =>
          house.live().DescribeConcurrentRecordStreamNum({
            ...{ LiveType: 'NormalLive', StartTime: isoNow(-40 * dayMs), EndTime: isoNow(0) },
          }),
        'InvalidParameter',
      ],
    ] as const;
    for (const [call, code] of faults) await expect(call()).rejects.toMatchObject({ code });
  });
});

import { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child } from '../../cli/child.ts';
import { openClients } from '../../server/adapters/tencent/clients.ts';
import type { TencentClients } from '../../server/adapters/tencent/clients.ts';
import type { CallbackReceiver } from '../support/callback-receiver.ts';
import { startCallbackReceiver } from '../support/callback-receiver.ts';
import type { TestDatabase } from '../support/database.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  publishAddress,
  startEngineProcess,
  testApplication,
  testCredential,
  testEngineConfig,
} from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { startPublisher } from '../support/publisher.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const DomainName = 'livepush.roomtape';
const { sdkAppId } = testApplication;
let keys: { readonly sdkAppId: number; readonly secretKey: string };

describe('an application’s settings', () => {
  const folder = openTemporaryFolder();
  let database: TestDatabase;
  let receiver: CallbackReceiver;
  let engine: Child;
  let clients: TencentClients;

  const start = async (): Promise<void> => {
    engine = await startEngineProcess(
      testEngineConfig({
        databaseUrl: database.engineUrl,
        folder: folder.path,
        callbackUrls: receiver.urls,
      }),
    );
    const endpoint = `127.0.0.1:${String(engine.ports['http'])}/api`;
    clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
  };
  const stop = async (): Promise<void> => {
    clients.close();
    await engine.stop();
  };
  beforeAll(async () => {
    database = await openTestDatabase();
    receiver = await startCallbackReceiver(testApplication.callbackKey);
    await start();
  });
  afterAll(async () => {
    await stop();
    await receiver.close();
    await database.close();
    folder.close();
  });

  const sdk = (): InstanceType<typeof live.v20180801.Client> =>
    new live.v20180801.Client({
      credential: testCredential,
      region: 'ap-guangzhou',
      profile: {
        httpProfile: { protocol: 'http://', endpoint: `127.0.0.1:${String(engine.ports['http'])}/api` },
      },
    });
  const own = (action: string, parameters: Readonly<Record<string, unknown>>) =>
    clients.own!.request(action, parameters) as Promise<Record<string, unknown>>;
  const templateOf = async (id: number) =>
    (await sdk().DescribeLiveRecordTemplate({ TemplateId: id })).Template!;
  const firstTemplate = async (): Promise<number> => {
    const { Rules } = await sdk().DescribeLiveRecordRules(null);
    return Rules.find(({ AppName }) => AppName === `trtc_${String(sdkAppId)}`)!.TemplateId!;
  };
  const publish = (extra: string, userId: string, application = { ...testApplication } as typeof keys) =>
    startPublisher(
      publishAddress(engine.ports['rtmp']!, { room: 'settings', userId, extra, ...application }),
      2,
    ).ended;
  const filesOf = (userId: string, from = receiver) =>
    from.files().filter(({ streamId }) => streamId.includes(userId));
  const ended = (userId: string, from = receiver) =>
    eventually(`the stream of ${userId} is over`, () =>
      from.pushes().some(({ live: begins, streamId }) => !begins && streamId.includes(userId)),
    );
  const namesOf = async (userId: string, count: number, from = receiver): Promise<readonly string[]> => {
    const files = await eventually(`${String(count)} files of ${userId}`, () => {
      const found = filesOf(userId, from);
      return found.length >= count ? found : null;
    });
    const { MediaInfoSet } = await clients.vod.DescribeMediaInfos({
      FileIds: files.map(({ fileId }) => fileId),
    });
    return MediaInfoSet!.map(({ BasicInfo }) => BasicInfo!.Name!).toSorted();
  };
  /** Everything that an attempt to record would have told is told by the time a later stream's file is. */
  const times = String.raw`_\d{4}(-\d\d){5}_\d{4}(-\d\d){5}`;

  it('are the vendor’s templates and rules: the first start has one of each for the configured formats', async () => {
    const template = await templateOf(await firstTemplate());
    expect(template).toMatchObject({
      HlsParam: { Enable: 1 },
      Mp4Param: { Enable: 1, RecordInterval: 7200, StorageTime: 0 },
      FlvParam: { Enable: 0 },
      AacParam: { Enable: 0 },
      HlsSpecialParam: { FlowContinueDuration: 0 },
    });
  });

  it('name every bad value in the vendor’s codes and change nothing', async () => {
    const before = await sdk().DescribeLiveRecordTemplates({});
    const create = (part: object) =>
      sdk().CreateLiveRecordTemplate({ TemplateName: 'bad', Mp4Param: { Enable: 1 }, ...part });
    const faults = [
      [{ Mp4Param: { Enable: 1, RecordInterval: 59 } }, 'InvalidParameterValue'],
      [{ AacParam: { Enable: 1, RecordInterval: 7201 } }, 'InvalidParameterValue'],
      [{ FlvParam: { Enable: 1, StorageTime: 1500 * 86_400 + 1 } }, 'InvalidParameterValue'],
      [{ HlsSpecialParam: { FlowContinueDuration: 1801 } }, 'InvalidParameterValue'],
      [{ TemplateName: 'two words' }, 'InvalidParameterValue'],
      [{ FlvParam: { Enable: 1, RecordInterval: 60 } }, 'UnsupportedOperation'],
      [{ Mp3Param: { Enable: 1 } }, 'UnknownParameter'],
    ] as const;
    for (const [part, code] of faults) await expect(create(part)).rejects.toMatchObject({ code });
    const callback = (part: object) => sdk().CreateLiveCallbackTemplate({ TemplateName: 'bad', ...part });
    await expect(callback({ RecordNotifyUrl: 'ftp://here' })).rejects.toMatchObject({
      code: 'InvalidParameter.InvalidCallbackUrl',
    });
    await expect(callback({ CallbackKey: 'with-a-dash' })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
    const { Templates } = await sdk().DescribeLiveRecordTemplates({});
    expect(Templates).toEqual(before.Templates);
  });

  it('hold templates and rules together: a rule needs its template, a template in use stays', async () => {
    const { TemplateId } = await sdk().CreateLiveRecordTemplate({
      TemplateName: 'for_one_stream',
      Description: 'test',
      FlvParam: { Enable: 1, RecordInterval: 60, StorageTime: 86_400 },
      HlsSpecialParam: { FlowContinueDuration: 7 },
    });
    const rule = { DomainName, AppName: `trtc_${String(sdkAppId)}`, StreamName: 'a_stream_of_its_own' };
    await expect(sdk().CreateLiveRecordRule({ ...rule, TemplateId: 999_999 })).rejects.toMatchObject({
      code: 'InternalError.ConfNotFound',
    });
    await expect(
      sdk().CreateLiveRecordRule({ ...rule, DomainName: 'elsewhere', TemplateId: TemplateId! }),
    ).rejects.toMatchObject({ code: 'ResourceNotFound.DomainNotExist' });
    await sdk().CreateLiveRecordRule({ ...rule, TemplateId: TemplateId! });
    await expect(sdk().CreateLiveRecordRule({ ...rule, TemplateId: TemplateId! })).rejects.toMatchObject({
      code: 'FailedOperation.RuleAlreadyExist',
    });
    await expect(sdk().DeleteLiveRecordTemplate({ TemplateId: TemplateId! })).rejects.toMatchObject({
      code: 'FailedOperation.ConfInUsed',
    });

    // The rule that names the stream wins over the one of its path.
    expect((await publish('&streamid=a_stream_of_its_own', 'ruled')).code).toBe(0);
    const names = await namesOf('a_stream_of_its_own', 1);
    expect(names).toEqual([expect.stringMatching(new RegExp(`^a_stream_of_its_own${times}$`))]);
    expect(filesOf('a_stream_of_its_own').map(({ format }) => format)).toEqual(['flv']);

    await sdk().DeleteLiveRecordRule(rule);
    await expect(sdk().DeleteLiveRecordRule(rule)).rejects.toMatchObject({
      code: 'InternalError.RuleNotFound',
    });
    await sdk().DeleteLiveRecordTemplate({ TemplateId: TemplateId! });
    await expect(templateOf(TemplateId!)).rejects.toMatchObject({ code: 'InternalError.ConfNotFound' });
  });

  it('record chosen users only, by the ids they joined with; formats changed meanwhile are for what begins later', async () => {
    const id = await firstTemplate();
    await own('ModifyApplication', { SdkAppId: sdkAppId, RecordingMethod: 'chosen-users' });
    const aac = { Enable: 1, RecordInterval: 7200 };
    await sdk().ModifyLiveRecordTemplate({ TemplateId: id, AacParam: aac, HlsParam: { Enable: 0 } });
    const [chosen, other] = await Promise.all([
      publish('&userdefinerecordid=1001_rexchang', 'rexchang'),
      publish('', 'unchosen'),
    ]);
    expect([chosen.code, other.code]).toEqual([0, 0]);
    await ended('unchosen');
    const name = expect.stringMatching(new RegExp(`^1001_rexchang${times}$`)) as string;
    expect(await namesOf('rexchang', 2)).toEqual([name, name]);
    expect(
      filesOf('rexchang')
        .map(({ format }) => format)
        .toSorted(),
    ).toEqual(['aac', 'mp4']);
    expect(filesOf('unchosen')).toEqual([]);
    expect(receiver.statuses().filter(({ streamId }) => streamId.includes('unchosen'))).toEqual([]);
  });

  it('survive the engine, and record nothing at all when switched off', async () => {
    await own('ModifyApplication', { SdkAppId: sdkAppId, RecordingEnabled: 0, HlsSegments: 'ts' });
    await stop();
    await start();
    expect(await own('DescribeApplication', { SdkAppId: sdkAppId })).toMatchObject({
      Kind: 'legacy',
      RecordingEnabled: 0,
      RecordingMethod: 'chosen-users',
      HlsSegments: 'ts',
    });
    expect((await templateOf(await firstTemplate())).AacParam).toMatchObject({ Enable: 1 });

    const publishing = startPublisher(
      publishAddress(engine.ports['rtmp']!, {
        room: 'off',
        userId: 'offline_user',
        extra: '&userdefinerecordid=x',
      }),
      3,
    );
    await eventually('the user is in', () =>
      receiver.trtc.some(({ room, name }) => room.value === 'off' && name === 'video-started'),
    );
    const mix = clients.trtc.StartMCUMixTranscodeByStrRoomId({
      SdkAppId: sdkAppId,
      StrRoomId: 'off',
      OutputParams: { StreamId: 'off_mix', RecordId: 'off_mix' },
      EncodeParams: {
        ...{ AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 },
        ...{ VideoWidth: 320, VideoHeight: 180, VideoBitrate: 300, VideoFramerate: 15, VideoGop: 1 },
      },
      LayoutParams: { Template: 1 },
    });
    await expect(mix).rejects.toMatchObject({ code: 'InvalidParameter.RecordId' });
    expect((await publishing.ended).code).toBe(0);
    await ended('offline_user');
    expect(filesOf('offline_user')).toEqual([]);
    expect(receiver.statuses().filter(({ streamId }) => streamId.includes('offline_user'))).toEqual([]);
    await own('ModifyApplication', {
      SdkAppId: sdkAppId,
      RecordingEnabled: 1,
      RecordingMethod: 'global-auto',
    });
  });

  it('are each application’s own: rooms, keys, ids, formats and where callbacks go', async () => {
    const made = await own('CreateApplication', { Name: 'second', Kind: 'legacy' });
    keys = { sdkAppId: Number(made['SdkAppId']), secretKey: String(made['SecretKey']) };
    expect(String(keys.sdkAppId)).toMatch(/^140\d{7}$/);
    expect(made['CallbackKey']).toMatch(/^[A-Za-z0-9]{32}$/);
    const task = await own('CreateApplication', { Name: 'third', Kind: 'task' });
    expect(String(task['SdkAppId'])).toMatch(/^200\d{7}$/);
    await expect(
      own('ModifyApplication', { SdkAppId: task['SdkAppId'], RecordingEnabled: 1 }),
    ).rejects.toMatchObject({ code: 'UnsupportedOperation' });

    const second = await startCallbackReceiver(String(made['CallbackKey']));
    try {
      const AppName = `trtc_${String(keys.sdkAppId)}`;
      const record = await sdk().CreateLiveRecordTemplate({
        TemplateName: 'second',
        FlvParam: { Enable: 1 },
      });
      await sdk().CreateLiveRecordRule({ DomainName, AppName, TemplateId: record.TemplateId! });
      const callback = await sdk().CreateLiveCallbackTemplate({
        TemplateName: 'second',
        CallbackKey: String(made['CallbackKey']),
        StreamBeginNotifyUrl: second.urls.css,
        StreamEndNotifyUrl: second.urls.css,
        RecordNotifyUrl: second.urls.css,
      });
      await sdk().CreateLiveCallbackRule({ DomainName, AppName, TemplateId: callback.TemplateId! });
      await own('ModifyApplication', { SdkAppId: keys.sdkAppId, RoomCallbackUrl: second.urls.trtc });

      // Two users of one name in two rooms of one name, at once: they do not throw each other out.
      const [mine, theirs, stranger] = await Promise.all([
        publish('', 'namesake'),
        publish('', 'namesake', keys),
        publish('', 'stranger', { ...keys, secretKey: testApplication.secretKey }),
      ]);
      expect([mine.code, theirs.code]).toEqual([0, 0]);
      expect(stranger.said).toContain('usersig was not signed with the key of this application');
      const plain = `^${String(keys.sdkAppId)}_settings_namesake_main${times}$`;
      expect(await namesOf('namesake', 1, second)).toEqual([expect.stringMatching(new RegExp(plain))]);
      expect(await namesOf('namesake', 2)).toEqual([
        expect.stringMatching(new RegExp(`^${String(sdkAppId)}_settings_namesake_main${times}$`)),
        expect.stringMatching(new RegExp(`^${String(sdkAppId)}_settings_namesake_main${times}$`)),
      ]);
      await ended('namesake', second);
      expect(filesOf('namesake', second)).toMatchObject([{ format: 'flv', path: AppName }]);
      expect(second.css.every((event) => event.path === AppName)).toBe(true);
      // No address is set for the status of recordings: nobody is told of it.
      expect(second.statuses()).toEqual([]);
      expect(second.faults).toEqual([]);
      await eventually('the room is over', () => second.trtc.some(({ name }) => name === 'room-dismissed'));
    } finally {
      await second.close();
    }
    const rooms = await clients.trtc.DescribeRoomInfo({
      SdkAppId: keys.sdkAppId,
      StartTime: Math.floor(Date.now() / 1000) - 3600,
      EndTime: Math.floor(Date.now() / 1000) + 60,
    });
    expect(rooms.RoomList).toMatchObject([{ RoomString: 'settings' }]);
  });
});

import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child } from '../../cli/child.ts';
import type { TencentClients } from '../../server/adapters/tencent/clients.ts';
import { openClients } from '../../server/adapters/tencent/clients.ts';
import type { EngineConfig } from '../../engine/config.ts';
import { makeUserSig } from '../../wire/user-sig.ts';
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

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** How many bytes are in each folder that was not there before. */
function sizesIn(folder: string, before: readonly string[]): readonly number[] {
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return namesIn(folder)
    .filter((name) => !before.includes(name))
    .map((name) => path.join(folder, name))
    .map((each) => namesIn(each).reduce((sum, file) => sum + sizeOf(path.join(each, file)), 0));
}

describe('recording tasks of an application of the newer kind', () => {
  const folder = openTemporaryFolder();
  let database: TestDatabase;
  let receiver: CallbackReceiver;
  let config: EngineConfig;
  let engine: Child;
  let clients: TencentClients;
  let application: { readonly sdkAppId: number; readonly secretKey: string };

  beforeAll(async () => {
    database = await openTestDatabase();
    const legacy = await startCallbackReceiver(testApplication.callbackKey);
    await legacy.close();
    config = testEngineConfig({
      ...{ databaseUrl: database.engineUrl, folder: folder.path, callbackUrls: legacy.urls },
    });
    await start();
    const made = (await clients.own!.request('CreateApplication', { Name: 'tasks', Kind: 'task' })) as {
      SdkAppId: number;
      SecretKey: string;
      CallbackKey: string;
    };
    application = { sdkAppId: made.SdkAppId, secretKey: made.SecretKey };
    receiver = await startCallbackReceiver(made.CallbackKey);
    await clients.own!.request('ModifyApplication', {
      SdkAppId: made.SdkAppId,
      RoomCallbackUrl: receiver.urls.trtc,
    });
  });
  afterAll(async () => {
    clients.close();
    await engine.stop();
    await receiver.close();
    await database.close();
    folder.close();
  });

  const start = async () => {
    engine = await startEngineProcess(config);
    const endpoint = `127.0.0.1:${String(engine.ports['http'])}/api`;
    clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
  };
  const robotSig = (userId: string): string =>
    makeUserSig(
      { ...application, userId, issuedAt: Math.floor(Date.now() / 1000), lifetimeSeconds: 60 },
      application.secretKey,
    );
  const publish = (room: string, userId: string, seconds: number) =>
    startPublisher(publishAddress(engine.ports['rtmp']!, { room, userId, ...application }), seconds).ended;
  const create = async (room: string, record: object = {}, vod: object = {}, robot = 'robot') => {
    const { TaskId } = await clients.trtc.CreateCloudRecording({
      SdkAppId: application.sdkAppId,
      RoomId: room,
      RoomIdType: 0,
      UserId: robot,
      UserSig: robotSig(robot),
      RecordParams: { RecordMode: 1, ...record },
      StorageParams: { CloudVod: { TencentVod: vod } },
    });
    return TaskId!;
  };
  const task = (TaskId: string) => ({ SdkAppId: application.sdkAppId, TaskId });
  const told = (taskId: string) => receiver.tasks.filter((event) => event.taskId === taskId);
  const isOver = (taskId: string) =>
    eventually(
      'the task is over',
      () =>
        ['task-left', 'upload-stopped'].every((name) =>
          told(taskId).some(({ payload }) => payload.name === name),
        ),
      120_000,
    );
  const filesOf = (taskId: string) =>
    told(taskId).flatMap(({ payload }) => (payload.name === 'file-committed' ? [payload.file] : []));
  const entered = (room: string, userId: string) =>
    eventually(`${userId} is seen`, () =>
      receiver.trtc.some(
        (event) => event.room.value === room && event.userId === userId && event.name === 'video-started',
      ),
    );

  it('records nothing by itself, and each stream for itself once it is asked, until it is stopped', async () => {
    const publishing = publish('lesson', 'anna', 8);
    await entered('lesson', 'anna');
    const id = await create('lesson', {}, { MediaType: 3, UserDefineRecordId: 'claim_7' });
    expect(await clients.trtc.DescribeCloudRecording(task(id))).toMatchObject({
      Status: 'InProgress',
      StorageFileList: [],
    });
    const late = publish('lesson', 'bert', 4);
    await late;
    await clients.trtc.DeleteCloudRecording(task(id));
    await isOver(id);
    await expect(clients.trtc.DescribeCloudRecording(task(id))).rejects.toMatchObject({
      code: 'FailedOperation.TaskNotExist',
    });
    expect((await publishing).code).toBe(0);
    const files = filesOf(id);
    expect(files.map(({ userId }) => userId).toSorted()).toEqual(['anna', 'anna', 'bert', 'bert']);
    expect(told(id).map(({ payload }) => payload.name)).toEqual(
      expect.arrayContaining(['task-started', 'upload-started', 'task-left', 'upload-stopped']),
    );
    const left = told(id).find(({ payload }) => payload.name === 'task-left')!;
    expect(left).toMatchObject({ userId: 'robot', payload: { leaveCode: 0 } });
    const { MediaInfoSet } = await clients.vod.DescribeMediaInfos({
      FileIds: files.map(({ fileId }) => fileId),
    });
    expect(MediaInfoSet).toHaveLength(4);
    for (const { BasicInfo } of MediaInfoSet!)
      expect(BasicInfo!.Name).toMatch(
        new RegExp(`^claim_7__UserDefine_u_${String(application.sdkAppId)}_bGVzc29u__UserId_s_`),
      );
  });

  it('follows changed lists at once: who is denied ends, who is allowed begins, by prefix too', async () => {
    const publishing = [publish('board', 'teacher', 9), publish('board', 'pupil_1', 9)];
    await entered('board', 'teacher');
    await entered('board', 'pupil_1');
    const only = (pattern: string) => ({
      SubscribeAudioUserIds: [pattern],
      SubscribeVideoUserIds: [pattern],
    });
    const id = await create('board', { SubscribeStreamUserIds: only('teacher') });
    await clients.trtc.ModifyCloudRecording({ ...task(id), SubscribeStreamUserIds: only('pupil_.*$') });
    const [first] = await eventually('the first file', () => (filesOf(id).length > 0 ? filesOf(id) : null));
    expect(first).toMatchObject({ userId: 'teacher', streamType: 'main', trackType: 'audio_video' });
    expect((await clients.trtc.DescribeCloudRecording(task(id))).Status).toBe('InProgress');
    await Promise.all(publishing);
    await eventually('the second file', () => filesOf(id).some(({ userId }) => userId === 'pupil_1'));
    expect(filesOf(id).map(({ userId }) => userId)).toEqual(['teacher', 'pupil_1']);
    await clients.trtc.DeleteCloudRecording(task(id));
    await isOver(id);
  });

  it('takes sound alone, and ends by itself when nobody has been there for the idle time', async () => {
    const id = await create('sound', { StreamType: 1, MaxIdleTime: 5 }, { MediaType: 2 });
    expect((await clients.trtc.DescribeCloudRecording(task(id))).Status).toBe('Idle');
    expect((await publish('sound', 'clara', 3)).code).toBe(0);
    await isOver(id);
    expect(filesOf(id)).toMatchObject([
      { userId: 'clara', trackType: 'audio', videoUrl: expect.stringMatching(/\.aac$/) as string },
    ]);
    const left = told(id).find(({ payload }) => payload.name === 'task-left')!;
    expect(left.payload).toEqual({ name: 'task-left', leaveCode: 100 });
  });

  it('is interrupted by a robot of its name, and runs beside one of another', async () => {
    const [first, other] = [await create('twice'), await create('twice', {}, {}, 'robot_2')];
    const second = await create('twice');
    await isOver(first);
    expect(told(first).find(({ payload }) => payload.name === 'task-left')!.payload).toMatchObject({
      leaveCode: 101,
    });
    for (const id of [other, second]) await clients.trtc.DeleteCloudRecording(task(id));
    await isOver(second);
  });

  it('ends when its robot is sent out of the room, and with a room that is dismissed', async () => {
    const room = { SdkAppId: application.sdkAppId, RoomId: 'sent_out' };
    const leftWith = (id: string) => told(id).find(({ payload }) => payload.name === 'task-left')!.payload;
    const robots = [await create('sent_out'), await create('sent_out', {}, {}, 'robot_2')] as const;
    await clients.trtc.RemoveUserByStrRoomId({ ...room, UserIds: ['robot'] });
    await isOver(robots[0]);
    expect(leftWith(robots[0])).toEqual({ name: 'task-left', leaveCode: 1 });
    const publishing = publish('sent_out', 'dora', 60);
    await entered('sent_out', 'dora');
    await eventually(
      'the other one records',
      async () => (await clients.trtc.DescribeCloudRecording(task(robots[1]))).Status === 'InProgress',
    );
    await clients.trtc.DismissRoomByStrRoomId(room);
    expect((await publishing).code).not.toBe(0);
    await isOver(robots[1]);
    expect(leftWith(robots[1])).toEqual({ name: 'task-left', leaveCode: 2 });
    expect(filesOf(robots[1])).toMatchObject([{ userId: 'dora' }]);
  }, 120_000);

  it('refuses what it cannot do in the vendor’s codes', async () => {
    const cases = [
      [create('bad', { RecordMode: 2 }), 'UnsupportedOperation'],
      [create('bad', { MaxIdleTime: 4 }), 'InvalidParameter.OutOfRange'],
      [create('bad', {}, { MediaType: 2 }), 'InvalidParameter.OutOfRange'],
      [create('bad', {}, { ExpireTime: -1 }), 'InvalidParameter.OutOfRange'],
      [
        create('bad', { SubscribeStreamUserIds: { SubscribeAudioUserIds: [] } }),
        'InvalidParameter.OutOfRange',
      ],
      ...(['Audio', 'Video'] as const).map((kind) => {
        const both = { [`Subscribe${kind}UserIds`]: ['anna'], [`UnSubscribe${kind}UserIds`]: ['bert'] };
        return [create('bad', { SubscribeStreamUserIds: both }), 'InvalidParameter.OutOfRange'] as const;
      }),
      [
        clients.trtc.ModifyCloudRecording({
          ...task('unknown'),
          SubscribeStreamUserIds: { SubscribeAudioUserIds: ['anna'], UnSubscribeAudioUserIds: ['bert'] },
        }),
        'InvalidParameter.OutOfRange',
      ],
      [clients.trtc.DeleteCloudRecording(task('unknown')), 'FailedOperation.TaskNotExist'],
      [
        clients.trtc.DescribeCloudRecording({ SdkAppId: testApplication.sdkAppId, TaskId: 'x' }),
        'FailedOperation.CRUnsupportMethod',
      ],
    ] as const;
    for (const [call, code] of cases) await expect(call).rejects.toMatchObject({ code });
    const forged = clients.trtc.CreateCloudRecording({
      SdkAppId: application.sdkAppId,
      ...{ RoomId: 'bad', RoomIdType: 0, UserId: 'robot', UserSig: robotSig('another') },
      RecordParams: { RecordMode: 1 },
      StorageParams: { CloudVod: { TencentVod: {} } },
    });
    await expect(forged).rejects.toMatchObject({ code: 'InvalidParameter.UserSig' });
    expect(receiver.faults).toEqual([]);
  });

  it('is over after a SIGKILL of the engine: the next one tells so and finds its files', async () => {
    const publishing = publish('killed', 'dora', 60);
    await entered('killed', 'dora');
    const before = namesIn(config.mediaFolder);
    const ids = [
      await create('killed', {}, { MediaType: 3 }),
      await create('killed_empty', { MaxIdleTime: 3600 }),
    ];
    await eventually(
      'both its files have media',
      () => sizesIn(config.mediaFolder, before).filter((bytes) => bytes > 60_000).length === 2,
      60_000,
    );
    process.kill(engine.pid, 'SIGKILL');
    await engine.ended;
    clients.close();
    await publishing;
    await start();

    for (const id of ids) await isOver(id);
    await eventually('its files', () => filesOf(ids[0]!).length === 2, 120_000);
    const files = filesOf(ids[0]!);
    expect(files.map(({ userId }) => userId)).toEqual(['dora', 'dora']);
    expect(filesOf(ids[1]!)).toEqual([]);
    for (const id of ids) {
      const left = told(id).find(({ payload }) => payload.name === 'task-left')!;
      expect(left).toMatchObject({ userId: 'robot', payload: { leaveCode: 3 } });
      const begun = await eventually(
        'its beginning',
        () => told(id).find(({ payload }) => payload.name === 'task-started'),
        120_000,
      );
      expect(left.eventMs).toBeGreaterThanOrEqual(begun.eventMs);
      await expect(clients.trtc.DescribeCloudRecording(task(id))).rejects.toMatchObject({
        code: 'FailedOperation.TaskNotExist',
      });
    }
    const { MediaInfoSet } = await clients.vod.DescribeMediaInfos({
      FileIds: files.map(({ fileId }) => fileId),
    });
    expect(MediaInfoSet).toHaveLength(2);
    for (const { MetaData } of MediaInfoSet!) expect(MetaData!.Duration).toBeGreaterThan(0);
    await eventually(
      'no task is noted',
      () => namesIn(path.join(config.journalFolder, 'tasks')).length === 0,
    );
  }, 240_000);
});

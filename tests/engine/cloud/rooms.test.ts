import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishAddress, testApplication } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { startPublisher, type Publisher } from '../../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const SdkAppId = testApplication.sdkAppId;

describe('rooms through the vendor’s SDK', () => {
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

  const publish = (room: string, userId: string, extra = ''): Publisher => {
    const address = publishAddress(house.engine.ports['rtmp']!, { room, userId, extra });
    const publisher = startPublisher(address, 600, '160x90');
    publishers.push(publisher);
    return publisher;
  };
  const seen = (room: string | number, userIds: readonly string[]) =>
    eventually(`${userIds.join(', ')} in ${String(room)}`, () =>
      userIds.every((userId) =>
        house.receiver.trtc.some(
          (event) => event.name === 'video-started' && event.room.value === room && event.userId === userId,
        ),
      ),
    );
  const told = (room: string | number, name: string) =>
    house.receiver.trtc.filter((event) => event.room.value === room && event.name === name);
  const lately = () => {
    const now = Math.floor(Date.now() / 1000);
    return { SdkAppId, StartTime: now - 3600, EndTime: now + 60 };
  };
  const commIdOf = (room: string) =>
    eventually(`the session of ${room}`, async () => {
      const { RoomList } = await house.trtc().DescribeRoomInfo({ ...lately(), RoomId: room });
      return RoomList![0]?.CommId ?? null;
    });

  it('lists who is there and which streams are on, sends one user out, then everybody', async () => {
    const one = publish('class', 'teacher', '&streamid=class_teacher');
    await seen('class', ['teacher']);
    const other = publish('class', 'pupil', '&streamid=class_pupil');
    await seen('class', ['pupil']);
    const CommId = await commIdOf('class');
    const users = (more = {}) => house.trtc().DescribeUserInfo({ ...lately(), CommId, ...more });
    await eventually('both are written down', async () => (await users()).Total === 2);
    expect((await users()).UserList).toMatchObject([
      { RoomStr: 'class', UserId: 'teacher', Finished: false },
      { UserId: 'pupil', Finished: false },
    ]);
    expect((await users({ PageSize: 1, PageNumber: 1 })).UserList!.map(({ UserId }) => UserId)).toEqual([
      'pupil',
    ]);
    expect(await users({ UserIds: ['teacher'] })).toMatchObject({ Total: 1 });
    expect(await users({ CommId: `${CommId}0` })).toMatchObject({ Total: 0, UserList: [] });

    const online = async (more = {}) =>
      (await house.live().DescribeLiveStreamOnlineList(more)).OnlineInfo!.map(({ StreamName }) => StreamName);
    const AppName = `trtc_${String(SdkAppId)}`;
    await eventually('both streams are on', async () => (await online({ AppName })).length === 2);
    expect(await online({ StreamName: 'class_pupil' })).toEqual(['class_pupil']);
    expect(await online({ DomainName: 'elsewhere' })).toEqual([]);

    await house.trtc().RemoveUserByStrRoomId({ SdkAppId, RoomId: 'class', UserIds: ['teacher', 'nobody'] });
    expect((await one.ended).code).not.toBe(0);
    await eventually('the exit is told', () => told('class', 'user-left').length === 1);
    expect(told('class', 'user-left')).toMatchObject([{ userId: 'teacher', reason: 3 }]);
    expect(told('class', 'room-dismissed')).toEqual([]);
    await eventually('the exit is written down', async () =>
      (await users()).UserList!.some(({ UserId, Finished }) => UserId === 'teacher' && Finished === true),
    );
    await eventually('one stream is on', async () => (await online()).join() === 'class_pupil');

    await house.trtc().DismissRoomByStrRoomId({ SdkAppId, RoomId: 'class' });
    expect((await other.ended).code).not.toBe(0);
    await eventually('the end is told', () => told('class', 'room-dismissed').length === 1);
    await eventually('nothing is on', async () => (await online()).length === 0);
    const { RoomList } = await house.trtc().DescribeRoomInfo({ ...lately(), RoomId: 'class' });
    const [room] = RoomList as (NonNullable<typeof RoomList>[number] & Record<string, unknown>)[];
    const [created, dismissed] = (['room-created', 'room-dismissed'] as const).map(
      (name) => told('class', name)[0]!.eventMs,
    );
    expect(room).toMatchObject({
      ...{ IsFinished: true, RoomIdType: 'string', CreateTimeMs: created, DestroyTimeMs: dismissed },
      ...{ CreateTime: Math.floor(created! / 1000), DestroyTime: Math.floor(dismissed! / 1000) },
    });
    expect((await users()).UserList!.map((user) => ({ ...user }))).toMatchObject(
      told('class', 'user-entered').map(({ userId, eventMs }) => ({ UserId: userId, JoinTsMs: eventMs })),
    );
    await expect(house.trtc().DismissRoomByStrRoomId({ SdkAppId, RoomId: 'class' })).rejects.toMatchObject({
      code: 'FailedOperation.RoomNotExist',
    });
    const published = async (more = {}) => {
      const [from, until] = [-3600, 60].map(
        (s) => `${new Date(Date.now() + s * 1000).toISOString().slice(0, 19)}Z`,
      );
      const range = { StartTime: from!, EndTime: until! };
      const asked = { DomainName: 'livepush.roomtape', AppName, ...range, ...more };
      return (await house.live().DescribeLiveStreamPublishedList(asked)).PublishInfo!;
    };
    expect((await published()).map(({ StreamName }) => StreamName)).toEqual(['class_pupil', 'class_teacher']);
    const [pupil] = await published({ StreamName: 'pupil' });
    expect(pupil).toMatchObject({ StreamName: 'class_pupil', AppName, Resolution: '160x90' });
    // Whole seconds: a stream may begin and end in the same one, within the room's.
    const [began, ended] = [Date.parse(pupil!.StreamStartTime!), Date.parse(pupil!.StreamEndTime!)];
    expect(began).toBeGreaterThanOrEqual(created! - 1000);
    expect(ended).toBeGreaterThanOrEqual(Math.max(began, dismissed! - 1000));
    expect(ended).toBeLessThanOrEqual(Date.now());
    expect(await published({ DomainName: 'elsewhere' })).toEqual([]);
    expect(await published({ AppName: 'live' })).toEqual([]);
    // What was recorded until then is whole.
    await eventually('both files of each format', () => house.receiver.files().length === 8, 60_000);
  }, 180_000);

  it('tells a room number from a room of the same name', async () => {
    const number = publish('2002', 'u1', '&roomidtype=int');
    publish('2002', 'u2');
    await seen(2002, ['u1']);
    await seen('2002', ['u2']);
    await house.trtc().RemoveUser({ SdkAppId, RoomId: 2002, UserIds: ['u1', 'u2'] });
    expect((await number.ended).code).not.toBe(0);
    await eventually('the numbered room is over', () => told(2002, 'room-dismissed').length === 1);
    await expect(house.trtc().DismissRoom({ SdkAppId, RoomId: 2002 })).rejects.toMatchObject({
      code: 'FailedOperation.RoomNotExist',
    });
    expect(told('2002', 'user-left')).toEqual([]);

    const again = publish('2002', 'u1', '&roomidtype=int');
    await eventually('the user is back', () => told(2002, 'video-started').length === 2);
    await house.trtc().DismissRoom({ SdkAppId, RoomId: 2002 });
    expect((await again.ended).code).not.toBe(0);
    await house.trtc().DismissRoomByStrRoomId({ SdkAppId, RoomId: '2002' });
    await eventually('the named room is over', () => told('2002', 'room-dismissed').length === 1);
  }, 180_000);

  it('refuses in the vendor’s codes', async () => {
    const users = Array.from({ length: 11 }, (_, index) => `u${String(index)}`);
    const remove = (more: object) =>
      house.trtc().RemoveUser({ SdkAppId, RoomId: 5, UserIds: ['u1'], ...more });
    await expect(remove({ UserIds: users })).rejects.toMatchObject({ code: 'InvalidParameter.UserIds' });
    await expect(remove({})).rejects.toMatchObject({ code: 'FailedOperation.RoomNotExist' });
    await expect(remove({ SdkAppId: 5 })).rejects.toMatchObject({
      code: 'FailedOperation.SdkAppIdNotExist',
    });
    const { StartTime } = lately();
    await expect(
      house
        .trtc()
        .DescribeUserInfo({ ...lately(), CommId: 'c', StartTime, EndTime: StartTime + 4 * 3600 + 1 }),
    ).rejects.toMatchObject({ code: 'InvalidParameter.OutOfRange' });
    await expect(house.live().DescribeLiveStreamOnlineList({ PageSize: 9 })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
  });
});

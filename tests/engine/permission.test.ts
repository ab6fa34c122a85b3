import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomName } from '../../domain/room/room-key.ts';
import type { TencentClients } from '../../server/adapters/tencent/clients.ts';
import { openClients } from '../../server/adapters/tencent/clients.ts';
import { openTencentProvider } from '../../server/adapters/tencent/provider.ts';
import { makePrivateMapKey } from '../../wire/private-map-key.ts';
import { makeUserSig } from '../../wire/user-sig.ts';
import { publishAddress, testApplication, testCredential, whipEndpoint } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { startPublisher } from '../support/publisher.ts';
import type { VodEngine } from '../support/vod-engine.ts';
import { openVodEngine } from '../support/vod-engine.ts';
import { shortOffer } from '../support/whip-offer.ts';

const { secretKey } = testApplication;
const room = 'guarded';
const name: RoomName = { kind: 'string', value: room };

describe('advanced permission control', () => {
  let engine: VodEngine;
  let clients: TencentClients;
  beforeAll(async () => {
    engine = await openVodEngine();
    const endpoint = `127.0.0.1:${String(engine.engine.ports['http'])}/api`;
    clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
  });
  afterAll(async () => {
    clients.close();
    await engine.close();
  });

  const claims = (sdkAppId: number, userId: string) => ({
    ...{ sdkAppId, userId, lifetimeSeconds: 600 },
    issuedAt: Math.floor(Date.now() / 1000),
  });
  const keyFor = (userId: string, privileges: number, of: RoomName = name): string =>
    makePrivateMapKey(claims(testApplication.sdkAppId, userId), { room: of, privileges }, secretKey);
  const carried = (key: string): string => `&privatemapkey=${encodeURIComponent(key)}`;
  const byRtmp = (userId: string, extra: string, seconds = 2) =>
    startPublisher(publishAddress(engine.engine.ports['rtmp']!, { room, userId, extra }), seconds);
  const byWhip = async (userId: string, extra: string) => {
    const { url, token } = whipEndpoint(engine.engine.ports['http']!, { room, userId, extra });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' };
    const answer = await fetch(url, { method: 'POST', headers, body: shortOffer });
    return { status: answer.status, text: await answer.text() };
  };
  const own = (action: string, parameters: Readonly<Record<string, unknown>>) =>
    clients.own!.request(action, parameters) as Promise<Record<string, unknown>>;
  const { sdkAppId: SdkAppId } = testApplication;

  it('is off until an application asks for it', async () => {
    expect(await own('DescribeApplication', { SdkAppId })).toMatchObject({ AdvancedPermission: 0 });
    expect((await byRtmp('free', '').ended).code).toBe(0);
    await own('ModifyApplication', { SdkAppId, AdvancedPermission: 1 });
    expect(await own('DescribeApplication', { SdkAppId })).toMatchObject({ AdvancedPermission: 1 });
    const { code, said } = await byRtmp('free', '').ended;
    expect(code).not.toBe(0);
    expect(said).toContain('privatemapkey is missing');
  });

  it.each([
    ['no key', () => '', 'privatemapkey is missing'],
    ['noise', () => carried('noise'), 'privatemapkey is no proof'],
    ['another’s key', () => carried(keyFor('other', 255)), 'privatemapkey is for another user'],
    [
      'a key for another room',
      () => carried(keyFor('u', 255, { kind: 'int', value: 1 })),
      'privatemapkey is for another room',
    ],
    ['no entering', () => carried(keyFor('u', 1 + 4 + 16)), 'privilege to enter the room'],
    ['no opening', () => carried(keyFor('u', 2 + 4 + 16)), 'privilege to create the room'],
    ['no sending', () => carried(keyFor('u', 1 + 170)), 'privilege to send audio or to send video'],
    [
      'no sub-stream',
      () => `&streamtype=aux${carried(keyFor('u', 1 + 2 + 4 + 16))}`,
      'privilege to send sub-stream',
    ],
  ])('refuses by RTMP and by WHIP, naming what is missing: %s', async (_, extra, sentence) => {
    const { code, said } = await byRtmp('u', extra()).ended;
    expect(code).not.toBe(0);
    expect(said).toContain(sentence);
    const answer = await byWhip('u', extra());
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining(sentence) as string });
  });

  it('lets in who may, by both ways', async () => {
    expect(await byRtmp('teacher', carried(keyFor('teacher', 255))).ended).toMatchObject({ code: 0 });
    const answer = await byWhip('pupil', carried(keyFor('pupil', 1 + 2 + 16)));
    expect(answer.status).toBe(201);
  });

  it('is met by the addresses of a join ticket, and a viewer’s ticket has none', async () => {
    const { http, rtmp } = engine.engine.ports;
    const provider = openTencentProvider({
      ...{ clients, secretKeyOf: () => secretKey, rtmpIntRooms: true },
      ...{
        rtmpUrl: `rtmp://127.0.0.1:${String(rtmp)}/push`,
        whipUrl: `http://127.0.0.1:${String(http)}/whip`,
      },
    });
    const ticket = (role: 'publisher' | 'viewer') =>
      provider.joinTicket(
        {
          ...{ sdkAppId: SdkAppId, room: { kind: 'int', value: 7 }, userId: 'holder', streamType: 'main' },
          ...{ userDefineRecordId: null, streamId: null, lifetimeSeconds: 600, role },
        },
        new Date(),
      );
    expect(await startPublisher(ticket('publisher').rtmpUrl!, 1).ended).toMatchObject({ code: 0 });
    const viewer = ticket('viewer');
    expect(viewer).toMatchObject({ rtmpUrl: null, whipUrl: null });
    const own = { room: '7', userId: 'holder' };
    const address = publishAddress(rtmp!, {
      ...own,
      extra: `&roomidtype=int${carried(viewer.privateMapKey)}`,
    });
    expect((await startPublisher(address, 1).ended).said).toContain('privilege to create the room');
  });

  it('sends out who shows a picture with the privilege for sound alone', async () => {
    const { code } = await byRtmp('speaker', carried(keyFor('speaker', 1 + 2 + 4)), 20).ended;
    expect(code).not.toBe(0);
    const told = () =>
      engine.receiver.trtc.flatMap((event) =>
        'userId' in event && event.userId === 'speaker' ? event.name : [],
      );
    await eventually('the speaker is out', () => told().includes('user-left'));
    expect(told()).not.toContain('video-started');
  });

  it('holds for the robot of a recording task', async () => {
    const made = await own('CreateApplication', { Name: 'tasks', Kind: 'task' });
    const sdkAppId = made['SdkAppId'] as number;
    const key = made['SecretKey'] as string;
    await own('ModifyApplication', { SdkAppId: sdkAppId, AdvancedPermission: 1 });
    const start = (privileges: number | null) =>
      engine.trtc().CreateCloudRecording({
        ...{ SdkAppId: sdkAppId, RoomId: room, RoomIdType: 0, UserId: 'robot' },
        UserSig: makeUserSig(claims(sdkAppId, 'robot'), key),
        RecordParams: { RecordMode: 1 },
        StorageParams: { CloudVod: { TencentVod: {} } },
        ...(privileges === null
          ? {}
          : { PrivateMapKey: makePrivateMapKey(claims(sdkAppId, 'robot'), { room: name, privileges }, key) }),
      });
    await expect(start(null)).rejects.toMatchObject({ code: 'MissingParameter' });
    await expect(start(2 + 8)).rejects.toMatchObject({
      code: 'InvalidParameter',
      message: expect.stringContaining('receive video') as string,
    });
    const { TaskId } = await start(170);
    await engine.trtc().DeleteCloudRecording({ SdkAppId: sdkAppId, TaskId: TaskId! });
  });

  it('outlives a restart', async () => {
    await engine.restart();
    expect((await byRtmp('free', '').ended).said).toContain('privatemapkey is missing');
  });
});

import { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import { publishAddress, testCredential } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { startPublisher } from '../../support/publisher.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

const daySeconds = 86_400;

describe('where recordings go, and for how long', () => {
  let house: VodEngine;
  beforeAll(async () => {
    house = await openVodEngine();
  });
  afterAll(async () => {
    await house.close();
  });

  const profile = () => ({
    httpProfile: { protocol: 'http://', endpoint: `127.0.0.1:${String(house.engine.ports['http'])}/api` },
  });
  const credential = { credential: testCredential, region: 'ap-guangzhou' };
  /** What a recording that begins from now on follows. */
  const keep = async (VodSubAppId: number, days: number): Promise<void> => {
    const vendor = new live.v20180801.Client({ ...credential, profile: profile() });
    const { Rules } = await vendor.DescribeLiveRecordRules(null);
    const param = { Enable: 1, RecordInterval: 7200, StorageTime: days * daySeconds, VodSubAppId };
    await vendor.ModifyLiveRecordTemplate({
      TemplateId: Rules[0]!.TemplateId!,
      ...{ HlsParam: param, Mp4Param: param, FlvParam: param, AacParam: param },
    });
  };
  const keyOf = async (SubAppId: number): Promise<string> => {
    const own = new CommonClient('127.0.0.1', roomtapeVersion, { ...credential, profile: profile() });
    return ((await own.request('DescribeSubAppKeys', { SubAppId })) as { PlayKey: string }).PlayKey;
  };
  const make = async (Name: string): Promise<number> =>
    (await house.vod().CreateSubAppId({ Name })).SubAppId!;
  /** The only files that a search of one application finds for a stream. */
  const found = async (streamId: string, SubAppId?: number): Promise<number> =>
    (
      await house
        .vod()
        .SearchMedia({ StreamIds: [streamId], ...(SubAppId === undefined ? {} : { SubAppId }) })
    ).TotalCount!;

  it('expire as many days after their end as the template said when they began', async () => {
    await keep(0, 30);
    const address = publishAddress(house.engine.ports['rtmp']!, {
      ...{ room: 'terms', userId: 'early', extra: '&streamid=early' },
    });
    const publishing = startPublisher(address, 5).ended;
    await eventually('it is recorded', () =>
      house.receiver
        .statuses()
        .some(({ streamId, event }) => streamId === 'early' && event === 'record_start_succeeded'),
    );
    await keep(0, 0);
    const later = await house.record('forever');
    expect((await publishing).code).toBe(0);
    const early = await eventually('its files', () => {
      const files = house.receiver.files().filter(({ streamId }) => streamId === 'early');
      return files.length === 4 ? files : null;
    });
    const { MediaInfoSet } = await house
      .vod()
      .DescribeMediaInfos({ FileIds: [...early, ...later].map(({ fileId }) => fileId) });
    for (const { FileId, BasicInfo } of MediaInfoSet!) {
      const file = early.find(({ fileId }) => fileId === FileId);
      const expected =
        file === undefined
          ? '9999-12-31T23:59:59Z'
          : new Date((file.endTime + 30 * daySeconds) * 1000).toISOString().replace('.000', '');
      expect(BasicInfo!.ExpireTime).toBe(expected);
    }
  });

  it('lie in the sub-application of the template: searched there alone, opened by its key alone', async () => {
    const school = await make('school');
    await keep(school, 7);
    const files = await house.record('lessons');
    const mp4 = ofFormat(files, 'mp4');
    expect(new URL(mp4.videoUrl).pathname).toMatch(new RegExp(`^/vod/${String(school)}/`));
    expect([await found('stream-lessons', school), await found('stream-lessons')]).toEqual([4, 0]);
    expect((await fetch(house.open(mp4.videoUrl, {}, await keyOf(school)))).status).toBe(200);
    expect((await fetch(house.open(mp4.videoUrl))).status).toBe(403);
    const other = await make('other');
    expect((await fetch(house.open(mp4.videoUrl, {}, await keyOf(other)))).status).toBe(403);
    const asked = { FileIds: [mp4.fileId] };
    expect((await house.vod().DescribeMediaInfos(asked)).NotExistFileIdSet).toEqual(asked.FileIds);
    const { MediaInfoSet } = await house.vod().DescribeMediaInfos({ ...asked, SubAppId: school });
    expect(MediaInfoSet).toHaveLength(1);
  });

  it('go on into one that is off, and play when it is on again', async () => {
    const closed = await make('closed');
    await keep(closed, 0);
    await house.vod().ModifySubAppIdStatus({ SubAppId: closed, Status: 'Off' });
    const mp4 = ofFormat(await house.record('night'), 'mp4');
    expect(await found('stream-night', closed)).toBe(4);
    const open = house.open(mp4.videoUrl, {}, await keyOf(closed));
    const refused = await fetch(open);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      'the address is not open: the application is closed\n',
    ]);
    await house.vod().ModifySubAppIdStatus({ SubAppId: closed, Status: 'On' });
    expect((await fetch(open)).status).toBe(200);
  });

  it('are in the main application where theirs is destroyed, before they end or before they begin', async () => {
    const doomed = await make('doomed');
    await keep(doomed, 0);
    const before = await house.record('before');
    const address = publishAddress(house.engine.ports['rtmp']!, {
      ...{ room: 'during', userId: 'during', extra: '&streamid=stream-during' },
    });
    const publishing = startPublisher(address, 12).ended;
    await eventually('it is recorded', () =>
      house.receiver
        .statuses()
        .some(({ streamId, event }) => streamId === 'stream-during' && event === 'record_start_succeeded'),
    );
    await house.vod().ModifySubAppIdStatus({ SubAppId: doomed, Status: 'Destroyed' });
    expect((await publishing).code).toBe(0);
    await eventually('what ran is in the main one', async () => (await found('stream-during')) === 4);
    const after = ofFormat(await house.record('after'), 'mp4');
    const { MediaInfoSet } = await house.vod().DescribeMediaInfos({ FileIds: [after.fileId] });
    const { MediaUrl } = MediaInfoSet![0]!.BasicInfo!;
    expect((await fetch(house.open(MediaUrl!))).status).toBe(200);
    // The callback was made before the library had looked: it is a hint, as every callback's address is.
    expect(new URL(after.videoUrl).pathname).not.toBe(new URL(MediaUrl!).pathname);
    // What lay in it went with it.
    expect(await found('stream-before')).toBe(0);
    await expect(found('stream-before', doomed)).rejects.toMatchObject({ code: 'ResourceNotFound' });
    expect(before).toHaveLength(4);
  });

  it('tell of themselves to who pulls, and nobody is pushed to', async () => {
    await expect(
      house.vod().ModifyEventConfig({ Mode: 'PUSH', NotificationUrl: 'http://127.0.0.1/' }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/NotificationUrl|Mode is PUSH; allowed: PULL/) as string,
    });
    await expect(house.vod().ModifyEventConfig({ Mode: 'PUSH' })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: 'Mode is PUSH; allowed: PULL; this engine pushes no events of its media library.',
    });
    expect(await house.vod().DescribeEventConfig({})).toMatchObject({ Mode: 'PULL', NotificationUrl: '' });
  });
});

import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { testAppId } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

const never = '9999-12-31T23:59:59Z';
const inSeconds = (seconds: number): string =>
  `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;

describe('the media library, through the vendor’s SDK', () => {
  let house: VodEngine;
  let rooms: Record<'red' | 'green', readonly CssFileEvent[]>;
  beforeAll(async () => {
    house = await openVodEngine();
    await house.vod().ModifyEventConfig({
      Mode: 'PULL',
      UploadMediaCompleteEventSwitch: 'ON',
      DeleteMediaCompleteEventSwitch: 'ON',
    });
    const [red, green] = await Promise.all([house.record('red'), house.record('green')]);
    rooms = { red, green };
  });
  afterAll(async () => {
    await house.close();
  });

  const infoOf = async (FileId: string) =>
    (await house.vod().DescribeMediaInfos({ FileIds: [FileId] })).MediaInfoSet![0];
  const search = async (asked: object): Promise<{ total: number; ids: string[] }> => {
    const answer: unknown = await house.vod().request('SearchMedia', { Limit: 50, ...asked });
    const { TotalCount, MediaInfoSet } = answer as { TotalCount: number; MediaInfoSet: { FileId: string }[] };
    return { total: TotalCount, ids: MediaInfoSet.map(({ FileId }) => FileId) };
  };

  it('tells of every new file until it is confirmed, and keeps what is not', async () => {
    const seen = new Map<string, string>();
    while (seen.size < 8) {
      const { EventSet } = await house.vod().PullEvents({});
      expect(EventSet!.length).toBeGreaterThan(0);
      expect(EventSet!.length).toBeLessThanOrEqual(16);
      for (const { EventHandle, EventType, FileUploadEvent } of EventSet!) {
        expect(EventType).toBe('NewFileUpload');
        expect(FileUploadEvent!.MediaBasicInfo!.MediaUrl).toContain(`/vod/${String(testAppId)}/`);
        expect(FileUploadEvent!.MetaData!.Size).toBeGreaterThan(0);
        seen.set(FileUploadEvent!.FileId!, EventHandle!);
      }
    }
    const files = [...rooms.red, ...rooms.green].map(({ fileId }) => fileId);
    expect([...seen.keys()].sort()).toEqual(files.sort());
    // Held for thirty seconds by who pulled them: nothing is there for another, who waits for five.
    expect((await house.vod().PullEvents({})).EventSet).toEqual([]);
    const handles = [...seen.values()];
    await expect(house.vod().ConfirmEvents({ EventHandles: ['stranger', ...handles] })).rejects.toMatchObject(
      {
        code: 'InvalidParameterValue',
      },
    );
    await house.vod().ConfirmEvents({ EventHandles: handles });
    await expect(house.vod().ConfirmEvents({ EventHandles: handles })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
    expect(await house.vod().DescribeEventConfig({})).toMatchObject({
      Mode: 'PULL',
      UploadMediaCompleteEventSwitch: 'ON',
      DeleteMediaCompleteEventSwitch: 'ON',
    });
  });

  it('changes names, words, tags and the time of expiry, within the vendor’s limits and as a whole', async () => {
    const { fileId: FileId } = ofFormat(rooms.red, 'flv');
    const vod = house.vod();
    await vod.ModifyMediaInfo({
      FileId,
      Name: 'Lecture on light',
      Description: 'colours & waves',
      ClassId: 7,
      AddTags: ['physics', 'spring'],
      ExpireTime: inSeconds(7200),
    });
    await vod.ModifyMediaInfo({ FileId, DeleteTags: ['spring'] });
    const info = (await infoOf(FileId))!.BasicInfo!;
    expect(info).toMatchObject({
      Name: 'Lecture on light',
      Description: 'colours & waves',
      ClassId: 7,
      TagSet: ['physics'],
    });
    expect(Date.parse(info.ExpireTime!)).toBeGreaterThan(Date.now() + 7_000_000);
    await vod.ModifyMediaInfo({ FileId, ExpireTime: never });
    expect((await infoOf(FileId))!.BasicInfo!.ExpireTime).toBe(never);

    const wrong: readonly (readonly [object, string])[] = [
      [{ Name: 'x'.repeat(65) }, 'InvalidParameterValue'],
      [{ Description: 'a\0b' }, 'InvalidParameterValue'],
      [{ Description: 'x'.repeat(129) }, 'InvalidParameterValue'],
      [{ AddTags: ['x'.repeat(33)] }, 'InvalidParameterValue'],
      [{ AddTags: Array.from({ length: 17 }, (_, n) => `t${String(n)}`) }, 'InvalidParameterValue'],
      [{ AddTags: Array.from({ length: 16 }, (_, n) => `t${String(n)}`) }, 'LimitExceeded'],
      [{ AddTags: ['a'], DeleteTags: ['a'] }, 'InvalidParameterValue'],
      [{ AddTags: ['a'], ClearTags: 1 }, 'InvalidParameterValue'],
      [{ ExpireTime: 'tomorrow' }, 'InvalidParameterValue.ExpireTime'],
      [{ ExpireTime: '2020-01-01T00:00:00Z' }, 'InvalidParameterValue.ExpireTime'],
      [{ SubAppId: 1599999999, Name: 'y' }, 'ResourceNotFound'],
    ];
    for (const [change, code] of wrong)
      await expect(
        vod.request('ModifyMediaInfo', { FileId, Name: 'not this', ...change }),
      ).rejects.toMatchObject({
        code,
      });
    await expect(vod.ModifyMediaInfo({ FileId: '404', Name: 'x' })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    expect((await infoOf(FileId))!.BasicInfo).toMatchObject({
      Name: 'Lecture on light',
      TagSet: ['physics'],
    });
    await vod.ModifyMediaInfo({ FileId, ClearTags: 1 });
    expect((await infoOf(FileId))!.BasicInfo!.TagSet).toEqual([]);
  });

  it('finds by every field: AND between them, OR within them', async () => {
    const vod = house.vod();
    const [red, green] = [rooms.red, rooms.green];
    const ids = (files: readonly CssFileEvent[]): string[] => files.map(({ fileId }) => fileId);
    const sorted = async (asked: object): Promise<string[]> => (await search(asked)).ids.sort();
    const mp4 = ofFormat(green, 'mp4').fileId;
    await vod.ModifyMediaInfo({
      FileId: mp4,
      Name: 'Sonata',
      Description: 'a piano, two hands',
      ClassId: 12,
      AddTags: ['music', 'evening'],
      ExpireTime: inSeconds(3600),
    });
    const all = [...ids(red), ...ids(green)].sort();
    expect(await sorted({})).toEqual(all);
    expect(await sorted({ TrtcRoomIds: ['green'] })).toEqual(ids(green).sort());
    expect(await sorted({ TrtcRoomIds: ['green', 'red', 'blue'] })).toEqual(all);
    expect(await sorted({ TrtcRoomIds: ['green'], MediaTypes: ['mp4', 'aac'] })).toEqual(
      [mp4, ofFormat(green, 'aac').fileId].sort(),
    );
    expect(await sorted({ Categories: ['Audio'] })).toEqual(
      [ofFormat(red, 'aac').fileId, ofFormat(green, 'aac').fileId].sort(),
    );
    expect(await sorted({ StreamIds: ['stream-red'], MediaTypes: ['hls'] })).toEqual([
      ofFormat(red, 'hls').fileId,
    ]);
    expect(await sorted({ Tags: ['evening', 'unknown'] })).toEqual([mp4]);
    expect(await sorted({ Descriptions: ['PIANO'] })).toEqual([mp4]);
    expect(await sorted({ ClassIds: [12, 13] })).toEqual([mp4]);
    expect(await sorted({ Text: 'two sonata' })).toEqual([mp4]);
    expect(await sorted({ NamePrefixes: ['Sona'] })).toEqual([mp4]);
    expect(await sorted({ ExpireTime: { Before: inSeconds(4000) } })).toEqual([mp4]);
    expect(await sorted({ ExpireTime: { After: inSeconds(4000) } })).toEqual([]);
    expect(await sorted({ TrtcSdkAppIds: [1400000123], FileIds: [mp4] })).toEqual([mp4]);
    expect(await sorted({ TrtcSdkAppIds: [1400000124] })).toEqual([]);
    expect(await sorted({ SourceTypes: ['Upload'] })).toEqual([]);
    expect(await sorted({ SourceTypes: ['Upload', 'Record'], StorageClasses: ['STANDARD'] })).toEqual(all);
    expect(await sorted({ StorageClasses: ['ARCHIVE'] })).toEqual([]);
    expect(await sorted({ CreateTime: { After: inSeconds(60) } })).toEqual([]);
    expect(await sorted({ Status: ['Normal'] })).toEqual(all);

    const pages = [await search({ Offset: 0, Limit: 5 }), await search({ Offset: 5, Limit: 5 })];
    expect(pages.map(({ total }) => total)).toEqual([8, 8]);
    expect(pages.flatMap(({ ids: page }) => page).sort()).toEqual(all);
    const descending = await search({ Sort: { Field: 'CreateTime', Order: 'Desc' } });
    const ascending = await search({ Sort: { Field: 'CreateTime', Order: 'Asc' } });
    expect(descending.ids).toEqual(ascending.ids.toReversed());
    // With texts the better match comes first, whatever Sort says.
    const other = ofFormat(red, 'mp4').fileId;
    await vod.ModifyMediaInfo({ FileId: other, Description: 'piano' });
    for (const Order of ['Asc', 'Desc'])
      expect((await search({ Text: 'piano sonata', Sort: { Field: 'CreateTime', Order } })).ids).toEqual([
        mp4,
        other,
      ]);
    for (const [asked, code] of [
      [{ Limit: 5000, Offset: 1 }, 'InvalidParameterValue.OffsetTooLarge'],
      [{ FileIds: Array.from({ length: 11 }, String) }, 'InvalidParameterValue.FileIds'],
      [{ Tags: Array.from({ length: 17 }, String) }, 'InvalidParameterValue'],
      [{ Names: ['x'.repeat(101)] }, 'InvalidParameterValue'],
      [{ Sort: { Field: 'Size', Order: 'Asc' } }, 'InvalidParameterValue.Sort'],
      [{ Colours: ['red'] }, 'UnknownParameter'],
    ] as const)
      await expect(search(asked)).rejects.toMatchObject({ code });
    const part = await vod.DescribeMediaInfos({ FileIds: [mp4], Filters: ['basicInfo'] });
    expect(Object.keys(part.MediaInfoSet![0]!).sort()).toEqual(['BasicInfo', 'FileId']);
  });

  it('closes a forbidden file to every player at once, and opens it again', async () => {
    const { fileId, videoUrl } = ofFormat(rooms.red, 'hls');
    const address = house.open(videoUrl);
    expect((await fetch(address)).status).toBe(200);
    const answer = await house
      .vod()
      .ForbidMediaDistribution({ FileIds: [fileId, '404'], Operation: 'forbid' });
    expect(answer.NotExistFileIdSet).toEqual(['404']);
    expect((await fetch(address)).status).toBe(403);
    expect((await fetch(house.open(videoUrl.replace('playlist.m3u8', '0.m4s')))).status).toBe(403);
    expect((await infoOf(fileId))!.BasicInfo!.Status).toBe('Forbidden');
    expect((await search({ Status: ['Forbidden'] })).ids).toEqual([fileId]);
    await house.vod().ForbidMediaDistribution({ FileIds: [fileId], Operation: 'recover' });
    expect((await fetch(address)).status).toBe(200);
    for (const [asked, code] of [
      [{ FileIds: [], Operation: 'forbid' }, 'InvalidParameterValue.FileIdsEmpty'],
      [
        { FileIds: Array.from({ length: 21 }, String), Operation: 'forbid' },
        'InvalidParameterValue.FileIdsTooMany',
      ],
      [{ FileIds: [fileId], Operation: 'close' }, 'InvalidParameterValue'],
    ] as const)
      await expect(house.vod().request('ForbidMediaDistribution', asked)).rejects.toMatchObject({ code });
  });

  it('deletes on time, tells of it, and leaves what is to be kept, across a restart', async () => {
    const vod = house.vod();
    const [held, short, later] = [
      ofFormat(rooms.green, 'flv'),
      ofFormat(rooms.green, 'aac'),
      ofFormat(rooms.green, 'hls'),
    ];
    const FileId = later.fileId;
    await vod.ModifyMediaInfo({ FileId: held.fileId, ExpireTime: inSeconds(2) });
    await vod.ModifyMediaInfo({ FileId: held.fileId, ExpireTime: never });
    await vod.ModifyMediaInfo({ FileId: short.fileId, ExpireTime: inSeconds(2) });
    await eventually('the short-lived file is gone', async () => (await infoOf(short.fileId)) === undefined);
    await eventually('its bytes are gone', () => !existsSync(path.join(house.folder, 'media', short.fileId)));
    const { EventSet } = await vod.PullEvents({});
    expect(EventSet).toMatchObject([
      { EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet: [short.fileId] } },
    ]);
    await vod.ConfirmEvents({ EventHandles: EventSet!.map(({ EventHandle }) => EventHandle!) });

    await vod.ModifyMediaInfo({ FileId, ExpireTime: inSeconds(3) });
    await house.restart();
    await eventually('the other is gone after the restart', async () => (await infoOf(FileId)) === undefined);
    await eventually('its bytes too', () => !existsSync(path.join(house.folder, 'media', FileId)));
    expect((await infoOf(held.fileId))!.BasicInfo!.ExpireTime).toBe(never);
    expect((await house.vod().PullEvents({})).EventSet).toMatchObject([
      { EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet: [FileId] } },
    ]);
  });

  it('deletes a whole file, and nothing when only parts are asked for that it never had', async () => {
    const { fileId: FileId } = ofFormat(rooms.red, 'aac');
    await house.vod().DeleteMedia({ FileId, DeleteParts: [{ Type: 'TranscodeFiles', Definition: 0 }] });
    expect(await infoOf(FileId)).toBeDefined();
    await house.vod().DeleteMedia({ FileId, DeleteParts: [{ Type: 'OriginalFiles' }] });
    expect(await infoOf(FileId)).toBeUndefined();
    await expect(house.vod().DeleteMedia({ FileId })).rejects.toMatchObject({ code: 'ResourceNotFound' });
  });
});

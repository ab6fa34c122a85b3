import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storagePoints } from '../../../engine/cloud/api/vod/storage-points.ts';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { eventually } from '../../support/eventually.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

describe('storage classes', () => {
  let house: VodEngine;
  let files: readonly CssFileEvent[];
  beforeAll(async () => {
    // Five hours are two seconds here.
    house = await openVodEngine({ restoreScale: 2 / (5 * 3600) });
    files = await house.record('attic');
  });
  afterAll(async () => {
    await house.close();
  });
  const statusOf = async (url: string): Promise<number> => (await fetch(house.open(url))).status;
  const stored = async (asked: object): Promise<number> => {
    const now = Date.now();
    const answer = (await house.vod().request('DescribeStorageDetails', {
      StartTime: new Date(now - 600_000).toISOString(),
      EndTime: new Date(now + 1000).toISOString(),
      Interval: 'Minute',
      ...asked,
    })) as { Data: { Value: number }[] };
    return Math.max(...answer.Data.map(({ Value }) => Value));
  };

  it('keeps a file of the archive from being played until it is restored, for so many days', async () => {
    const { fileId, videoUrl } = ofFormat(files, 'mp4');
    const vod = house.vod();
    await vod.ModifyMediaStorageClass({ FileIds: [fileId], StorageClass: 'STANDARD_IA' });
    expect(await statusOf(videoUrl)).toBe(200);
    await vod.ModifyMediaStorageClass({ FileIds: [fileId], StorageClass: 'ARCHIVE' });
    const found = await vod.SearchMedia({ StorageClasses: ['ARCHIVE'] });
    expect(found.MediaInfoSet!.map(({ FileId }) => FileId)).toEqual([fileId]);
    expect(await statusOf(videoUrl)).toBe(403);
    await vod.RestoreMedia({ FileIds: [fileId], RestoreDay: 1, RestoreTier: 'Standard' });
    expect(await statusOf(videoUrl)).toBe(403);
    await eventually('it is awake', async () => (await statusOf(videoUrl)) === 200);
    expect((await vod.SearchMedia({ StorageClasses: ['ARCHIVE'] })).TotalCount).toBe(1);

    await vod.ModifyMediaStorageClass({ FileIds: [fileId], StorageClass: 'DEEP_ARCHIVE' });
    const wake = (asked: object) =>
      vod.request('ModifyMediaStorageClass', { FileIds: [fileId], StorageClass: 'STANDARD', ...asked });
    await expect(wake({})).rejects.toMatchObject({ code: 'MissingParameter' });
    await expect(wake({ RestoreTier: 'Expedited' })).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    await expect(wake({ RestoreTier: 'Bulk', FileIds: [fileId, '404'] })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    await expect(wake({ StorageClass: 'COLD' })).rejects.toMatchObject({
      code: 'InvalidParameterValue.StorageClass',
    });
    await expect(
      vod.RestoreMedia({ FileIds: [ofFormat(files, 'flv').fileId], RestoreDay: 1 }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue.FileIds' });
    expect(await statusOf(videoUrl)).toBe(403);
  });

  it('counts what lies there by class, and what was deleted in its time', async () => {
    const flv = ofFormat(files, 'flv');
    const before = await stored({ StorageType: 'StandardStorage' });
    const total = await stored({});
    const sizes = files.reduce((sum, { fileSize }) => sum + fileSize, 0);
    expect(total).toBeGreaterThanOrEqual(sizes);
    expect(await stored({ Area: 'Chinese Mainland' })).toBe(0);
    await house.vod().ModifyMediaStorageClass({ FileIds: [flv.fileId], StorageClass: 'STANDARD_IA' });
    expect(await stored({ StorageType: 'InfrequentStorage' })).toBeGreaterThanOrEqual(flv.fileSize);
    await house.vod().DeleteMedia({ FileId: flv.fileId });
    // Of these five minutes it belongs to the later class; deleted in them, it is still counted.
    expect(await stored({ StorageType: 'StandardStorage' })).toBeLessThanOrEqual(before);
    expect(await stored({ StorageType: 'InfrequentStorage' })).toBeGreaterThanOrEqual(flv.fileSize);
    expect(await stored({})).toBe(total);
    await expect(stored({ Interval: 'Minute', StartTime: '2026-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'InvalidParameterValue.EndTime',
    });
    await expect(stored({ StorageType: 'ArchiveBulkRetrieval' })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
  });

  it('takes the highest five minutes of a day in UTC+8, from the beginning of a file to its end', () => {
    const at = (text: string): Date => new Date(`2026-05-0${text}Z`);
    const spans = [
      { bytes: 100, from: at('1T10:02:00'), until: null, goesOn: false },
      { bytes: 50, from: at('1T15:57:00'), until: at('1T16:01:00'), goesOn: false },
      { bytes: 7, from: at('1T15:51:00'), until: at('1T16:02:00'), goesOn: true },
      { bytes: 7, from: at('1T16:02:00'), until: at('1T16:03:00'), goesOn: false },
    ];
    const minutes = storagePoints(spans, at('1T15:50:00'), at('1T16:10:00'), 'Minute');
    expect(minutes.map(({ bytes }) => bytes)).toEqual([107, 157, 157, 100]);
    const days = storagePoints(spans, at('1T00:00:00'), at('2T20:00:00'), 'Day');
    expect(days).toEqual([
      { at: new Date('2026-04-30T16:00:00Z'), bytes: 157 },
      { at: new Date('2026-05-01T16:00:00Z'), bytes: 157 },
      { at: new Date('2026-05-02T16:00:00Z'), bytes: 100 },
    ]);
  });
});

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileName } from '../../../domain/recording/naming.ts';
import { nameFormsOf } from '../../../domain/recording/method.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { parseStreamParam } from '../../../wire/stream-param.ts';
import { publishAddress, testApplication, testCredential } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import { startPublisher } from '../../support/publisher.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { openVodEngine } from '../../support/vod-engine.ts';

const { sdkAppId } = testApplication;

describe('the names of recorded files', () => {
  let house: VodEngine;
  beforeAll(async () => {
    house = await openVodEngine();
  });
  afterAll(async () => {
    await house.close();
  });

  const publish = (room: string, userId: string, extra = '', seconds = 2) =>
    startPublisher(
      publishAddress(house.engine.ports['rtmp']!, { room: encodeURIComponent(room), userId, extra }),
      seconds,
    ).ended;
  const filesOf = (what: string, wanted: (file: CssFileEvent) => boolean, count: number) =>
    eventually(`the files of ${what}`, () => {
      const files = house.receiver.files().filter(wanted);
      return files.length === count ? files : null;
    });
  const nameOf = async (fileId: string): Promise<string> => {
    const { MediaInfoSet } = await house.vod().DescribeMediaInfos({ FileIds: [fileId] });
    return MediaInfoSet![0]!.BasicInfo!.Name!;
  };
  const dispositionOf = async ({ videoUrl }: CssFileEvent): Promise<string> => {
    const answer = await fetch(`${house.open(videoUrl)}&download=`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    return answer.headers.get('content-disposition')!;
  };
  /** Every entry of the engine's folder that is no media file's, which lies in a folder named by its id. */
  const strangers = (): readonly string[] =>
    readdirSync(house.folder, { recursive: true, encoding: 'utf8' }).filter(
      (entry) =>
        entry.startsWith('media') &&
        entry !== 'media' &&
        !/^media\/\d{20}(\/[a-z\d][a-z\d.-]*)?$/.test(entry.split(path.sep).join('/')),
    );

  it.each([
    ['..', 'dots'],
    ['%2e%2e%2f%00', 'encoded'],
    ['a b<c>&d=e?f|g;h:i~', 'signs'],
    ['_main_2026-01-01-00-00-00', 'like_a_name'],
    ['%s%d_100%', 'percent_signs'],
    [`${'#'.repeat(63)}~`, 'u'.repeat(32)],
  ])('hold any room that the vendor allows: %s', async (room, userId) => {
    expect((await publish(room, userId)).code).toBe(0);
    const isMine = ({ streamParam }: CssFileEvent) => parseStreamParam(streamParam ?? '').userId === userId;
    const files = await filesOf(userId, isMine, 4);
    for (const file of files) {
      expect(parseStreamParam(file.streamParam!)).toMatchObject({ room, userId, streamType: 'main' });
      const name = await nameOf(file.fileId);
      const known = { forms: nameFormsOf.GLOBAL_AUTO, sdkAppId, userId, streamId: null };
      expect(readFileName(name, { ...known, userDefineRecordId: null })!.heads).toContainEqual({
        ...{ form: 'plain', sdkAppId, room, userId, streamType: 'main' },
      });
      const { durationSeconds } = await probe(house.open(file.videoUrl));
      expect(durationSeconds).toBeGreaterThan(1);
      const disposition = await dispositionOf(file);
      expect(disposition).toMatch(/^attachment; filename="[^"\\/:*?<>|%]+"; filename\*=UTF-8''[\w.%!~-]+$/);
      // However long the ids are, the times and the ending stay.
      expect(disposition).toMatch(/_\d{4}(-\d\d){5}_\d{4}(-\d\d){5}\.(mp4|m3u8|flv|aac)"/);
    }
    // Nothing in it is a wildcard, and it is found by itself alone.
    const head = `${String(sdkAppId)}_${room}_${userId}`.slice(0, 100);
    const vod = house.vod();
    expect((await vod.SearchMedia({ NamePrefixes: [head] })).TotalCount).toBe(4);
    expect((await vod.SearchMedia({ TrtcRoomIds: [room] })).TotalCount).toBe(4);
    expect((await vod.SearchMedia({ StreamIds: [files[0]!.streamId] })).TotalCount).toBe(4);
    expect(strangers()).toEqual([]);
    expect(house.receiver.faults).toEqual([]);
  });

  it.each([
    ['../../etc', '', 'the room is'],
    ['a"b', '', 'the room is'],
    ['a\r\nSet-Cookie: b', '', 'the room is'],
    ['a\0b', '', 'the room is'],
    ['\u202eabc', '', 'the room is'],
    ['방', '', 'the room is'],
    ['r'.repeat(65), '', 'the room is'],
    ['good', '&streamid=..%2Fx', 'streamid is'],
    ['good', '&userdefinerecordid=a%0Ab', 'userdefinerecordid is'],
    ['good', `&userdefinerecordid=${'x'.repeat(65)}`, 'userdefinerecordid is'],
  ])('never come from what the vendor does not allow: %j %s', async (room, extra, reason) => {
    const { code, said } = await publish(room, 'refused', extra);
    expect(code).not.toBe(0);
    expect(said).toContain(reason);
    expect(strangers()).toEqual([]);
  });

  it('are refused as a mix’s too, before anything is mixed', async () => {
    const endpoint = `127.0.0.1:${String(house.engine.ports['http'])}/api`;
    const clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
    const mix = (OutputParams: { StreamId: string; RecordId: string }) =>
      clients.trtc.StartMCUMixTranscodeByStrRoomId({
        ...{ SdkAppId: sdkAppId, StrRoomId: 'nobody', OutputParams },
        EncodeParams: { AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 },
        LayoutParams: { Template: 1 },
      });
    try {
      for (const bad of ['../x', 'a"b', 'a\r\nb', 'a\0b', '\ud800', 'x'.repeat(65)]) {
        await expect(mix({ StreamId: bad, RecordId: 'good' })).rejects.toMatchObject({
          message: expect.stringContaining('OutputParams.StreamId is') as string,
        });
        await expect(mix({ StreamId: 'good', RecordId: bad })).rejects.toMatchObject({
          message: expect.stringContaining('OutputParams.RecordId is') as string,
        });
      }
    } finally {
      clients.close();
    }
  });

  it('may be one for two files: the library keeps both, finds both and gives both out', async () => {
    // Two users who join with one id at one time; a rename where their clocks put them a second apart.
    const extra = '&userdefinerecordid=twin';
    const ended = await Promise.all(['anna', 'bert'].map((userId) => publish('twins', userId, extra)));
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    const isTwin = ({ streamParam }: CssFileEvent) =>
      parseStreamParam(streamParam ?? '').userDefineRecordId === 'twin';
    const [one, other] = (await filesOf('the twins', isTwin, 8)).filter(({ format }) => format === 'mp4');
    const name = await nameOf(one!.fileId);
    expect(name).toMatch(/^twin_main_\d{4}-/);
    const vod = house.vod();
    await vod.ModifyMediaInfo({ FileId: other!.fileId, Name: name });
    for (const query of [{ Names: [name] }, { NamePrefixes: [name] }, { Text: name }]) {
      const { MediaInfoSet } = await vod.SearchMedia({ ...query, MediaTypes: ['MP4'] });
      expect(MediaInfoSet!.map(({ FileId }) => FileId).toSorted()).toEqual(
        [one!.fileId, other!.fileId].toSorted(),
      );
    }
    expect(new URL(one!.videoUrl).pathname).not.toBe(new URL(other!.videoUrl).pathname);
    const disposition = `attachment; filename="${name}.mp4"; filename*=UTF-8''${name}.mp4`;
    expect([await dispositionOf(one!), await dispositionOf(other!)]).toEqual([disposition, disposition]);
    const bodies = await Promise.all(
      [one!, other!].map(async ({ videoUrl }) => (await fetch(house.open(videoUrl))).arrayBuffer()),
    );
    expect(bodies.map(({ byteLength }) => byteLength)).toEqual([one!.fileSize, other!.fileSize]);
    // Deleting one leaves its namesake.
    await vod.DeleteMedia({ FileId: one!.fileId });
    expect((await vod.SearchMedia({ Names: [name], MediaTypes: ['MP4'] })).TotalCount).toBe(1);
    expect((await fetch(house.open(other!.videoUrl))).status).toBe(200);
  });

  it('keep a rejoin within a second apart, in files of their own', async () => {
    for (let join = 0; join < 2; join++) expect((await publish('rejoin', 'quick', '', 1)).code).toBe(0);
    const files = await filesOf('both joins', ({ streamId }) => streamId.includes('_rejoin_quick_'), 8);
    expect(new Set(files.map(({ fileId }) => fileId)).size).toBe(8);
    const head = `${String(sdkAppId)}_rejoin_quick_main_`;
    expect((await house.vod().SearchMedia({ NamePrefixes: [head] })).TotalCount).toBe(8);
    for (const { videoUrl } of files) expect((await fetch(house.open(videoUrl))).status).toBe(200);
  });
});

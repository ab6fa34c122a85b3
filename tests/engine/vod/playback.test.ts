import { createHash } from 'node:crypto';
import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { testCredential } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request from another address of this machine. */
function fetchFrom(localAddress: string, url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { localAddress }, (response) => {
        buffer(response).then((body) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        }, reject);
      })
      .on('error', reject);
  });
}

describe('playback', () => {
  let house: VodEngine;
  let files: readonly CssFileEvent[];
  beforeAll(async () => {
    house = await openVodEngine({ viewerRegion: 'Europe' });
    files = await house.record('cinema', 6);
  });
  afterAll(async () => {
    await house.close();
  });
  const own = (action: string, parameters: object): Promise<unknown> =>
    new CommonClient('127.0.0.1', roomtapeVersion, {
      credential: testCredential,
      region: 'ap-guangzhou',
      profile: {
        httpProfile: { protocol: 'http://', endpoint: `127.0.0.1:${String(house.engine.ports['http'])}/api` },
      },
    }).request(action, parameters);

  it('ends a preview with the segment that reaches it, and opens nothing beyond', async () => {
    const { videoUrl } = ofFormat(files, 'hls');
    const whole = await (await fetch(house.open(videoUrl))).text();
    const preview = house.open(videoUrl, { previewSeconds: 2 });
    const cut = await (await fetch(preview)).text();
    const segments = (playlist: string): string[] =>
      playlist.split('\n').filter((line) => /^\d+\.m4s/.test(line));
    expect(segments(whole).length).toBeGreaterThan(segments(cut).length);
    expect(cut.trimEnd().endsWith('#EXT-X-ENDLIST')).toBe(true);
    const { durationSeconds } = await probe(preview);
    expect(durationSeconds).toBeGreaterThanOrEqual(2);
    expect(durationSeconds).toBeLessThan(4.5);
    const last = segments(whole).at(-1)!.split('?')[0]!;
    const beyond = await fetch(house.open(videoUrl.replace('playlist.m3u8', last), { previewSeconds: 2 }));
    expect([beyond.status, await beyond.text()]).toEqual([
      403,
      'the address is not open: beyond the preview\n',
    ]);
    // The seconds are signed: who leaves them out, or takes more, has no signature.
    expect((await fetch(preview.replace('exper=2', 'exper=600'))).status).toBe(403);
    expect((await fetch(preview.replace('exper=2&', ''))).status).toBe(403);
    for (const format of ['mp4', 'flv', 'aac'] as const) {
      const refused = await fetch(house.open(ofFormat(files, format).videoUrl, { previewSeconds: 30 }));
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('only HLS can be played in part');
    }
  });

  it('lets so many client addresses play by a grant, and no more, across a restart', async () => {
    const { videoUrl } = ofFormat(files, 'mp4');
    const limited = (): string => house.open(videoUrl, { maxAddresses: 2, us: 'family' });
    const statusFrom = async (address: string): Promise<number> =>
      (await fetchFrom(address, limited())).status;
    expect(await Promise.all(['127.0.0.2', '127.0.0.3'].map(statusFrom))).toEqual([200, 200]);
    expect(await statusFrom('127.0.0.4')).toBe(403);
    expect(await statusFrom('127.0.0.2')).toBe(200);
    await house.restart();
    expect(await statusFrom('127.0.0.4')).toBe(403);
    expect(await statusFrom('127.0.0.3')).toBe(200);
    // Of many at once no more than allowed are let in.
    const crowd = house.open(videoUrl, { maxAddresses: 3, us: 'crowd' });
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        fetchFrom(`127.0.1.${String(n + 1)}`, crowd).then(({ status }) => status),
      ),
    );
    expect(all.filter((status) => status === 200)).toHaveLength(3);
  });

  it('closes a revoked grant at once, for every file, and no other', async () => {
    const [mp4, hls] = [ofFormat(files, 'mp4').videoUrl, ofFormat(files, 'hls').videoUrl];
    const first = house.open(mp4, { us: 'grant-1' });
    expect((await fetch(first)).status).toBe(200);
    await own('RevokePlayback', { Us: 'grant-1' });
    await own('RevokePlayback', { Us: 'grant-1' });
    expect((await fetch(first)).status).toBe(403);
    expect(await (await fetch(house.open(hls, { us: 'grant-1' }))).text()).toContain('revoked');
    expect((await fetch(house.open(mp4, { us: 'grant-2' }))).status).toBe(200);
    await expect(own('RevokePlayback', {})).rejects.toMatchObject({ code: 'MissingParameter' });
  });

  it('offers downloads under names that are safe everywhere', async () => {
    const { videoUrl } = ofFormat(files, 'mp4');
    const nameOf = async (download: string): Promise<string | null> =>
      (await fetch(`${house.open(videoUrl)}&download=${encodeURIComponent(download)}`)).headers.get(
        'content-disposition',
      );
    expect(await nameOf('lesson 7.mp4')).toBe(
      'attachment; filename="lesson 7.mp4"; filename*=UTF-8\'\'lesson%207.mp4',
    );
    expect(await nameOf('수업 "7".mp4')).toBe(
      `attachment; filename="__ _7_.mp4"; filename*=UTF-8''${encodeURIComponent('수업 _7_.mp4')}`,
    );
    const hostile = await nameOf('../../etc/pass\r\nset-cookie: a=b\u202egpj.exe');
    expect(hostile).toMatch(/^attachment; filename="[\w .:=-]+"; filename\*=UTF-8''[\w.%-]+$/);
    expect(hostile).not.toContain('/');
    expect(await nameOf('')).toMatch(/filename="stream-cinema_[\d_-]+\.mp4"/);
    expect((await fetch(house.open(videoUrl))).headers.get('content-disposition')).toBeNull();
  });

  it('gives the checksum of everything a file is made of', async () => {
    const { fileId: FileId, videoUrl } = ofFormat(files, 'hls');
    const objects = await eventually('the file was read through', async () => {
      const { ObjectSet } = (await own('DescribeMediaObjects', { FileId })) as {
        ObjectSet: { Name: string; Url: string; Size: number; Sha256: string }[];
      };
      return ObjectSet.length > 0 ? ObjectSet : null;
    });
    expect(objects.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['init.mp4', '0.m4s', 'playlist.m3u8']),
    );
    for (const { Name, Url, Size, Sha256 } of objects) {
      // These carry the signature on when they are served.
      if (/\.(m3u8|vtt)$/.test(Name)) continue;
      const body = Buffer.from(await (await fetch(house.open(Url))).arrayBuffer());
      expect([body.length, createHash('sha256').update(body).digest('hex')]).toEqual([Size, Sha256]);
    }
    expect(objects.some(({ Url }) => Url === videoUrl.replace(/:\d+\//, Url.match(/:\d+\//)![0]))).toBe(true);
    const mp4 = ofFormat(files, 'mp4');
    const body = Buffer.from(await (await fetch(house.open(mp4.videoUrl))).arrayBuffer());
    const { MediaInfoSet } = await house.vod().DescribeMediaInfos({ FileIds: [mp4.fileId] });
    expect(MediaInfoSet![0]!.MetaData!.Md5).toBe(createHash('md5').update(body).digest('hex'));
  });

  it('writes down every request with its grant, and gives it out by the hour and by the grant', async () => {
    const { fileId, videoUrl } = ofFormat(files, 'hls');
    const from = new Date(Date.now() - 60_000).toISOString();
    const play = house.open(videoUrl, { us: 'watched' });
    const playlist = await (await fetch(play)).text();
    let bytes = Buffer.byteLength(playlist);
    for (const line of playlist.split('\n').filter((name) => /^\d+\.m4s/.test(name)))
      bytes += (await (await fetch(new URL(line, play))).arrayBuffer()).byteLength;
    expect((await fetch(play.replace('us=watched', 'us=forged'))).status).toBe(403);
    // What no text of the database can be keeps nothing else from being written down.
    expect((await fetch(play.replace('us=watched', 'us=%00%ff'))).status).toBe(403);
    const until = new Date(Date.now() + 60_000).toISOString();
    const grants = await eventually('it is written down', async () => {
      const answer = (await own('DescribePlaybackByGrant', {
        Us: ['watched', 'forged'],
        StartTime: from,
        EndTime: until,
      })) as { ViewerRegion: string; GrantSet: { Us: string; Bytes: number }[] };
      return answer.GrantSet.length === 2 && answer.GrantSet.some(({ Bytes }) => Bytes === bytes)
        ? answer
        : null;
    });
    expect(grants.ViewerRegion).toBe('Europe');
    expect(grants.GrantSet.find(({ Us }) => Us === 'watched')).toMatchObject({
      FileId: fileId,
      Bytes: bytes,
      PlayTimes: 1,
      Refused: 0,
      Clients: ['127.0.0.1'],
    });
    expect(grants.GrantSet.find(({ Us }) => Us === 'forged')).toMatchObject({
      Bytes: 0,
      Refused: 1,
      PlayTimes: 0,
    });

    const asked = {
      DomainName: '127.0.0.1',
      StartTime: `${from.slice(0, 19)}Z`,
      EndTime: `${until.slice(0, 19)}Z`,
    };
    const logs = await house.vod().DescribeCdnLogs(asked);
    expect(logs.TotalCount).toBe(logs.OverseaCdnLogs!.length);
    let lines = '';
    for (const { Url } of logs.OverseaCdnLogs!) {
      const answer = await fetchFrom('127.0.0.1', Url!);
      expect(answer.status).toBe(200);
      lines += gunzipSync(answer.body).toString('utf8');
      expect((await fetch(Url!.replace(/sign=\w/, 'sign=x'))).status).toBe(403);
    }
    const watched = lines.split('\n').filter((line) => line.includes('us=watched'));
    expect(watched.reduce((sum, line) => sum + Number(line.split(' ')[4]), 0)).toBe(bytes);
    for (const line of watched) {
      const fields = line.split(' ');
      expect(fields).toHaveLength(16);
      expect(fields[0]).toMatch(/^20\d{12}$/);
      expect([fields[1], fields[7], fields[12]]).toEqual(['127.0.0.1', '200', 'GET']);
      expect(line).not.toContain('sign=');
    }
    expect(
      lines
        .split('\n')
        .find((line) => line.includes('us=forged'))
        ?.split(' ')[7],
    ).toBe('403');
    await expect(house.vod().DescribeCdnLogs({ ...asked, DomainName: 'example.org' })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    const usage = (await house.vod().request('DescribeCDNUsageData', {
      StartTime: from,
      EndTime: until,
      DataType: 'Flux',
    })) as { ViewerRegion: string };
    expect(usage.ViewerRegion).toBe('Europe');
  });

  it('counts the bytes and the plays of one file, by the hour and by the day', async () => {
    const fresh = ofFormat(await house.record('counted', 1), 'mp4');
    const now = Date.now();
    const range = {
      FileId: fresh.fileId,
      StartTime: new Date(now - 3_600_000).toISOString(),
      EndTime: new Date(now + 3_600_000).toISOString(),
    };
    const ask = async (more: object = {}) =>
      (await house.vod().DescribeMediaPlayStatDetails({ ...range, ...more })).PlayStatInfoSet!;
    const sum = (rows: Awaited<ReturnType<typeof ask>>) => ({
      plays: rows.reduce((total, { PlayTimes }) => total + PlayTimes!, 0),
      bytes: rows.reduce((total, { Traffic }) => total + Traffic!, 0),
    });
    expect(sum(await ask())).toEqual({ plays: 0, bytes: 0 });
    const whole = await fetch(house.open(fresh.videoUrl));
    const size = (await whole.arrayBuffer()).byteLength;
    const part = await fetch(house.open(fresh.videoUrl), { headers: { range: 'bytes=100-199' } });
    expect((await part.arrayBuffer()).byteLength).toBe(100);
    const rows = await eventually('both are counted', async () => {
      const counted = await ask({ Interval: 'Hour' });
      return sum(counted).bytes >= size + 100 ? counted : null;
    });
    expect(sum(rows).bytes).toBe(size + 100);
    expect(sum(rows).plays).toBeGreaterThan(0);
    expect(rows.every(({ FileId }) => FileId === fresh.fileId)).toBe(true);
    expect(sum(await ask({ Interval: 'Day' })).bytes).toBe(size + 100);
    await expect(ask({ EndTime: range.StartTime })).rejects.toMatchObject({
      code: 'InvalidParameterValue.EndTime',
    });
  });

  it('keeps the files and keys of sub-applications apart', async () => {
    const vod = house.vod();
    const { SubAppId } = await vod.CreateSubAppId({ Name: 'school', Description: 'lessons' });
    const keys = (await own('DescribeSubAppKeys', { SubAppId })) as { PlayKey: string; PlayerKey: string };
    expect(keys.PlayKey).toMatch(/^[a-z\d]{8,40}$/);
    const { SubAppIdInfoSet, TotalCount } = await vod.DescribeSubAppIds({});
    expect(TotalCount).toBe(2);
    expect(SubAppIdInfoSet!.find((item) => item.SubAppId === SubAppId)).toMatchObject({
      SubAppIdName: 'school',
      Status: 'On',
      Description: 'lessons',
    });
    const { fileId, videoUrl } = ofFormat(files, 'mp4');
    expect((await vod.SearchMedia({ SubAppId: SubAppId! })).TotalCount).toBe(0);
    expect(
      (await vod.DescribeMediaInfos({ FileIds: [fileId], SubAppId: SubAppId! })).NotExistFileIdSet,
    ).toEqual([fileId]);
    await expect(vod.DeleteMedia({ FileId: fileId, SubAppId: SubAppId! })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    await expect(vod.SearchMedia({ SubAppId: 1577777777 })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    // The file is not under the other's path, even with the other's key.
    const elsewhere = videoUrl.replace(/\/vod\/\d+\//, `/vod/${String(SubAppId)}/`);
    expect((await fetch(house.open(elsewhere, {}, keys.PlayKey))).status).toBe(404);
    expect((await fetch(house.open(videoUrl, {}, keys.PlayKey))).status).toBe(403);

    // Off closes the playback of an application and nothing else; destruction ends it.
    const main = Number(/\/vod\/(\d+)\//.exec(videoUrl)![1]);
    await vod.ModifySubAppIdStatus({ SubAppId: main, Status: 'Off' });
    expect((await fetch(house.open(videoUrl))).status).toBe(403);
    expect((await vod.DescribeMediaInfos({ FileIds: [fileId] })).MediaInfoSet).toHaveLength(1);
    await vod.ModifySubAppIdStatus({ SubAppId: main, Status: 'On' });
    expect((await fetch(house.open(videoUrl))).status).toBe(200);
    await expect(vod.ModifySubAppIdStatus({ SubAppId: main, Status: 'Destroyed' })).rejects.toMatchObject({
      code: 'FailedOperation',
    });
    await vod.ModifySubAppIdStatus({ SubAppId: SubAppId!, Status: 'Destroyed' });
    await expect(vod.SearchMedia({ SubAppId: SubAppId! })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    await expect(vod.CreateSubAppId({ Name: 'x'.repeat(41) })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
  });
});

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { signPsign } from '../../../wire/psign.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js';
import { testAppId, testCredential } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

const sizeOf = (file: string): string =>
  execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', file])
    .toString()
    .trim();

function secondsOfAdts(source: string): number {
  const entries = ['-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0'];
  return (Number(execFileSync('ffprobe', ['-v', 'error', ...entries, source]).toString()) * 1024) / 48_000;
}

describe('what the library knows and shows of a file', () => {
  let house: VodEngine;
  let files: readonly CssFileEvent[];
  beforeAll(async () => {
    house = await openVodEngine();
    files = await house.record('gallery', 5);
  });
  afterAll(async () => {
    await house.close();
  });
  const infosOf = async (ids: readonly string[]) =>
    (await house.vod().DescribeMediaInfos({ FileIds: [...ids] })).MediaInfoSet!;
  const withStills = () =>
    eventually(
      'pictures were made',
      async () =>
        (await infosOf(files.map(({ fileId }) => fileId))).find(
          ({ BasicInfo }) => BasicInfo!.CoverUrl !== '',
        ),
      40_000,
    );
  async function download(url: string, name: string): Promise<string> {
    const answer = await fetch(house.open(url));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    const file = path.join(house.folder, name);
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    return file;
  }

  it('has a cover and a sprite for scrubbing, once a recording, all under one signature', async () => {
    const { FileId, BasicInfo, ImageSpriteInfo } = await withStills();
    expect(sizeOf(await download(BasicInfo!.CoverUrl!, 'cover.jpg'))).toBe('320,180');
    const set = ImageSpriteInfo!.ImageSpriteSet[0]!;
    expect(set).toMatchObject({ Width: 160, Height: 90, TotalCount: 5 });
    expect(set.ImageUrlSet).toHaveLength(1);
    expect(sizeOf(await download(set.ImageUrlSet![0]!, 'sprite.jpg'))).toBe('1600,900');
    const opened = house.open(set.WebVttUrl!);
    const vtt = await (await fetch(opened)).text();
    expect(vtt.startsWith('WEBVTT\n')).toBe(true);
    const cues = [...vtt.matchAll(/(\d\d:\d\d:\d\d\.\d{3}) --> .*\n(\S+)#xywh=(\d+),(\d+),160,90/g)];
    expect(cues.map(([, from]) => from)).toEqual(
      [0, 1, 2, 3, 4].map((second) => `00:00:0${String(second)}.000`),
    );
    expect(cues.map(([, , , x]) => Number(x))).toEqual([0, 160, 320, 480, 640]);
    // A player asks for what the text says, and needs no other signature.
    expect((await fetch(new URL(cues[4]![2]!, opened))).status).toBe(200);
    expect((await fetch(new URL('sprite-1.jpg', opened))).status).toBe(403);
    expect((await fetch(house.open(set.ImageUrlSet![0]!, { previewSeconds: 2 }))).status).toBe(403);

    // The other formats of the same recording have none, and it stays so.
    const others = (await infosOf(files.map(({ fileId }) => fileId))).filter(
      (info) => info.FileId !== FileId,
    );
    expect(others.map((info) => info.BasicInfo!.CoverUrl)).toEqual(['', '', '']);
    await house.restart();
    const again = await infosOf(files.map(({ fileId }) => fileId));
    expect(again.filter((info) => info.BasicInfo!.CoverUrl !== '')).toHaveLength(1);
  });

  it('gives the player its addresses for a signature of its own, and nothing for another', async () => {
    const { FileId } = await withStills();
    const { PlayerKey } = (await new CommonClient('127.0.0.1', roomtapeVersion, {
      credential: testCredential,
      region: 'ap-guangzhou',
      profile: {
        httpProfile: { protocol: 'http://', endpoint: `127.0.0.1:${String(house.engine.ports['http'])}/api` },
      },
    }).request('DescribeSubAppKeys', { SubAppId: testAppId })) as { PlayerKey: string };
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      appId: testAppId,
      fileId: FileId!,
      contentInfo: { audioVideoType: 'Original' as const },
      currentTimeStamp: now,
      expireTimeStamp: now + 300,
      urlAccessInfo: { us: 'by-player' },
    };
    const ask = (fileId: string, psign: string) =>
      fetch(
        `http://127.0.0.1:${String(house.engine.ports['http'])}/player/v1/${String(testAppId)}/${fileId}?psign=${psign}`,
      );
    const answer = (await (await ask(FileId!, signPsign(claims, PlayerKey))).json()) as Record<
      string,
      string
    >;
    expect(answer['expiresAt']).toBe(new Date((now + 300) * 1000).toISOString());
    for (const name of ['url', 'coverUrl', 'thumbnailsUrl']) {
      expect(answer[name]).toContain('us=by-player');
      expect((await fetch(answer[name]!)).status).toBe(200);
    }
    expect((await probe(answer['url']!)).video!.frames).toBe(75);
    const other = files.find(({ fileId }) => fileId !== FileId)!.fileId;
    expect((await ask(other, signPsign(claims, PlayerKey))).status).toBe(403);
    expect((await ask(FileId!, signPsign(claims, 'wrong'))).status).toBe(403);
    expect((await ask(FileId!, '')).status).toBe(403);
    expect((await ask(FileId!, signPsign({ ...claims, expireTimeStamp: now - 1 }, PlayerKey))).status).toBe(
      403,
    );
  });

  it('says of each format what ffprobe says', async () => {
    for (const format of ['hls', 'mp4', 'flv', 'aac'] as const) {
      const { fileId, videoUrl, fileSize } = ofFormat(files, format);
      const [info] = await infosOf([fileId]);
      const facts = info!.MetaData!;
      const probed = await probe(house.open(videoUrl));
      expect(facts).toMatchObject({ Size: fileSize, Container: format });
      // ADTS has no length of its own: ffprobe guesses one from the first frames, so they are counted.
      const seconds = format === 'aac' ? secondsOfAdts(house.open(videoUrl)) : probed.durationSeconds;
      expect(Math.abs(facts.Duration! - seconds)).toBeLessThan(0.1);
      expect(facts.AudioStreamSet).toMatchObject([
        { Codec: probed.audio!.codec, SamplingRate: probed.audio!.sampleRate },
      ]);
      const { video } = probed;
      if (video === null) {
        expect([facts.VideoStreamSet, facts.Width, facts.VideoDuration]).toEqual([[], 0, 0]);
        continue;
      }
      expect(facts.VideoStreamSet).toMatchObject([
        { Codec: video.codec, Width: video.width, Height: video.height, Fps: Math.round(video.frames / 5) },
      ]);
      expect([facts.Width, facts.Height]).toEqual([video.width, video.height]);
      expect(facts.Bitrate! / ((fileSize * 8) / probed.durationSeconds)).toBeCloseTo(1, 1);
    }
  });
});

describe('an engine whose ffmpeg fails', () => {
  it('keeps every file, says once that there are no pictures, and goes on', async () => {
    const house = await openVodEngine({ ffmpegPath: '/bin/false', logLevel: 'warn' });
    try {
      const files = await house.record('blind', 2);
      // A callback that did not get through is repeated after a minute.
      const told = await eventually(
        'it was told',
        () => {
          const found = house.receiver.bodies.filter((body) =>
            JSON.stringify(body).includes('stills-failed'),
          );
          return found.length >= 2 ? found : null;
        },
        90_000,
      );
      expect(told).toHaveLength(2);
      for (const { videoUrl, format } of files)
        expect([format, (await fetch(house.open(videoUrl))).status]).toEqual([format, 200]);
      await house.restart();
      const { MediaInfoSet } = await house
        .vod()
        .DescribeMediaInfos({ FileIds: files.map(({ fileId }) => fileId) });
      expect(MediaInfoSet!.map(({ BasicInfo }) => BasicInfo!.CoverUrl)).toEqual(['', '', '', '']);
    } finally {
      await house.close();
    }
  }, 150_000);
});

import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import type { S3Target } from '../../support/s3-target.ts';
import { startS3Target } from '../../support/s3-target.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

describe('an engine that keeps its files in a bucket', () => {
  let target: S3Target;
  let house: VodEngine;
  beforeAll(async () => {
    target = await startS3Target();
    house = await openVodEngine({ storage: target.setting });
  });
  afterAll(async () => {
    await house.close();
    await target.close();
  });

  it('is killed in the middle of an upload, goes on, and plays from the bucket', async () => {
    target.fault = (key) => (/0\.m4s|f0\.mp4/.test(key) ? 'hang' : null);
    const files = await house.record('bucket', 3);
    const [hls, mp4] = [ofFormat(files, 'hls'), ofFormat(files, 'mp4')];
    await eventually(
      'an upload hangs',
      () =>
        target.uploads.some(
          (key) => key.endsWith(`${hls.fileId}/0.m4s`) || key.endsWith(`${mp4.fileId}/f0.mp4`),
        ),
      60_000,
    );
    expect(existsSync(path.join(house.folder, 'media', mp4.fileId, 'f0.mp4'))).toBe(true);
    // Playable at once, while its copy is on its way.
    expect((await probe(house.open(mp4.videoUrl))).video).toMatchObject({ frames: 45 });
    process.kill(house.engine.pid, 'SIGKILL');
    await house.engine.ended;
    await house.restart();
    target.fault = () => null;
    await eventually(
      'all files were moved',
      () => files.every(({ fileId }) => !existsSync(path.join(house.folder, 'media', fileId))),
      60_000,
    );
    for (const { videoUrl, format, fileSize } of files) {
      const played = await probe(house.open(videoUrl));
      if (format !== 'aac') expect(played.video).toMatchObject({ frames: 45 });
      if (format === 'hls') continue;
      const part = await fetch(house.open(videoUrl), { headers: { range: 'bytes=100-199' } });
      expect([part.status, part.headers.get('content-range')]).toEqual([
        206,
        `bytes 100-199/${String(fileSize)}`,
      ]);
      expect((await part.arrayBuffer()).byteLength).toBe(100);
    }
    await house.vod().DeleteMedia({ FileId: mp4.fileId });
    await eventually('it is gone there', () => !target.keys().some((key) => key.startsWith(mp4.fileId)));
    expect((await fetch(house.open(mp4.videoUrl))).status).toBe(404);
  });
});

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishBy } from '../../support/child-publisher.ts';
import { whipEndpoint } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { decodePictures } from '../../support/picture-times.ts';
import { probe, soundOnsets } from '../../support/probe.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

const script = path.resolve(import.meta.dirname, '../../support/gstreamer-whip.py');
const seconds = 8;

describe('GStreamer by WHIP', () => {
  let engine: VodEngine;
  beforeAll(async () => {
    engine = await openVodEngine();
  });
  afterAll(async () => {
    await engine.close();
  });

  it.each(['h264', 'vp8'])(
    'is recorded in every format: %s',
    async (codec) => {
      const streamId = `gstreamer-${codec}`;
      const { url, token } = whipEndpoint(engine.engine.ports['http']!, {
        room: streamId,
        userId: 'encoder',
        extra: `&streamid=${streamId}`,
      });
      const published = await publishBy('/usr/bin/python3', [script, url, token, String(seconds), codec]);
      expect(published).toMatchObject({ code: 0, said: expect.stringContaining('done 200') as string });
      const files = await eventually(
        'four files',
        () => {
          const own = engine.receiver.files().filter((file) => file.streamId === streamId);
          return own.length === 4 ? own : null;
        },
        60_000,
      );
      for (const format of ['hls', 'mp4', 'flv'] as const) {
        const { video, audio } = await probe(engine.open(ofFormat(files, format).videoUrl));
        expect(video).toMatchObject({ codec: 'h264', width: 320, height: 180 });
        expect(video!.frames).toBeGreaterThan((seconds - 2) * 15);
        expect(audio?.codec).toBe('aac');
      }
      const mp4 = engine.open(ofFormat(files, 'mp4').videoUrl);
      expect((await decodePictures(mp4)).complaints).toBe('');
      // A tick at each second.
      const onsets = await soundOnsets(mp4);
      expect(onsets.length).toBeGreaterThan(seconds - 3);
      for (const [index, onset] of onsets.slice(1).entries())
        expect(Math.abs(onset - onsets[index]! - 1), onsets.join(' ')).toBeLessThan(0.03);
    },
    120_000,
  );
});

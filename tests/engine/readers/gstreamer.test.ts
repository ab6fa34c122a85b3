import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { publishBy } from '../../support/child-publisher.ts';
import { decodeByGStreamer } from '../../support/gstreamer.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

const seconds = 5;

describe('GStreamer plays from the server to the end', () => {
  let engine: VodEngine;
  let files: readonly CssFileEvent[];
  beforeAll(async () => {
    engine = await openVodEngine();
    files = await engine.record('gstreamer', seconds);
  });
  afterAll(async () => {
    await engine.close();
  });

  it.each(['mp4', 'flv', 'hls'] as const)('%s', async (format) => {
    const url = engine.open(ofFormat(files, format).videoUrl);
    const { pictures, soundSeconds } = await decodeByGStreamer(url, { width: 320, height: 180 });
    expect(pictures).toBe(seconds * 15);
    expect(Math.abs(soundSeconds - seconds)).toBeLessThan(0.15);
  });

  it.each(['mp4', 'flv', 'hls', 'aac'] as const)('and tells what %s holds', async (format) => {
    const { code, said } = await publishBy('gst-discoverer-1.0', [
      engine.open(ofFormat(files, format).videoUrl),
    ]);
    expect(code).toBe(0);
    expect(said).toMatch(/MPEG-4 AAC/);
    if (format !== 'aac') expect(said).toMatch(/H\.264/);
    expect(said).not.toMatch(/error/i);
  });
});

import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import { publishBy } from '../../support/child-publisher.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { ofFormat, openVodEngine } from '../../support/vod-engine.ts';

const seconds = 5;
/** 320×180 in I420. */
const pictureBytes = (320 * 180 * 3) / 2;
/** 48 kHz stereo in 16 bits. */
const soundBytesPerSecond = 48_000 * 4;

describe('GStreamer plays from the server to the end', () => {
  let engine: VodEngine;
  let files: readonly CssFileEvent[];
  const folder = openTemporaryFolder();
  beforeAll(async () => {
    engine = await openVodEngine();
    files = await engine.record('gstreamer', seconds);
  });
  afterAll(async () => {
    await engine.close();
    folder.close();
  });

  /** Decodes an address; answers how many bytes of raw pictures and sound came of it. */
  async function decode(url: string, name: string): Promise<{ pictures: number; sound: number }> {
    const [pictures, sound] = ['yuv', 'pcm'].map((end) => path.join(folder.path, `${name}.${end}`)) as [
      string,
      string,
    ];
    const { code, said } = await publishBy('gst-launch-1.0', [
      ...['-q', 'uridecodebin', `uri=${url}`, 'name=decoder'],
      ...'decoder. ! queue ! videoconvert ! video/x-raw,format=I420 ! filesink'.split(' '),
      `location=${pictures}`,
      ...'decoder. ! queue ! audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=48000,channels=2 ! filesink'.split(
        ' ',
      ),
      `location=${sound}`,
    ]);
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    return { pictures: statSync(pictures).size, sound: statSync(sound).size };
  }

  it.each(['mp4', 'flv', 'hls'] as const)('%s', async (format) => {
    const { pictures, sound } = await decode(engine.open(ofFormat(files, format).videoUrl), format);
    expect(pictures / pictureBytes).toBe(seconds * 15);
    expect(Math.abs(sound / soundBytesPerSecond - seconds)).toBeLessThan(0.15);
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

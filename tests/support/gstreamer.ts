import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publishBy } from './child-publisher.ts';

/** 48 kHz stereo in 16 bits. */
const soundBytesPerSecond = 48_000 * 4;

/** Decodes an address to its end with GStreamer; answers how many pictures of a size and how much sound came of it. */
export async function decodeByGStreamer(
  url: string,
  size: { readonly width: number; readonly height: number },
): Promise<{ readonly pictures: number; readonly soundSeconds: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'roomtape-gstreamer-'));
  const [pictures, sound] = [path.join(folder, 'pictures'), path.join(folder, 'sound')];
  try {
    const { code, said } = await publishBy('gst-launch-1.0', [
      ...['-q', 'uridecodebin', `uri=${url}`, 'name=decoder'],
      ...'decoder. ! queue ! videoconvert ! video/x-raw,format=I420 ! filesink'.split(' '),
      `location=${pictures}`,
      ...'decoder. ! queue ! audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=48000,channels=2 ! filesink'.split(
        ' ',
      ),
      `location=${sound}`,
    ]);
    if (code !== 0) throw new Error(`GStreamer ended with ${String(code)}: ${said}`);
    return {
      pictures: statSync(pictures).size / ((size.width * size.height * 3) / 2),
      soundSeconds: statSync(sound).size / soundBytesPerSecond,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

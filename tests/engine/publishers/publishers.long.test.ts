import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CssFileEvent } from '../../../wire/css-callback.ts';
import type { Published } from '../../support/child-publisher.ts';
import { publishBy } from '../../support/child-publisher.ts';
import { codeTestPicture, remuxCommand } from '../../support/enhanced-flv.ts';
import { publishAddress } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { probe, soundOnsets } from '../../support/probe.ts';
import { readMedia } from '../../support/read-media.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { openVodEngine } from '../../support/vod-engine.ts';

/** A tenth of a second of sound at the beginning of each second, silence between. */
const beeps = String.raw`aevalsrc=0.5*sin(2*PI*880*t)*lt(mod(t\,1)\,0.1):s=48000`;

interface RealPublisher {
  readonly name: string;
  readonly codec: 'h264' | 'hevc' | 'av1';
  readonly seconds: number;
  readonly publish: (address: string, file: string) => Promise<Published>;
}

function ffmpeg(seconds: number, coding: readonly string[]) {
  return (address: string): Promise<Published> =>
    publishBy('ffmpeg', [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
      ...['-re', '-f', 'lavfi', '-i', `testsrc=size=320x180:rate=15:duration=${String(seconds)}`],
      ...['-re', '-f', 'lavfi', '-i', `${beeps}:duration=${String(seconds)}`],
      ...coding,
      ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '64k', '-f', 'flv', address],
    ]);
}

/** A live source of numbered buffers, coded and sent by GStreamer's own elements. */
function gstreamer(seconds: number) {
  return (address: string): Promise<Published> =>
    publishBy('gst-launch-1.0', [
      '-e',
      ...`videotestsrc is-live=true num-buffers=${String(seconds * 15)} !`.split(' '),
      ...'video/x-raw,width=320,height=180,framerate=15/1 ! x264enc key-int-max=30 bframes=2 speed-preset=ultrafast !'.split(
        ' ',
      ),
      ...'h264parse ! queue ! flvmux name=mux streamable=true ! rtmp2sink'.split(' '),
      `location=${address}`,
      ...`audiotestsrc is-live=true wave=ticks freq=880 sine-periods-per-tick=88 volume=0.5 samplesperbuffer=960 num-buffers=${String(seconds * 50)} !`.split(
        ' ',
      ),
      ...'audio/x-raw,rate=48000,channels=2 ! avenc_aac ! aacparse ! queue ! mux.'.split(' '),
    ]);
}

/** Coded beforehand by Debian's ffmpeg, sent in real time by the enhanced form of FFmpeg 8.1. */
function enhanced(codec: RealPublisher['codec'], seconds: number) {
  return async (address: string, file: string): Promise<Published> => {
    codeTestPicture(file, codec, { seconds, sound: `${beeps}:duration=${String(seconds)}` });
    const [program, ...args] = remuxCommand;
    return publishBy(program, [...args, file, address, 'realtime']);
  };
}

const publishers: readonly RealPublisher[] = [
  {
    name: 'ffmpeg with reordered pictures',
    codec: 'h264',
    seconds: 6,
    publish: ffmpeg(6, ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '30']),
  },
  {
    name: 'an encoder like OBS, with ten seconds between key frames',
    codec: 'h264',
    seconds: 22,
    publish: ffmpeg(22, [
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-bf',
      '2',
      '-g',
      '150',
      '-sc_threshold',
      '0',
    ]),
  },
  ...(
    [
      ['24', 0x1000000],
      ['32', 0x100000000],
    ] as const
  ).map(([bits, passedMs]) => ({
    name: `ffmpeg with times that pass ${bits} bits`,
    codec: 'h264' as const,
    seconds: 6,
    publish: ffmpeg(6, [
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '2M', '-g', '15'],
      ...['-output_ts_offset', String(passedMs / 1000 - 3)],
    ]),
  })),
  { name: 'GStreamer', codec: 'h264', seconds: 6, publish: gstreamer(6) },
  { name: 'FFmpeg 8.1 with HEVC', codec: 'hevc', seconds: 6, publish: enhanced('hevc', 6) },
  { name: 'FFmpeg 8.1 with AV1', codec: 'av1', seconds: 6, publish: enhanced('av1', 6) },
];

describe('a real publisher through the real port', () => {
  let engine: VodEngine;
  const folder = openTemporaryFolder();
  beforeAll(async () => {
    engine = await openVodEngine();
  });
  afterAll(async () => {
    await engine.close();
    folder.close();
  });

  async function recordedFrom({ name, publish, seconds }: RealPublisher): Promise<readonly CssFileEvent[]> {
    const streamId = name.replaceAll(/[^a-z0-9]+/gi, '-');
    const address = publishAddress(engine.engine.ports['rtmp']!, {
      room: streamId,
      userId: 'publisher',
      extra: `&streamid=${streamId}`,
    });
    const { code, said } = await publish(address, path.join(folder.path, `${streamId}.mp4`));
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    return eventually(
      `four files of ${name}`,
      () => {
        const files = engine.receiver.files().filter((file) => file.streamId === streamId);
        return files.length === 4 ? files : null;
      },
      (seconds + 40) * 1000,
    );
  }

  it.each(publishers)(
    'is recorded whole in every format: $name',
    async (publisher) => {
      const { codec, seconds } = publisher;
      const files = await recordedFrom(publisher);
      expect(files.map(({ format }) => format).sort()).toEqual(['aac', 'flv', 'hls', 'mp4']);
      const seen = { codec, width: 320, height: 180, frames: seconds * 15 };
      for (const file of files) {
        const url = engine.open(file.videoUrl);
        expect(Math.abs(file.durationSeconds - seconds), file.format).toBeLessThanOrEqual(1);
        if (file.format !== 'aac')
          expect(JSON.parse(file.callbackExt)).toEqual({ video_codec: codec, resolution: '320x180' });
        if (file.format === 'flv' && codec !== 'h264') {
          // Debian's ffmpeg does not know FLV in the enhanced form.
          const { video, audio } = await readMedia(url);
          const { frames, ...rest } = seen;
          expect(video).toMatchObject({ ...rest, packets: frames, frames });
          expect(Math.abs(video!.firstSeconds - audio!.firstSeconds)).toBeLessThan(0.15);
          expect(Math.abs(video!.lastSeconds - audio!.lastSeconds)).toBeLessThan(0.25);
          continue;
        }
        const { video, audio, durationSeconds } = await probe(url);
        expect(audio?.codec).toBe('aac');
        if (file.format !== 'aac') {
          expect(video, file.format).toEqual(seen);
          expect(Math.abs(durationSeconds - seconds), file.format).toBeLessThan(0.25);
        }
        // What was heard at the beginning of each second is heard there.
        const onsets = await soundOnsets(url);
        // GStreamer's tone begins once more in what fills its last frame.
        expect([seconds, seconds + 1], `${file.format}: ${onsets.join(' ')}`).toContain(onsets.length);
        const [first] = onsets as [number];
        expect(first).toBeLessThan(0.2);
        for (const [second, onset] of onsets.entries())
          expect(Math.abs(onset - first - second), `${file.format}: ${onsets.join(' ')}`).toBeLessThan(0.05);
      }
    },
    180_000,
  );
});

import path from 'node:path';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { afterAll, describe, expect, it } from 'vitest';
import { enhancedTestPicture, takenBodies } from '../../support/enhanced-flv.ts';
import { recordPackets } from '../../support/recorded.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

interface Read {
  readonly seconds: number;
  readonly video: { readonly codec: string; readonly width: number; readonly packets: number } | null;
  readonly audio: { readonly codec: string; readonly sampleRate: number; readonly packets: number } | null;
}

/** What an independent reader finds, every packet counted. */
async function read(file: string): Promise<Read> {
  using input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  return {
    seconds: await input.computeDuration(),
    video:
      video === null
        ? null
        : {
            codec: String(await video.getCodec()),
            width: await video.getDisplayWidth(),
            packets: (await video.computePacketStats()).packetCount,
          },
    audio:
      audio === null
        ? null
        : {
            codec: String(await audio.getCodec()),
            sampleRate: await audio.getSampleRate(),
            packets: (await audio.computePacketStats()).packetCount,
          },
  };
}

describe('mediabunny reads every packet of', () => {
  it.each([
    ['h264', 'avc', 'fmp4'],
    ['h264', 'avc', 'ts'],
    ['hevc', 'hevc', 'fmp4'],
    ['hevc', 'hevc', 'ts'],
    ['av1', 'av1', 'fmp4'],
  ] as const)('%s (to it %s) in MP4, HLS and AAC, segments as %s', async (codec, name, hlsSegments) => {
    const source = path.join(folder.path, `${codec}-${hlsSegments}.flv`);
    const packets = takenBodies(enhancedTestPicture(source, codec, { seconds: 6, size: '322x182' }));
    const sounds = packets.filter(({ kind, payload }) => kind === 'audio' && payload[1] === 1).length;
    const recorded = await recordPackets(folder.path, packets, ['mp4', 'hls', 'aac'], { hlsSegments });
    expect(recorded.failures).toEqual([]);
    const audio = { codec: 'aac', sampleRate: 48000, packets: sounds };
    for (const format of ['mp4', 'hls'] as const) {
      const found = await read(recorded.pathOf(format));
      expect(found, format).toMatchObject({ video: { codec: name, width: 322, packets: 90 }, audio });
      expect(Math.abs(found.seconds - 6)).toBeLessThan(0.2);
    }
    const found = await read(recorded.pathOf('aac'));
    expect(found).toMatchObject({ video: null, audio });
    expect(Math.abs(found.seconds - 6)).toBeLessThan(0.1);
  });
});

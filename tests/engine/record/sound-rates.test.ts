import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { probe, soundOnsets } from '../../support/probe.ts';
import { recordPackets } from '../../support/recorded.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

const seconds = 8;
const beeps = String.raw`volume='lt(mod(t\,1)\,0.1)':eval=frame`;

describe('sound at', () => {
  it.each([
    [44_100, 2],
    [32_000, 1],
    [16_000, 1],
  ])('%i Hz in %i channels keeps its time in every format', async (sampleRate, channels) => {
    const packets = codedTestPicture(path.join(folder.path, `${String(sampleRate)}.flv`), seconds, [
      ...['-c:v', 'libx264', '-g', '15', '-bf', '0', '-af', beeps],
      ...['-c:a', 'aac', '-ar', String(sampleRate), '-ac', String(channels)],
    ]);
    for (const hlsSegments of ['fmp4', 'ts'] as const) {
      const formats = hlsSegments === 'ts' ? (['hls'] as const) : (['hls', 'mp4', 'flv', 'aac'] as const);
      const recorded = await recordPackets(folder.path, packets, formats, { hlsSegments });
      expect(recorded.failures).toEqual([]);
      for (const { format, audio, durationMs } of recorded.files) {
        expect(audio).toEqual({ codec: 'aac', sampleRate, channels });
        expect(Math.abs(durationMs - seconds * 1000), format).toBeLessThan(200);
        const file = recorded.pathOf(format);
        expect((await probe(file)).audio, format).toEqual({ codec: 'aac', sampleRate });
        const onsets = await soundOnsets(file);
        const [first] = onsets as [number];
        expect(onsets.length, `${format}: ${onsets.join(' ')}`).toBe(seconds);
        for (const [second, onset] of onsets.entries())
          expect(Math.abs(onset - first - second), `${format}: ${onsets.join(' ')}`).toBeLessThan(0.05);
      }
    }
  });
});

import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { FlvStreamReader, printFlvHeader, printFlvTag } from '../../../engine/containers/flv-stream.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { probe } from '../../support/probe.ts';
import { recordPackets } from '../../support/recorded.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

describe('times', () => {
  it('of FLV tags are 32 bits in two pieces, read back as written', () => {
    const times = fc.oneof(fc.nat({ max: 0xffffffff }), fc.constantFrom(0xffffff, 0x1000000, 0xffffffff));
    fc.assert(
      fc.property(times, (timestampMs) => {
        const read: number[] = [];
        new FlvStreamReader((tag) => read.push(tag.timestampMs)).push(
          Buffer.concat([
            printFlvHeader({ video: true, audio: false }),
            ...printFlvTag({ type: 9, timestampMs, body: Buffer.from([1]) }),
          ]),
        );
        expect(read).toEqual([timestampMs]);
      }),
    );
  });

  it.each([
    ['24 bits', 0x1000000 - 3000],
    ['31 bits', 0x80000000 - 3000],
    ['32 bits', 0x100000000 - 3000],
  ])('that pass %s in the middle leave no trace in any file', async (_, startMs) => {
    const source = path.join(folder.path, `${String(startMs)}.flv`);
    const packets = codedTestPicture(source, 6, ['-c:v', 'libx264', '-g', '15', '-bf', '2', '-c:a', 'aac']);
    const late = packets.map((packet) => ({
      ...packet,
      timestampMs: (packet.timestampMs + startMs) % 0x100000000,
    }));
    const recorded = await recordPackets(folder.path, late, ['hls', 'mp4', 'flv', 'aac']);
    expect(recorded.failures).toEqual([]);
    expect(recorded.files).toHaveLength(4);
    for (const file of recorded.files) {
      expect(Math.abs(file.durationMs - 6000), file.format).toBeLessThan(200);
      const { video, durationSeconds } = await probe(recorded.pathOf(file.format));
      if (file.format === 'aac') continue;
      expect(video?.frames, file.format).toBe(90);
      expect(Math.abs(durationSeconds - 6), file.format).toBeLessThan(0.2);
    }
  });
});

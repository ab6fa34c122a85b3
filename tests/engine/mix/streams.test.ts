import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  flvTagTypes,
  FlvStreamReader,
  printFlvHeader,
  printFlvTag,
  type FlvTag,
} from '../../../engine/containers/flv-stream.ts';
import { NutStreamReader } from '../../../engine/containers/nut-stream.ts';

function cut(bytes: Buffer, step: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
    bytes.subarray(index * step, (index + 1) * step),
  );
}

describe('an FLV stream', () => {
  it('reads back the tags that were printed, cut into chunks of any size', () => {
    const tag = fc.record({
      type: fc.constantFrom(flvTagTypes.audio, flvTagTypes.video, flvTagTypes.script),
      timestampMs: fc.integer({ min: 0, max: 0xffffffff }),
      body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 20 }), fc.integer({ min: 1, max: 400 }), (tags, step) => {
        const bytes = Buffer.concat([
          printFlvHeader({ video: true, audio: true }),
          ...tags.flatMap(printFlvTag),
        ]);
        const read: FlvTag[] = [];
        const reader = new FlvStreamReader((one) => read.push(one));
        for (const chunk of cut(bytes, step)) reader.push(chunk);
        expect(read).toEqual(tags);
      }),
    );
  });

  it('refuses what is no FLV', () => {
    expect(() => {
      new FlvStreamReader(() => undefined).push(Buffer.from('this is certainly no FLV'));
    }).toThrow('FLV');
  });
});

describe('a NUT stream', () => {
  const nut = execFileSync('ffmpeg', [
    ...'-v error -f lavfi -i testsrc=s=64x48:r=10:d=2 -vf setpts=PTS+5/TB -pix_fmt yuv420p'.split(' '),
    ...'-fps_mode passthrough -enc_time_base 1:1000 -c:v rawvideo -f nut -write_index 0 pipe:1'.split(' '),
  ]);

  it.each([1, 7, 1000, 1_000_000])(
    'gives whole pictures with their times from chunks of %i bytes',
    (step) => {
      const frames: { ptsMs: number; bytes: number }[] = [];
      const reader = new NutStreamReader({ maxFrameBytes: 5000 }, ({ ptsMs, data }) => {
        frames.push({ ptsMs, bytes: data.length });
      });
      for (const chunk of cut(nut, step)) reader.push(chunk);
      expect(frames).toEqual(
        Array.from({ length: 20 }, (_, index) => ({ ptsMs: 5000 + 100 * index, bytes: 4608 })),
      );
    },
  );

  it('believes no frame that is larger than it may be', () => {
    expect(() => {
      new NutStreamReader({ maxFrameBytes: 4607 }, () => undefined).push(nut);
    }).toThrow('4608 bytes');
  });

  it('ends in an error or in silence, never in anything worse, whatever bytes come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(nut.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
        (changes) => {
          const broken = Buffer.from(nut);
          for (const [at, value] of changes) broken[at % 700] = value;
          const reader = new NutStreamReader({ maxFrameBytes: 5000 }, ({ data }) => {
            expect(data.length).toBeLessThanOrEqual(5000);
          });
          try {
            reader.push(broken);
          } catch (error) {
            expect((error as Error).message).toContain('NUT');
          }
        },
      ),
    );
  });
});

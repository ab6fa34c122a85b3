import fc from 'fast-check';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { VideoCodec } from '../../../engine/containers/track.ts';
import { readVideoTrack } from '../../../engine/containers/video-track.ts';
import { readVideoBody } from '../../../engine/ingest/video-body.ts';
import { enhancedTestPicture } from '../../support/enhanced-flv.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

const codecs: readonly VideoCodec[] = ['h264', 'hevc', 'av1'];

function configOf(codec: VideoCodec, size: string): Buffer {
  const packets = enhancedTestPicture(path.join(folder.path, `${codec}-${size}.flv`), codec, {
    seconds: 1,
    size,
    sound: false,
  });
  const { payload } = packets[0]!;
  const body = readVideoBody(payload)!;
  expect(body).toMatchObject({ codec, part: 'config' });
  return Buffer.from(payload.subarray(body.dataAt));
}

/** Sizes that are no multiple of a block: what is coded is larger than what is shown. */
describe.each(codecs)('the configuration of %s', (codec) => {
  const config = configOf(codec, '322x182');

  it('tells the size of the picture that is shown', () => {
    expect(readVideoTrack(codec, config)).toMatchObject({ kind: 'video', codec, width: 322, height: 182 });
  });

  it('is refused with a reason when it is cut short', () => {
    // Whatever stands behind the sequence header may be missing without harm to the size.
    for (let length = 0; length < 12; length++)
      expect(() => readVideoTrack(codec, config.subarray(0, length))).toThrow(RangeError);
  });

  it('is read or refused, whatever bytes come', () => {
    const broken = fc
      .array(fc.tuple(fc.nat({ max: config.length - 1 }), fc.nat({ max: 255 })), {
        minLength: 1,
        maxLength: 8,
      })
      .map((changes) => {
        const bytes = Buffer.from(config);
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    const any = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(broken, any), (bytes) => {
        try {
          const { width, height } = readVideoTrack(codec, bytes);
          expect(width).toBeGreaterThan(0);
          expect(height).toBeLessThan(65_536);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

it.each([
  ['h264', 'is no avcC'],
  ['hevc', 'is no hvcC'],
  ['av1', 'is no av1C'],
] as const)('an empty configuration of %s %s', (codec, reason) => {
  expect(() => readVideoTrack(codec, Buffer.alloc(0))).toThrow(reason);
});

it('a configuration that would fill a journal is refused', () => {
  expect(() => readVideoTrack('h264', Buffer.alloc(65_537, 1))).toThrow('allowed: 65536');
});

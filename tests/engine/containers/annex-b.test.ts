import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annexBPrinter } from '../../../engine/containers/annex-b.ts';
import type { VideoTrack } from '../../../engine/containers/track.ts';

/** An avcC with one SPS and one PPS, and lengths of four bytes. */
const config = Buffer.from('01640028ffe10002674201000268ee', 'hex');
const track: VideoTrack = {
  kind: 'video',
  codec: 'h264',
  id: 1,
  timescale: 90_000,
  width: 16,
  height: 16,
  config,
};
const print = annexBPrinter(track);
const sample = (data: Buffer, key = false) => ({
  data,
  key,
  decodeTime: 0,
  duration: 1,
  compositionOffset: 0,
});
const printed = (hex: string, key = false): string =>
  Buffer.concat(print(sample(Buffer.from(hex.replaceAll(' ', ''), 'hex'), key))).toString('hex');

describe('a picture in annex B', () => {
  const delimiter = '0000000109f0';

  it('has start codes, a delimiter of our own, and its parameter sets before a key frame', () => {
    expect(printed('00000002 0910 00000003 41aabb')).toBe(`${delimiter}0000000141aabb`);
    expect(printed('00000002 65cc', true)).toBe(`${delimiter}0000000167420000000168ee0000000165cc`);
  });

  it('ends at its end where a length lies', () => {
    expect(printed('ffffffff 41aabb')).toBe(`${delimiter}0000000141aabb`);
    expect(printed('00000000 00000001 41')).toBe(`${delimiter}0000000141`);
    expect(printed('0000')).toBe(delimiter);
  });

  it('is refused in more pieces than a picture can have', () => {
    expect(() =>
      print(sample(Buffer.concat(Array.from({ length: 5000 }, () => Buffer.from([0, 0, 0, 1, 65]))))),
    ).toThrow('more than 4096 NAL units');
  });

  it('grows by start codes alone, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const length = Buffer.concat(print(sample(Buffer.from(bytes)))).length;
        expect(length).toBeLessThanOrEqual(bytes.length + delimiter.length / 2);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HlsSegment } from '../../../engine/containers/hls-playlist.ts';
import {
  initialSegmentName,
  parsePlaylist,
  printPlaylist,
  printPlaylistHead,
  printSegment,
} from '../../../engine/containers/hls-playlist.ts';

const changed: readonly HlsSegment[] = [
  { uri: '0.m4s', durationSeconds: 2, map: initialSegmentName(1) },
  { uri: '1.m4s', durationSeconds: 1.933333 },
  { uri: '2.m4s', durationSeconds: 2.4, map: initialSegmentName(2), discontinuity: true },
];

describe('an HLS playlist', () => {
  it('names a new initialisation segment and a discontinuity where the codecs change', () => {
    expect(printPlaylist(changed)).toBe(
      [
        ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2', '#EXT-X-MEDIA-SEQUENCE:0'],
        ...['#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-MAP:URI="init.mp4"', '#EXTINF:2.000000,', '0.m4s'],
        ...['#EXTINF:1.933333,', '1.m4s', '#EXT-X-DISCONTINUITY', '#EXT-X-MAP:URI="init-2.mp4"'],
        ...['#EXTINF:2.400000,', '2.m4s', '#EXT-X-ENDLIST', ''],
      ].join('\n'),
    );
  });

  it('asks for no more than version 3 with transport streams', () => {
    expect(printPlaylist([{ uri: '0.ts', durationSeconds: 2 }])).toContain('#EXT-X-VERSION:3\n');
  });

  const segments = fc.array(
    fc.record(
      {
        uri: fc.nat().map((index) => `${String(index)}.m4s`),
        durationSeconds: fc.integer({ min: 1, max: 20_000_000 }).map((micros) => micros / 1e6),
        map: fc.integer({ min: 1, max: 99 }).map(initialSegmentName),
        discontinuity: fc.constant(true),
      },
      { requiredKeys: ['uri', 'durationSeconds'] },
    ),
    { maxLength: 12 },
  );

  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(segments, (list) => {
        expect(parsePlaylist(printPlaylist(list as HlsSegment[]))).toEqual({
          segments: list,
          announced: {},
          ended: true,
        });
      }),
    );
  });

  it('is read as far as whole lines go, wherever a kill cut it off', () => {
    const growing = printPlaylistHead(12, 'EVENT') + changed.map(printSegment).join('');
    for (let length = growing.indexOf('\n') + 1; length <= growing.length; length++) {
      const { segments: read, ended } = parsePlaylist(growing.slice(0, length));
      expect(ended).toBe(false);
      expect(read).toEqual(changed.slice(0, read.length));
      const whole = changed.filter(({ uri }) => growing.slice(0, length).includes(`\n${uri}\n`));
      expect(read).toHaveLength(whole.length);
    }
  });

  it('is refused when it is none', () => {
    expect(() => parsePlaylist('')).toThrow(RangeError);
    expect(() => parsePlaylist('#EXTM3U\n0.m4s\n')).toThrow('the segment 0.m4s has no duration');
  });
});

import { describe, expect, it } from 'vitest';
import { findPlatform, platformRows, platforms } from '../../../domain/recording/platforms.ts';

describe('what a platform can start', () => {
  it.each([
    ['ios', true, true],
    ['android', true, true],
    ['windows', true, true],
    ['mac', true, true],
    ['electron', true, true],
    ['web', true, true],
    ['mini-program', false, false],
    ['rtmp', true, false],
  ] as const)('%s: recording by an id at join %s, mixing %s', (platform, records, mixes) => {
    expect(findPlatform(platform)).toMatchObject({ startsRecording: records, startsMix: mixes });
  });

  it('is dated: the page of 2022 says that the Web cannot mix, a newer one that it can', () => {
    const web = platformRows.filter(({ platform }) => platform === 'web');
    expect(web.map(({ saidOn, startsMix }) => [saidOn, startsMix])).toEqual([
      ['2022-06-27', false],
      ['2024-12-24', true],
    ]);
  });

  it('has a row with its source for every platform', () => {
    for (const platform of platforms) expect(findPlatform(platform).source).not.toBe('');
  });
});

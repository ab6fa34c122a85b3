import { describe, expect, it } from 'vitest';
import type { DomainError } from '../../../domain/errors.ts';
import { plainLayout } from '../../../domain/mixing/layout.ts';
import { readMixForm } from '../../../domain/mixing/mix-form.ts';
import { checkLayout, type MixLayoutInput } from '../../../domain/mixing/read-layout.ts';

const canvas = { width: 640, height: 360 };
const corner = { x: 480, y: 270, width: 160, height: 90 };
const ada = { userId: 'ada', streamType: 'main' } as const;

function faultsOf(input: MixLayoutInput): string[] {
  return checkLayout(input, canvas, 'layout').faults.map(({ field }) => field.replace('layout.', ''));
}

describe('a layout that comes in', () => {
  it('has the template’s defaults', () => {
    expect(checkLayout({ template: 'grid' }, canvas, 'layout')).toEqual({
      faults: [],
      layout: { ...plainLayout, template: 'grid' },
    });
  });

  it.each<[string, MixLayoutInput, string[]]>([
    ['a user id', { template: 'float', main: { ...ada, userId: 'a b' } }, ['main.userId']],
    ['no users', { template: 'grid', videoUserIds: [] }, ['videoUserIds']],
    [
      'more than 16 users',
      { template: 'grid', videoUserIds: Array.from({ length: 17 }, (_, index) => `u${String(index)}`) },
      ['videoUserIds'],
    ],
    ['no small picture', { template: 'picture-in-picture' }, ['small']],
    [
      'a small picture beyond the edge',
      { template: 'picture-in-picture', small: { ...ada, ...corner, x: 482 } },
      ['small.x'],
    ],
    [
      'a small picture of no size',
      { template: 'picture-in-picture', small: { ...ada, x: 0, y: 0, width: 0, height: 0 } },
      ['small.width', 'small.height'],
    ],
    [
      'one stream as both pictures',
      { template: 'picture-in-picture', main: ada, small: { ...ada, ...corner } },
      ['small.userId'],
    ],
    ['no regions', { template: 'custom' }, ['regions']],
    [
      'more than 16 regions',
      { template: 'custom', regions: Array.from({ length: 17 }, () => corner) },
      ['regions'],
    ],
    [
      'two regions for a stream',
      {
        template: 'custom',
        regions: [
          { ...corner, userId: 'ada' },
          { ...corner, userId: 'ada' },
        ],
      },
      ['regions.1.userId'],
    ],
    [
      'a region’s rectangle and order',
      { template: 'custom', regions: [{ x: -2, y: 0.5, width: 641, height: 1, zOrder: 1.5 }] },
      [...['regions.0.zOrder', 'regions.0.width', 'regions.0.x'], ...['regions.0.height', 'regions.0.y']],
    ],
    [
      'a watermark',
      { template: 'grid', watermark: { ...corner, y: 300, url: 'gopher://a.example' } },
      ['watermark.url', 'watermark.y'],
    ],
    [
      'what belongs to another template',
      { template: 'grid', main: ada, mainOnRight: true },
      ['main', 'mainOnRight'],
    ],
  ])('is refused for %s', (_what, input, fields) => {
    expect(faultsOf(input)).toEqual(fields);
  });

  it('may have a region of no size for sound', () => {
    const sound = { x: 0, y: 0, width: 0, height: 0, userId: 'ada', media: 'audio' } as const;
    expect(faultsOf({ template: 'custom', regions: [sound] })).toEqual([]);
  });

  it('is refused together with the form of the mix, every fault of both at once', () => {
    const read = (): unknown =>
      readMixForm(
        { encode: { width: 641, frameRate: 15 }, layout: { template: 'picture-in-picture' } },
        { encode: 'encode', layout: 'layout' },
      );
    try {
      read();
      expect.unreachable();
    } catch (error) {
      expect((error as DomainError).faults.map(({ field }) => field)).toEqual([
        ...['encode.audioSampleRate', 'encode.audioBitrateKbps', 'encode.audioChannels', 'encode.width'],
        ...['encode.height', 'encode.videoBitrateKbps', 'encode.gopSeconds', 'layout.small'],
      ]);
    }
  });
});

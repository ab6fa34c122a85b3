import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import {
  isSoundOnly,
  readEncodeParams,
  type EncodeParamsInput,
} from '../../../domain/mixing/encode-params.ts';
import { backgroundYuv } from '../../../domain/mixing/background.ts';

const right: EncodeParamsInput = {
  audioSampleRate: 48_000,
  audioBitrateKbps: 64,
  audioChannels: 2,
  width: 1280,
  height: 720,
  videoBitrateKbps: 1500,
  frameRate: 15,
  gopSeconds: 3,
};

function faultsOf(input: EncodeParamsInput): string[] {
  try {
    readEncodeParams(input);
    return [];
  } catch (error) {
    if (error instanceof DomainError && error.code === 'BAD_INPUT')
      return error.faults.map(({ field }) => field);
    throw error;
  }
}

describe('encode parameters', () => {
  it('are taken as they are, on black where no background is given', () => {
    expect(readEncodeParams(right)).toEqual({
      ...right,
      backgroundColor: 0,
      backgroundImageUrl: null,
    });
  });

  it.each<[keyof EncodeParamsInput, number[], number[]]>([
    ['audioSampleRate', [48_000, 44_100, 32_000, 24_000, 16_000, 8000], [0, 22_050, 96_000]],
    ['audioBitrateKbps', [8, 500], [7, 501, 64.5]],
    ['audioChannels', [1, 2], [0, 3]],
    ['audioCodec', [0], [-1, 3]],
    ['width', [2, 1920], [-2, 0, 1921, 1922]],
    ['height', [2, 1080], [-2, 0, 1081, 1082]],
    ['videoBitrateKbps', [1, 10_000], [0, 10_001]],
    ['frameRate', [1, 60], [0, 61, Number.NaN]],
    ['gopSeconds', [1, 5], [0, 6]],
    ['backgroundColor', [0, 0xffffff], [-1, 0x1000000]],
  ])('hold %s within the vendor’s range', (field, allowed, refused) => {
    for (const value of allowed) expect(faultsOf({ ...right, [field]: value })).toEqual([]);
    for (const value of refused)
      expect(new Set(faultsOf({ ...right, [field]: value }))).toEqual(new Set([`encode.${field}`]));
  });

  it('name every fault at once, the missing ones among them', () => {
    expect(faultsOf({})).toEqual(
      [
        'audioSampleRate',
        'audioBitrateKbps',
        'audioChannels',
        'width',
        'height',
        'videoBitrateKbps',
        'frameRate',
        'gopSeconds',
      ].map((field) => `encode.${field}`),
    );
  });

  it('say in a sentence what came and what is allowed', () => {
    expect(() => readEncodeParams({ ...right, frameRate: 90, gopSeconds: 9 }, 'EncodeParams')).toThrow(
      'EncodeParams.frameRate is 90; allowed: an integer from 1 to 60; EncodeParams.gopSeconds is 9; allowed: an integer from 1 to 5',
    );
  });

  it('know that HE-AAC v2 is stereo and HE-AAC begins at 16 kHz', () => {
    expect(faultsOf({ ...right, audioCodec: 2, audioChannels: 1 })).toEqual(['encode.audioChannels']);
    expect(faultsOf({ ...right, audioCodec: 1, audioSampleRate: 8000 })).toEqual(['encode.audioSampleRate']);
  });

  it('of sound alone need nothing of a picture', () => {
    const { audioSampleRate, audioBitrateKbps, audioChannels } = right;
    const sound = { audioSampleRate, audioBitrateKbps, audioChannels };
    const params = readEncodeParams({ ...sound, width: 0, height: 0, soundOnly: true });
    expect(params).toMatchObject({ ...sound, width: 0, height: 0, frameRate: 0 });
    expect(isSoundOnly(params)).toBe(true);
    expect(faultsOf({ ...sound, soundOnly: false })).toContain('encode.width');
  });

  it.each([
    ['http://pictures.example/a.png', true],
    ['https://pictures.example/a.jpg?size=2', true],
    ['ftp://pictures.example/a.png', false],
    ['https://user:word@pictures.example/a.png', false],
    ['file:///etc/passwd', false],
    ['a.png', false],
    [`https://pictures.example/${'a'.repeat(500)}`, false],
  ])('have a background at %s: %s', (backgroundImageUrl, isRight) => {
    expect(faultsOf({ ...right, backgroundImageUrl })).toEqual(isRight ? [] : ['encode.backgroundImageUrl']);
  });

  it('refuse HE-AAC, which is right but not served', () => {
    expect(() => readEncodeParams({ ...right, audioCodec: 1 })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED' }),
    );
  });
});

describe('a background colour', () => {
  it.each([
    [0x000000, { y: 16, u: 128, v: 128 }],
    [0xffffff, { y: 235, u: 128, v: 128 }],
    [0xff0000, { y: 63, u: 102, v: 240 }],
    [0x0000ff, { y: 32, u: 240, v: 118 }],
  ])('%i is drawn in BT.709 on a high canvas', (rgb, yuv) => {
    expect(backgroundYuv(rgb, { width: 1280, height: 720 })).toEqual(yuv);
  });

  it('is drawn in BT.601 on a low one', () => {
    expect(backgroundYuv(0xff0000, { width: 640, height: 360 })).toEqual({ y: 81, u: 90, v: 240 });
  });
});

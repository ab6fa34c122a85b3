import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adtsPrinter, readAdtsLength } from '../../../engine/containers/adts.ts';
import { readAudioTrack } from '../../../engine/containers/audio-track.ts';

/** Bits of an AudioSpecificConfig as text, to whole bytes. */
function config(...fields: readonly string[]): Buffer {
  const bits = fields.join('');
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8)
    bytes.push(Number.parseInt(bits.slice(at, at + 8).padEnd(8, '0'), 2));
  return Buffer.from(bytes);
}

const bitsOf = (value: number, count: number): string => value.toString(2).padStart(count, '0');
const [rate48, rate44, rate32, rate24, rate16] = [3, 4, 5, 6, 8].map((index) => bitsOf(index, 4)) as [
  string,
  string,
  string,
  string,
  string,
];
const [lc, sbr, ps] = [2, 5, 29].map((type) => bitsOf(type, 5)) as [string, string, string];
const [mono, stereo] = ['0001', '0010'];
const plain = '000';

describe('the configuration of AAC', () => {
  it.each([
    ['LC 48 kHz stereo', [lc, rate48, stereo, plain], { timescale: 48000, sampleRate: 48000, channels: 2 }],
    ['LC 44.1 kHz mono', [lc, rate44, mono, plain], { timescale: 44100, sampleRate: 44100, channels: 1 }],
    ['LC 32 kHz', [lc, rate32, stereo, plain], { timescale: 32000, sampleRate: 32000, channels: 2 }],
    ['LC 16 kHz', [lc, rate16, mono, plain], { timescale: 16000, sampleRate: 16000, channels: 1 }],
    ['frames of 960', [lc, rate48, stereo, '100'], { timescale: 48000, frameSamples: 960 }],
    [
      'HE-AAC, told in front',
      [sbr, rate24, stereo, rate48, lc, plain],
      { timescale: 24000, sampleRate: 48000, channels: 2, frameSamples: 1024 },
    ],
    [
      'HE-AAC, told behind',
      [lc, rate24, stereo, plain, bitsOf(0x2b7, 11), sbr, '1', rate48],
      { timescale: 24000, sampleRate: 48000, channels: 2, frameSamples: 1024 },
    ],
    [
      'HE-AAC, not told at all',
      [lc, rate24, stereo, plain],
      { timescale: 24000, sampleRate: 24000, frameSamples: 1024 },
    ],
    [
      'HE-AAC v2 with its core in mono',
      [ps, rate24, mono, rate48, lc, plain],
      { timescale: 24000, sampleRate: 48000, channels: 2 },
    ],
    [
      'a rate that has no index',
      [lc, '1111', bitsOf(44_000, 24), stereo, plain],
      { timescale: 44_000, sampleRate: 44_000, channels: 2 },
    ],
  ] as const)('tells of %s', (_, fields, expected) => {
    expect(readAudioTrack(config(...fields))).toMatchObject({
      kind: 'audio',
      frameSamples: 1024,
      ...expected,
    });
  });

  it.each([
    ['an object type that has other frames', [bitsOf(23, 5), rate48, stereo, plain], 'object type 23'],
    ['a reserved rate', [lc, '1101', stereo, plain], 'sampling rate index 13'],
    ['one byte', [lc], 'bits end too early'],
    ['one too long for an MP4', [lc, rate48, stereo, plain, '0'.repeat(512)], 'allowed: 64'],
  ] as const)('refuses %s', (_, fields, reason) => {
    expect(() => readAudioTrack(config(...fields))).toThrow(reason);
  });

  it('is read or refused, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          readAudioTrack(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

describe('ADTS headers', () => {
  it('name the core of HE-AAC, which every decoder reads', () => {
    const header = adtsPrinter(readAudioTrack(config(ps, rate24, mono, rate48, lc, plain)))(100);
    expect(readAdtsLength(header)).toBe(107);
    const [profile, rateIndex] = [header[2]! >> 6, (header[2]! >> 2) & 15];
    const channels = ((header[2]! & 1) << 2) | (header[3]! >> 6);
    expect({ profile, rateIndex, channels }).toEqual({ profile: 1, rateIndex: 6, channels: 1 });
  });

  it('are refused where they cannot say the stream', () => {
    expect(() => adtsPrinter(readAudioTrack(config(lc, rate48, stereo, '100')))).toThrow('960');
    const odd = config(lc, '1111', bitsOf(44_000, 24), stereo, plain);
    expect(() => adtsPrinter(readAudioTrack(odd))).toThrow('44000');
  });
});

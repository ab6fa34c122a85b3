import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCodecConfig, isKeyFrame, isMedia } from '../../../engine/ingest/packet-body.ts';
import { takeMediaBody } from '../../../engine/ingest/rtmp/media-body.ts';
import { readVideoBody } from '../../../engine/ingest/video-body.ts';
import { readCodedFrame } from '../../../engine/record/coded-frame.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const fourCc = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const [avc1, hvc1, av01, mp4a] = ['avc1', 'hvc1', 'av01', 'mp4a'].map(fourCc);
/** A modifier of three bytes (a nanosecond offset), in front of coded frames. */
const modifier = '02 000001 01';

const taken = (kind: 'video' | 'audio', text: string): string => {
  const body = takeMediaBody(kind, hex(text));
  if (!Buffer.isBuffer(body)) throw new Error(String(body));
  return body.toString('hex');
};
const plainHex = (text: string): string => text.replaceAll(' ', '');

describe('what a publisher sends', () => {
  it.each([
    ['H.264 as Adobe wrote it', '17 01 000000 aabb', '17 01 000000 aabb'],
    ['the configuration of H.264 in the enhanced form', `90 ${avc1} aabb`, '17 00 000000 aabb'],
    ['a key frame of H.264 in the enhanced form', `91 ${avc1} 000042 aabb`, '17 01 000042 aabb'],
    ['H.264 without a composition time', `a3 ${avc1} aabb`, '27 01 000000 aabb'],
    ['H.264 behind a modifier', `97 ${modifier} ${avc1} 000042 aabb`, '17 01 000042 aabb'],
    ['HEVC', `91 ${hvc1} 000042 aabb`, `91 ${hvc1} 000042 aabb`],
    ['HEVC behind a modifier', `a7 ${modifier} ${hvc1} 000042 aabb`, `a1 ${hvc1} 000042 aabb`],
    ['AV1', `a1 ${av01} aabb`, `a1 ${av01} aabb`],
  ])('goes on in one form: %s', (_, sent, expected) => {
    expect(taken('video', sent)).toBe(plainHex(expected));
  });

  it.each([
    ['AAC as Adobe wrote it', 'af 01 aabb', 'af 01 aabb'],
    ['the configuration of AAC in the enhanced form', `90 ${mp4a} 1190`, 'af 00 1190'],
    ['AAC in the enhanced form', `91 ${mp4a} aabb`, 'af 01 aabb'],
    ['AAC behind a modifier', `97 ${modifier} ${mp4a} aabb`, 'af 01 aabb'],
  ])('goes on in one form: %s', (_, sent, expected) => {
    expect(taken('audio', sent)).toBe(plainHex(expected));
  });

  it.each([
    ['video', `91 ${fourCc('vp09')} aabb`, 'video codec vp09 is not taken; allowed: avc1'],
    ['video', '12 01 000000', 'video codec number 2 is not taken'],
    ['video', `96 00 ${hvc1} 00 aabb`, 'several tracks'],
    ['video', `95 ${av01} aabb`, 'video packet type 5 is not taken'],
    ['video', '91 6876', 'ends inside its head'],
    ['video', `91 ${hvc1} 00`, 'ends inside its head'],
    ['video', '97 ff', 'ends inside its head'],
    ['audio', `91 ${fourCc('Opus')} aabb`, 'audio codec Opus is not taken; allowed: mp4a'],
    ['audio', '22 aabb', 'audio codec number 2 is not taken'],
    ['audio', `95 01 ${mp4a} 00 aabb`, 'several tracks'],
  ] as const)('is refused with its reason: %s %s', (kind, sent, reason) => {
    expect(takeMediaBody(kind, hex(sent))).toContain(reason);
  });

  it.each([
    ['an end of sequence', 'video', `92 ${hvc1}`],
    ['colour metadata', 'video', `94 ${fourCc('colr')} 02`],
    ['a seek command', 'video', `d1 00`],
    ['an end of sound', 'audio', `92 ${mp4a}`],
    ['how many channels there are', 'audio', `94 ${mp4a} 01 02`],
    ['nothing', 'video', ''],
  ] as const)('is passed over when it carries no media: %s', (_, kind, sent) => {
    expect(takeMediaBody(kind, hex(sent))).toBeNull();
  });

  it('becomes a body of bounded size or a sentence, whatever bytes come', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(
          fc.constantFrom(0x90, 0x91, 0x93, 0x97, 0xa1, 0xd1),
          fc.constantFrom(avc1!, hvc1!, av01!, mp4a!),
          fc.uint8Array({ maxLength: 40 }),
        )
        .map(([first, codec, rest]) => Buffer.from([first, ...Buffer.from(codec, 'hex'), ...rest])),
    );
    fc.assert(
      fc.property(fc.constantFrom('video' as const, 'audio' as const), bytes, (kind, sent) => {
        const body = takeMediaBody(kind, Buffer.from(sent));
        if (!Buffer.isBuffer(body)) return;
        expect(body.length).toBeLessThanOrEqual(sent.length);
        const packet = { kind, timestampMs: 0, payload: body };
        const frame = readCodedFrame(packet);
        if (frame?.kind === 'video') expect(isMedia(packet)).toBe(true);
        if (isKeyFrame(packet)) expect(isMedia(packet)).toBe(true);
        expect(isMedia(packet) && isCodecConfig(packet)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the body of a video packet', () => {
  it.each([
    ['17 00 000000 aa', { codec: 'h264', part: 'config', dataAt: 5 }],
    ['17 01 ffffff aa', { codec: 'h264', part: 'picture', key: true, compositionMs: -1, dataAt: 5 }],
    ['27 02 000000', { codec: 'h264', part: 'other', key: false }],
    [`90 ${hvc1} aa`, { codec: 'hevc', part: 'config', dataAt: 5 }],
    [`91 ${hvc1} fffff0 aa`, { codec: 'hevc', part: 'picture', key: true, compositionMs: -16, dataAt: 8 }],
    [`a3 ${hvc1} aa`, { codec: 'hevc', part: 'picture', key: false, compositionMs: 0, dataAt: 5 }],
    [`a1 ${av01} aa`, { codec: 'av1', part: 'picture', key: false, compositionMs: 0, dataAt: 5 }],
  ])('%s', (sent, expected) => {
    expect(readVideoBody(hex(sent))).toMatchObject(expected);
  });

  it('of AV1 is recorded without its temporal delimiter', () => {
    const payload = hex(`91 ${av01} 1200 0a01 ff`);
    expect(readCodedFrame({ kind: 'video', timestampMs: 0, payload })).toMatchObject({
      kind: 'video',
      codec: 'av1',
      data: hex('0a01ff'),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { chooseCodec } from '../../../engine/ingest/whip/codec-choice.ts';
import { printAnswer } from '../../../engine/ingest/whip/sdp-answer.ts';
import { readFragment } from '../../../engine/ingest/whip/sdp-fragment.ts';
import { readOffer } from '../../../engine/ingest/whip/sdp-offer.ts';

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':');

const audioSection = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 0',
  'a=mid:0',
  'a=sendonly',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:0 PCMU/8000',
];
const videoSection = [
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104',
  'a=mid:1',
  'a=sendonly',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f',
  'a=rtpmap:103 H264/90000',
  'a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  'a=rtcp-fb:103 nack',
  'a=rtcp-fb:103 nack pli',
  'a=rtcp-fb:103 transport-cc',
  'a=rtpmap:104 rtx/90000',
  'a=fmtp:104 apt=103',
];

const offerOf = (...sections: readonly (readonly string[])[]): string =>
  [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${sections.map((_, index) => index).join(' ')}`,
    'a=ice-ufrag:abcd',
    'a=ice-pwd:0123456789012345678901',
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    ...sections.flat(),
    '',
  ].join('\r\n');
const changed = (sdp: string, from: string | RegExp, to: string): string => sdp.replaceAll(from, to);
const whole = offerOf(audioSection, videoSection);

describe('an offer', () => {
  it('is answered with H.264 before VP8, doubled sound, and what repairs it', () => {
    const offer = readOffer(whole);
    if ('status' in offer) throw new Error(offer.sentence);
    const media = offer.media.map((section) => {
      const chosen = chooseCodec(section);
      if (typeof chosen === 'string') throw new Error(chosen);
      return chosen;
    });
    const answer = printAnswer({
      media,
      credentials: { ufrag: 'ours', password: 'p'.repeat(32) },
      fingerprint: `sha-256 ${fingerprint}`,
      candidates: [{ host: '192.0.2.1', port: 4002 }],
      number: 7n,
    });
    const lines = answer.split('\r\n');
    expect(lines).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 63 111');
    expect(lines).toContain('m=video 9 UDP/TLS/RTP/SAVPF 103 104');
    expect(lines).toContain('a=group:BUNDLE 0 1');
    expect(lines.filter((line) => line === 'a=recvonly')).toHaveLength(2);
    expect(lines.filter((line) => line === 'a=setup:passive')).toHaveLength(2);
    expect(lines).toContain('a=rtcp-fb:103 nack pli');
    expect(answer).not.toContain('transport-cc');
    expect(lines).toContain('a=candidate:1 1 udp 2130706431 192.0.2.1 4002 typ host');
  });

  it.each([
    ['no session description', 'hello', 400],
    ['no section', offerOf(), 400],
    ['a section without mid', changed(whole, 'a=mid:1\r\n', ''), 406],
    ['a section that would receive', changed(whole, 'a=sendonly', 'a=recvonly'), 406],
    [
      'two pictures',
      offerOf(
        videoSection,
        videoSection.map((line) => line.replace('a=mid:1', 'a=mid:0')),
      ),
      406,
    ],
    ['a section outside the bundle', changed(whole, 'BUNDLE 0 1', 'BUNDLE 0'), 406],
    ['a data channel', offerOf(['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=mid:0']), 406],
    [
      'several sizes at once',
      offerOf([...videoSection.map((line) => line.replace('a=mid:1', 'a=mid:0')), 'a=simulcast:send hi;lo']),
      406,
    ],
    ['a DTLS server', changed(whole, 'a=setup:actpass', 'a=setup:passive'), 422],
    ['no fingerprint', changed(whole, /a=fingerprint.*\r\n/g, ''), 400],
    ['a fingerprint that can be forged', changed(whole, 'sha-256', 'md5'), 400],
    ['a fingerprint of no hash at all', changed(whole, 'sha-256', 'constructor'), 400],
    ['no ICE user fragment', changed(whole, /a=ice-ufrag.*\r\n/g, ''), 400],
  ])('is refused with a sentence: %s', (_, sdp, status) => {
    const read = readOffer(sdp);
    expect(read).toMatchObject({ status });
    expect('sentence' in read && read.sentence.length > 10).toBe(true);
  });

  it('is refused where nothing is offered that is taken', () => {
    const offer = readOffer(
      offerOf(['m=audio 9 UDP/TLS/RTP/SAVPF 0', 'a=mid:0', 'a=sendonly', 'a=rtpmap:0 PCMU/8000']),
    );
    if ('status' in offer) throw new Error(offer.sentence);
    expect(chooseCodec(offer.media[0]!)).toBe('the offer’s audio codecs are pcmu; allowed: opus');
  });
});

describe('a fragment', () => {
  it('tells whose ICE session it speaks of', () => {
    expect(
      readFragment(
        'a=ice-ufrag:abcd\r\na=ice-pwd:xyz\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=end-of-candidates\r\n',
      ),
    ).toEqual({ ufrag: 'abcd', password: 'xyz' });
    expect(readFragment('{}')).toBeNull();
    expect(readFragment('')).toBeNull();
  });
});

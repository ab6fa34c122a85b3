import { describe, expect, it } from 'vitest';
import {
  signCssCallback,
  signTrtcCallback,
  verifyCssCallback,
  verifyTrtcCallback,
} from '../../wire/callback-sign.ts';
import { signHotlink, verifyHotlink } from '../../wire/hotlink.ts';

describe('the sign of CSS callbacks', () => {
  const t = 1_700_000_600;
  const sign = '59199b2550f637bfac720246986a8fcc';

  it('is the vendor’s', () => {
    expect(signCssCallback('callbackkey', t)).toBe(sign);
  });

  it('counts until its time and not after', () => {
    expect(verifyCssCallback('callbackkey', t, sign, t)).toBe('ok');
    expect(verifyCssCallback('callbackkey', t, sign, t + 1)).toBe('expired');
    expect(verifyCssCallback('callbackkey', t + 1, sign, t)).toBe('wrong');
    expect(verifyCssCallback('otherkey', t, sign, t)).toBe('wrong');
  });
});

describe('the sign of TRTC callbacks', () => {
  // The example of https://www.tencentcloud.com/document/product/647/54912, to the byte.
  it('is the vendor’s', () => {
    const published = [
      ...['{', '\t"EventGroupId":\t2,', '\t"EventType":\t204,', '\t"CallbackTs":\t1664209748188,'],
      ...['\t"EventInfo":\t{', '\t\t"RoomId":\t8489,', '\t\t"EventTs":\t1664209748,'],
      ...[
        '\t\t"EventMsTs":\t1664209748180,',
        '\t\t"UserId":\t"user_85034614",',
        '\t\t"Reason":\t0',
        '\t}',
        '}',
      ],
    ].join('\n');
    const sign = 'kkoFeO3Oh2ZHnjtg8tEAQhtXK16/KI05W3BQff8IvGA=';
    expect(signTrtcCallback('123654', published)).toBe(sign);
    expect(verifyTrtcCallback('123654', Buffer.from(published), sign)).toBe(true);
  });

  it('covers the raw bytes of the body', () => {
    const body = '{\n\t"EventGroupId":\t2,\n\t"EventType":\t204\n}';
    const sign = signTrtcCallback('123654', body);
    expect(verifyTrtcCallback('123654', Buffer.from(body), sign)).toBe(true);
    expect(verifyTrtcCallback('123654', JSON.stringify(JSON.parse(body)), sign)).toBe(false);
    expect(verifyTrtcCallback('123655', body, sign)).toBe(false);
  });
});

describe('key hotlink protection', () => {
  const key = '24FEQmTzro4V5u3D5epW';
  const path = '/dir1/dir2/myVideo.mp4';
  const expiresAt = 0x5a71afc0;
  const us = '72d4cd1101';

  it.each([
    [{ expiresAt, us }, `t=5a71afc0&us=${us}&sign=3d8488faeb37d52d6bf63b63c1b171c3`],
    [
      { expiresAt, us, maxAddresses: 3 },
      `t=5a71afc0&rlimit=3&us=${us}&sign=c5214f0d5961b13acd558b4957c4dfc5`,
    ],
    [
      { expiresAt, us, previewSeconds: 300 },
      `t=5a71afc0&exper=300&us=${us}&sign=547d98c4b91e81b5ea55c95cef63223f`,
    ],
  ])('signs the vendor’s examples (%#) and reads them back', (terms, query) => {
    expect(signHotlink(key, path, terms)).toBe(query);
    expect(verifyHotlink(key, path, new URLSearchParams(query), expiresAt)).toBe('ok');
  });

  const query = signHotlink(key, path, { expiresAt, us });
  it.each([
    ['ok', '/dir1/dir2/0.m4s', query, expiresAt],
    ['expired', path, query, expiresAt + 1],
    ['wrong', '/dir1/other/myVideo.mp4', query, expiresAt],
    ['wrong', path, query.replace('5a71afc0', '6a71afc0'), expiresAt],
    ['wrong', path, `${query}&exper=300`, expiresAt],
    ['missing', path, '', expiresAt],
  ] as const)('judges %s', (verdict, at, text, now) => {
    expect(verifyHotlink(key, at, new URLSearchParams(text), now)).toBe(verdict);
  });
});

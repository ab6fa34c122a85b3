import { describe, expect, it } from 'vitest';
import { livePath, signLive, verifyLive } from '../../wire/live-address.ts';

const key = 'pushkey';
const at = 1_700_000_000;
const secret = '62033bd96785d0955a8f62f04cc784e1';

describe('the sign of a live address', () => {
  it('is the vendor’s', () => {
    expect(signLive(key, 'stream1001', at)).toBe(`txSecret=${secret}&txTime=6553F100`);
  });

  it.each([
    ['ok', `txSecret=${secret}&txTime=6553F100`, at],
    ['expired', `txSecret=${secret}&txTime=6553F100`, at + 1],
    ['wrong', `txSecret=${secret}&txTime=6553F101`, at],
    ['wrong', `txSecret=${secret.replace('6', '7')}&txTime=6553F100`, at],
    ['missing', 'txTime=6553F100', at],
    ['missing', `txSecret=${secret}`, at],
    ['wrong', 'txSecret=&txTime=', at],
  ])('is %s for %s at %i', (verdict, query, now) => {
    expect(verifyLive(key, 'stream1001', new URLSearchParams(query), now)).toBe(verdict);
  });

  it('is of one stream and one key', () => {
    const query = new URLSearchParams(signLive(key, 'stream1001', at));
    expect(verifyLive(key, 'stream1002', query, at)).toBe('wrong');
    expect(verifyLive('otherkey', 'stream1001', query, at)).toBe('wrong');
  });

  it('counts in the case in which its time is written', () => {
    const query = new URLSearchParams(signLive(key, 's', 0xabcdef12));
    expect(verifyLive(key, 's', query, at)).toBe('ok');
    query.set('txTime', 'abcdef12');
    expect(verifyLive(key, 's', query, at)).toBe('wrong');
  });

  it('stands on a path in which a default id is one part', () => {
    expect(livePath('1400_a%2Fb_main', 'flv')).toBe('/live/1400_a%252Fb_main.flv');
  });
});

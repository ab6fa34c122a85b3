import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { PsignClaims } from '../../wire/psign.ts';
import { signPsign, verifyPsign } from '../../wire/psign.ts';

const key = 'player-key-of-the-tests';
const secret = new TextEncoder().encode(key);
const now = 1_700_000_000;
const claims: PsignClaims = {
  appId: 1500000001,
  fileId: '17000000000000000001',
  contentInfo: { audioVideoType: 'Original' },
  currentTimeStamp: now,
  expireTimeStamp: now + 600,
  urlAccessInfo: { t: (now + 600).toString(16), exper: 30, rlimit: 3, us: 'grant' },
};

describe('the player signature', () => {
  it('is read by another implementation of JWT, and reads what that one makes', async () => {
    const made = signPsign(claims, key);
    expect((await jwtVerify(made, secret)).payload).toEqual(claims);
    const theirs = await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    expect(verifyPsign(theirs, key, now)).toEqual({ verdict: 'ok', claims });
  });

  it('is refused when it is expired, by another key, changed, or no signature at all', async () => {
    const made = signPsign(claims, key);
    expect(verifyPsign(made, key, now + 600).verdict).toBe('ok');
    expect(verifyPsign(made, key, now + 601).verdict).toBe('expired');
    expect(verifyPsign(made, 'another key', now).verdict).toBe('wrong');
    const [head, , sign] = made.split('.') as [string, string, string];
    const body = Buffer.from(JSON.stringify({ ...claims, fileId: '1' })).toString('base64url');
    expect(verifyPsign(`${head}.${body}.${sign}`, key, now).verdict).toBe('wrong');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(verifyPsign(`${none}.${made.split('.')[1]!}.`, key, now).verdict).toBe('malformed');
    const longer = await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS512' }).sign(secret);
    expect(verifyPsign(longer, key, now).verdict).toBe('malformed');
    for (const text of ['', 'a', 'a.b', 'a.b.c', '..', `${made}.x`, made.repeat(20)])
      expect(verifyPsign(text, key, now).verdict).toBe('malformed');
    expect(decodeJwt(made)).toEqual(claims);
  });

  it.each([
    { fileId: 5 },
    { appId: '1' },
    { urlAccessInfo: { t: '../' } },
    { urlAccessInfo: { exper: -1 } },
    { urlAccessInfo: 'open' },
  ])('is malformed with %j, though signed', (change) => {
    const signed = signPsign({ ...claims, ...change } as unknown as PsignClaims, key);
    expect(verifyPsign(signed, key, now).verdict).toBe('malformed');
  });
});

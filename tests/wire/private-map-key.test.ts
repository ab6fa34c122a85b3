import fc from 'fast-check';
import { Api } from 'tls-sig-api-v2';
import { describe, expect, it } from 'vitest';
import type { RoomGrant } from '../../wire/private-map-key.ts';
import {
  makePrivateMapKey,
  parseGrant,
  printGrant,
  verifyPrivateMapKey,
  viewerPrivileges,
} from '../../wire/private-map-key.ts';
import { makeUserSig, verifyUserSig } from '../../wire/user-sig.ts';

const key = '0123456789abcdef'.repeat(4);
const number = { kind: 'int', value: 1001 } as const;
const text = { kind: 'string', value: 'roomA' } as const;
const claims = { sdkAppId: 1400000000, userId: 'rexchang', issuedAt: 1_700_000_000, lifetimeSeconds: 86_400 };
const user = { sdkAppId: claims.sdkAppId, userId: claims.userId };
const grant = { ...user, expiresAt: 1_700_086_400, privileges: 255 };
const vectors: readonly (readonly [RoomGrant['room'], string])[] = [
  [number, '0000087265786368616e6753724e00000003e965554280000000ff00000000'],
  [text, '0100087265786368616e6753724e000000000065554280000000ff000000000005726f6f6d41'],
];

describe('room privileges', () => {
  it.each(vectors)('are the vendor’s bytes, both ways (%j)', (room, hex) => {
    expect(printGrant({ ...grant, room }).toString('hex')).toBe(hex);
    expect(parseGrant(Buffer.from(hex, 'hex'))).toEqual({ ...grant, room });
  });

  it('are nothing else, cut short, longer or changed', () => {
    for (const [, hex] of vectors) {
      const whole = Buffer.from(hex, 'hex');
      for (let length = 0; length < whole.length; length += 1)
        expect(parseGrant(whole.subarray(0, length))).toBeNull();
      expect(parseGrant(Buffer.concat([whole, Buffer.alloc(1)]))).toBeNull();
      expect(parseGrant(Buffer.concat([Buffer.from([2]), whole.subarray(1)]))).toBeNull();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const read = parseGrant(Buffer.from(bytes));
        expect(read === null || read.privileges >= 0).toBe(true);
      }),
    );
  });

  it('are accepted when the vendor’s own library made them', () => {
    const now = Math.floor(Date.now() / 1000);
    const api = new Api(claims.sdkAppId, key);
    const ofNumber = api.genPrivateMapKey('rexchang', 600, number.value, viewerPrivileges);
    expect(verifyPrivateMapKey(ofNumber, { ...user, room: number }, key, now)).toEqual({ privileges: 170 });
    const ofText = api.genPrivateMapKeyWithStringRoomID('rexchang', 600, text.value, 255);
    expect(verifyPrivateMapKey(ofText, { ...user, room: text }, key, now)).toEqual({ privileges: 255 });
  });

  const made = makePrivateMapKey(claims, { room: text, privileges: 42 }, key);
  const expected = { ...user, room: text };
  it('are signed as a user signature is', () => {
    expect(verifyUserSig(made, user, key, claims.issuedAt)).toBe('ok');
    expect(verifyPrivateMapKey(made, expected, key, claims.issuedAt + 86_400)).toEqual({ privileges: 42 });
  });

  it.each([
    ['expired', made, expected, key, claims.issuedAt + 86_401],
    ['wrong-signature', made, expected, `${key}x`, claims.issuedAt],
    ['wrong-user', made, { ...expected, userId: 'other' }, key, claims.issuedAt],
    ['wrong-application', made, { ...expected, sdkAppId: 1400000001 }, key, claims.issuedAt],
    ['wrong-room', made, { ...expected, room: { kind: 'string', value: 'roomB' } }, key, claims.issuedAt],
    ['wrong-room', made, { ...expected, room: number }, key, claims.issuedAt],
    ['malformed', makeUserSig(claims, key), expected, key, claims.issuedAt],
    ['malformed', makeUserSig(claims, key, Buffer.from('noise')), expected, key, claims.issuedAt],
    ['malformed', '', expected, key, claims.issuedAt],
  ] as const)('are judged %s', (verdict, sealed, wanted, secret, now) => {
    expect(verifyPrivateMapKey(sealed, wanted, secret, now)).toBe(verdict);
  });

  it('end at their own time, and are of the user and application inside, whatever the signature around them says', () => {
    const inside = (change: Partial<RoomGrant>) =>
      makeUserSig(claims, key, printGrant({ ...grant, room: text, ...change }));
    const judge = (sealed: string, now: number) => verifyPrivateMapKey(sealed, expected, key, now);
    expect(judge(inside({ expiresAt: claims.issuedAt + 10 }), claims.issuedAt + 11)).toBe('expired');
    expect(judge(inside({ userId: 'other' }), claims.issuedAt)).toBe('wrong-user');
    expect(judge(inside({ sdkAppId: 1 }), claims.issuedAt)).toBe('wrong-application');
  });
});

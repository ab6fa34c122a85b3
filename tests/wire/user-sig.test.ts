import { deflateSync, inflateSync } from 'node:zlib';
import { Api } from 'tls-sig-api-v2';
import { describe, expect, it } from 'vitest';
import { makeUserSig, verifyUserSig } from '../../wire/user-sig.ts';

const key = '0123456789abcdef'.repeat(4);
const claims = { sdkAppId: 1400000000, userId: 'rexchang', issuedAt: 1_700_000_000, lifetimeSeconds: 86_400 };
const expected = { sdkAppId: claims.sdkAppId, userId: claims.userId };
const seal = (text: string): string =>
  deflateSync(text).toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');

describe('user signatures', () => {
  it('carry the vendor’s signature', () => {
    const sig = makeUserSig(claims, key).replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
    const fields = JSON.parse(inflateSync(Buffer.from(sig, 'base64')).toString()) as Record<string, unknown>;
    expect(fields['TLS.sig']).toBe('bKNd8YgEd1tgCrk5ZbUvC0tDGPXIFovAD2VN3QM15HE=');
  });

  it('are accepted when the vendor’s own library made them', () => {
    const sig = new Api(claims.sdkAppId, key).genSig('rexchang', 600);
    expect(verifyUserSig(sig, expected, key, Math.floor(Date.now() / 1000))).toBe('ok');
  });

  it.each([
    ['ok', expected, key, claims.issuedAt + 86_400],
    ['expired', expected, key, claims.issuedAt + 86_401],
    ['expired', expected, key, claims.issuedAt - 301],
    ['wrong-signature', expected, `${key}x`, claims.issuedAt],
    ['wrong-user', { ...expected, userId: 'other' }, key, claims.issuedAt],
    ['wrong-application', { ...expected, sdkAppId: 1400000001 }, key, claims.issuedAt],
  ] as const)('are judged %s', (verdict, wanted, secret, now) => {
    expect(verifyUserSig(makeUserSig(claims, key), wanted, secret, now)).toBe(verdict);
  });

  it.each([
    ['nothing', ''],
    ['noise', 'not-a-signature'],
    ['a bomb', seal(`{"TLS.identifier":"${'a'.repeat(1_000_000)}"}`)],
    ['no object', seal('null')],
    ['missing fields', seal('{"TLS.ver":"2.0"}')],
    ['too long a text', 'a'.repeat(10_000)],
  ])('that are %s are malformed', (_, sig) => {
    expect(verifyUserSig(sig, expected, key, claims.issuedAt)).toBe('malformed');
  });
});

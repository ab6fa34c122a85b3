import { createHmac } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { sameSecret } from './constant-time.ts';

/**
 * UserSig, the proof that a user may enter an application's rooms
 * (https://www.tencentcloud.com/document/product/647/35166; `tls-sig-api-v2` is the vendor's own implementation).
 */
export interface UserSigClaims {
  readonly sdkAppId: number;
  readonly userId: string;
  /** Unix seconds at which it was made. */
  readonly issuedAt: number;
  readonly lifetimeSeconds: number;
}

export type UserSigVerdict =
  'ok' | 'malformed' | 'wrong-application' | 'wrong-user' | 'expired' | 'wrong-signature';

/** A real signature inflates to about 200 bytes; more than this is not read. */
const maxInflatedBytes = 4096;
/** Clocks of clients differ; a signature from further in the future than this is refused. */
const maxFutureSeconds = 300;

function contentOf(claims: UserSigClaims, userbuf: string | null): string {
  const lines =
    `TLS.identifier:${claims.userId}\nTLS.sdkappid:${String(claims.sdkAppId)}\n` +
    `TLS.time:${String(claims.issuedAt)}\nTLS.expire:${String(claims.lifetimeSeconds)}\n`;
  return userbuf === null ? lines : `${lines}TLS.userbuf:${userbuf}\n`;
}

function signatureOf(claims: UserSigClaims, userbuf: string | null, secretKey: string): string {
  return createHmac('sha256', secretKey).update(contentOf(claims, userbuf), 'utf8').digest('base64');
}

/** `userbuf` is what the signature carries besides: a PrivateMapKey's room and privileges. */
export function makeUserSig(claims: UserSigClaims, secretKey: string, userbuf: Buffer | null = null): string {
  const carried = userbuf?.toString('base64') ?? null;
  const json = JSON.stringify({
    'TLS.ver': '2.0',
    'TLS.identifier': claims.userId,
    'TLS.sdkappid': claims.sdkAppId,
    'TLS.time': claims.issuedAt,
    'TLS.expire': claims.lifetimeSeconds,
    ...(carried === null ? {} : { 'TLS.userbuf': carried }),
    'TLS.sig': signatureOf(claims, carried, secretKey),
  });
  return deflateSync(json).toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}

interface Unsealed {
  readonly claims: UserSigClaims;
  readonly userbuf: string | null;
  readonly signature: string;
}

function unseal(userSig: string): Unsealed | null {
  if (userSig.length === 0 || userSig.length > 8192) return null;
  let fields: unknown;
  try {
    const base64 = userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
    fields = JSON.parse(
      inflateSync(Buffer.from(base64, 'base64'), { maxOutputLength: maxInflatedBytes }).toString('utf8'),
    );
  } catch {
    // Anything that is not deflated JSON is one and the same refusal.
    return null;
  }
  if (typeof fields !== 'object' || fields === null) return null;
  const of = (name: string): unknown => (fields as Record<string, unknown>)[name];
  const [userId, sdkAppId, issuedAt, lifetimeSeconds, signature, userbuf] = [
    of('TLS.identifier'),
    Number(of('TLS.sdkappid')),
    Number(of('TLS.time')),
    Number(of('TLS.expire')),
    of('TLS.sig'),
    of('TLS.userbuf'),
  ];
  if (typeof userId !== 'string' || typeof signature !== 'string') return null;
  if (![sdkAppId, issuedAt, lifetimeSeconds].every(Number.isSafeInteger)) return null;
  if (userbuf !== undefined && typeof userbuf !== 'string') return null;
  return { claims: { sdkAppId, userId, issuedAt, lifetimeSeconds }, userbuf: userbuf ?? null, signature };
}

interface ExpectedUser {
  readonly sdkAppId: number;
  readonly userId: string;
}

/** What a good signature carries besides, or why it is not good. */
export function openUserSig(
  userSig: string,
  expected: ExpectedUser,
  secretKey: string,
  nowSeconds: number,
): { readonly userbuf: Buffer | null } | Exclude<UserSigVerdict, 'ok'> {
  const unsealed = unseal(userSig);
  if (unsealed === null) return 'malformed';
  const { claims, userbuf, signature } = unsealed;
  if (!sameSecret(signature, signatureOf(claims, userbuf, secretKey))) return 'wrong-signature';
  if (claims.sdkAppId !== expected.sdkAppId) return 'wrong-application';
  if (claims.userId !== expected.userId) return 'wrong-user';
  const age = nowSeconds - claims.issuedAt;
  if (age > claims.lifetimeSeconds || age < -maxFutureSeconds) return 'expired';
  return { userbuf: userbuf === null ? null : Buffer.from(userbuf, 'base64') };
}

/** Judges a user signature for one application and user at one time. */
export function verifyUserSig(
  userSig: string,
  expected: ExpectedUser,
  secretKey: string,
  nowSeconds: number,
): UserSigVerdict {
  const opened = openUserSig(userSig, expected, secretKey, nowSeconds);
  return typeof opened === 'string' ? opened : 'ok';
}

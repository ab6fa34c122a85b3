import { createHmac } from 'node:crypto';
import { sameSecret } from './constant-time.ts';

/**
 * Player signature (psign) of the vendor's player: a JWT by HS256 with the application's player key, which is not the key
 * of its hotlink protection (VOD developer guide, "Player Signature"). Its worked example is misprinted there: the
 * algorithm stands, the token does not.
 */
export interface PsignClaims {
  /** The application (SubAppId, or the account's APPID) that the file is in. */
  readonly appId: number;
  readonly fileId: string;
  readonly contentInfo: { readonly audioVideoType: 'Original' };
  /** Unix seconds. */
  readonly currentTimeStamp: number;
  /** Absent is for ever. */
  readonly expireTimeStamp?: number;
  /** How the addresses that the player is given are closed; the names of the hotlink's parameters. */
  readonly urlAccessInfo?: {
    /** Expiry as lower-case hex of unix seconds. */
    readonly t?: string;
    readonly exper?: number;
    readonly rlimit?: number;
    readonly us?: string;
  };
}

export type PsignVerdict =
  | { readonly verdict: 'ok'; readonly claims: PsignClaims }
  | { readonly verdict: 'malformed' | 'wrong' | 'expired' };

/** Longer than any real one by far. */
const maxLength = 4096;
const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

function digest(key: string, signed: string): string {
  return createHmac('sha256', key).update(signed, 'utf8').digest('base64url');
}

export function signPsign(claims: PsignClaims, key: string): string {
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${signed}.${digest(key, signed)}`;
}

function readJson(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

const isCount = (value: unknown): boolean =>
  value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0);

function isAccessInfo(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { t, exper, rlimit, us } = value as Readonly<Record<string, unknown>>;
  return (
    (t === undefined || (typeof t === 'string' && /^[\da-f]{1,12}$/.test(t))) &&
    (us === undefined || (typeof us === 'string' && us.length <= 64)) &&
    isCount(exper) &&
    isCount(rlimit)
  );
}

/** Judges a player signature at one time. Only HS256 is taken, whatever the header says it is. */
export function verifyPsign(token: string, key: string, nowSeconds: number): PsignVerdict {
  const parts = token.length > maxLength ? [] : token.split('.');
  const [head, body, sign] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || sign === undefined)
    return { verdict: 'malformed' };
  if (readJson(head)?.['alg'] !== 'HS256') return { verdict: 'malformed' };
  if (!sameSecret(sign, digest(key, `${head}.${body}`))) return { verdict: 'wrong' };
  const claims = readJson(body);
  const isWhole =
    claims !== null &&
    Number.isSafeInteger(claims['appId']) &&
    typeof claims['fileId'] === 'string' &&
    Number.isSafeInteger(claims['currentTimeStamp']) &&
    isCount(claims['expireTimeStamp']) &&
    isAccessInfo(claims['urlAccessInfo']);
  if (!isWhole) return { verdict: 'malformed' };
  // Absent is for ever, as at the vendor.
  const expires = claims['expireTimeStamp'] as number | undefined;
  if (expires !== undefined && expires < nowSeconds) return { verdict: 'expired' };
  return { verdict: 'ok', claims: claims as unknown as PsignClaims };
}

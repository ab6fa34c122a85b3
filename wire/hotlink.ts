import { createHash } from 'node:crypto';
import { sameSecret } from './constant-time.ts';

/**
 * Key hotlink protection of the vendor's media addresses (VOD developer guide, "Key Hotlink Protection"):
 * `url?t=&exper=&rlimit=&us=&sign=` with `sign = md5(KEY + Dir + t + exper + rlimit + us)`. Dir runs from the first to
 * the last `/`, so one signature opens a playlist and its segments.
 */
export interface HotlinkTerms {
  /** Expiry in unix seconds; printed as lower-case hex. */
  readonly expiresAt: number;
  /** Seconds of preview; absent = the whole. */
  readonly previewSeconds?: number;
  /** Up to 9 different addresses may play. */
  readonly maxAddresses?: number;
  /** Makes an address unique; here it carries the grant's id. */
  readonly us?: string;
}

export type HotlinkVerdict = 'ok' | 'missing' | 'expired' | 'wrong';

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function digest(key: string, path: string, parts: readonly string[]): string {
  return createHash('md5')
    .update(`${key}${directoryOf(path)}${parts.join('')}`, 'utf8')
    .digest('hex');
}

/** The query that opens `path` (without `?`), its parameters in the vendor's order. */
export function signHotlink(key: string, path: string, terms: HotlinkTerms): string {
  const query = new URLSearchParams({ t: terms.expiresAt.toString(16) });
  if (terms.previewSeconds !== undefined) query.set('exper', String(terms.previewSeconds));
  if (terms.maxAddresses !== undefined) query.set('rlimit', String(terms.maxAddresses));
  if (terms.us !== undefined) query.set('us', terms.us);
  query.set('sign', digest(key, path, [...query.values()]));
  return query.toString();
}

/** Judges the query of a request for `path`. Where an address repeats a parameter, the first counts. */
export function verifyHotlink(
  key: string,
  path: string,
  query: URLSearchParams,
  nowSeconds: number,
): HotlinkVerdict {
  const t = query.get('t');
  const sign = query.get('sign');
  if (t === null || sign === null) return 'missing';
  const parts = ['t', 'exper', 'rlimit', 'us'].map((name) => query.get(name) ?? '');
  if (!sameSecret(sign.toLowerCase(), digest(key, path, parts))) return 'wrong';
  return /^[0-9a-f]{1,12}$/.test(t) && Number.parseInt(t, 16) >= nowSeconds ? 'ok' : 'expired';
}

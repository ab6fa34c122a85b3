import { createHash } from 'node:crypto';
import { sameSecret } from './constant-time.ts';

/**
 * Hotlink protection of live play and push addresses (https://www.tencentcloud.com/document/product/267/31059):
 * `txSecret = md5(key + StreamName + txTime)` with `txTime` the time in hex. The case of the hex is not fixed: the text that
 * stands in the address is the one that is signed. A play address opens until that time; who plays already is not cut off.
 */
export type LiveVerdict = 'ok' | 'missing' | 'expired' | 'wrong';

function digest(key: string, streamName: string, txTime: string): string {
  return createHash('md5').update(`${key}${streamName}${txTime}`, 'utf8').digest('hex');
}

/** The query that opens a stream until `expiresAt` (unix seconds), without `?`. */
export function signLive(key: string, streamName: string, expiresAt: number): string {
  const txTime = expiresAt.toString(16).toUpperCase();
  return `txSecret=${digest(key, streamName, txTime)}&txTime=${txTime}`;
}

/** Judges the query of a request for a stream. Where an address repeats a parameter, the first counts. */
export function verifyLive(
  key: string,
  streamName: string,
  query: URLSearchParams,
  nowSeconds: number,
): LiveVerdict {
  const txTime = query.get('txTime');
  const txSecret = query.get('txSecret');
  if (txTime === null || txSecret === null) return 'missing';
  if (!sameSecret(txSecret.toLowerCase(), digest(key, streamName, txTime))) return 'wrong';
  return /^[0-9a-f]{1,12}$/i.test(txTime) && Number.parseInt(txTime, 16) >= nowSeconds ? 'ok' : 'expired';
}

/** `/live/<stream>.<ending>`: the path of a play address. A name may hold percent signs, which are encoded once more. */
export function livePath(streamName: string, ending: 'flv' | 'm3u8'): string {
  return `/live/${encodeURIComponent(streamName)}.${ending}`;
}

import { createHash, createHmac } from 'node:crypto';
import { sameSecret } from './constant-time.ts';

/**
 * CSS callbacks: md5 of key and expiry time (https://www.tencentcloud.com/document/product/267/38080). It covers no
 * body, so one captured pair is good for any body until `t`: what it signs is a hint.
 */
export function signCssCallback(key: string, t: number): string {
  return createHash('md5')
    .update(`${key}${String(t)}`, 'utf8')
    .digest('hex');
}

export type CssSignVerdict = 'ok' | 'expired' | 'wrong';

export function verifyCssCallback(key: string, t: number, sign: string, nowSeconds: number): CssSignVerdict {
  if (!sameSecret(sign.toLowerCase(), signCssCallback(key, t))) return 'wrong';
  return t < nowSeconds ? 'expired' : 'ok';
}

/** TRTC callbacks: base64 HMAC-SHA256 of the raw body (https://trtc.io/document/39558). Never of re-printed JSON. */
export function signTrtcCallback(key: string, rawBody: Buffer | string): string {
  return createHmac('sha256', key).update(rawBody).digest('base64');
}

export function verifyTrtcCallback(key: string, rawBody: Buffer | string, sign: string): boolean {
  return sameSecret(sign, signTrtcCallback(key, rawBody));
}

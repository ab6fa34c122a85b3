import { createHash, createHmac } from 'node:crypto';
import { sameSecret } from './constant-time.ts';

/**
 * TC3-HMAC-SHA256, the signature of the vendor's API 3.0
 * (https://www.tencentcloud.com/document/product/647/37761, common parameters). Only content-type and host are signed
 * headers, as the vendor's SDK does it.
 */
export interface Tc3Request {
  readonly method: 'GET' | 'POST';
  /** Path as sent, `/` at the vendor. */
  readonly path: string;
  /** Query string as sent, without `?`. */
  readonly query: string;
  readonly contentType: string;
  /** Host as sent; a port is left out of the signature, because the vendor's SDK signs the bare name. */
  readonly host: string;
  readonly body: Buffer | string;
}

export interface Tc3Credential {
  readonly secretId: string;
  readonly secretKey: string;
}

/** What an Authorization header claims; nothing of it is proven yet. */
export interface Tc3Claim {
  readonly secretId: string;
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

export type Tc3Verdict = 'ok' | 'malformed' | 'unknown-secret-id' | 'expired' | 'wrong-signature';

/** Requests older or newer than this are refused (AuthFailure.SignatureExpire). */
export const maxSkewSeconds = 300;

const algorithm = 'TC3-HMAC-SHA256';
const signedHeaders = 'content-type;host';

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** The UTC date of a unix time, as the credential scope wants it. */
export function scopeDate(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}

function bareHost(host: string): string {
  return host.replace(/:\d+$/, '');
}

function signatureOf(request: Tc3Request, secretKey: string, timestamp: number, service: string): string {
  const canonical = [
    request.method,
    request.path,
    request.query,
    `content-type:${request.contentType}\nhost:${bareHost(request.host)}\n`,
    signedHeaders,
    sha256(request.body),
  ].join('\n');
  const date = scopeDate(timestamp);
  const toSign = [algorithm, String(timestamp), `${date}/${service}/tc3_request`, sha256(canonical)].join(
    '\n',
  );
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request');
  return hmac(key, toSign).toString('hex');
}

/** Prints the Authorization header of a request. `service` is the product's name, `trtc`, `vod` or `live`. */
export function signTc3(
  request: Tc3Request,
  credential: Tc3Credential,
  timestamp: number,
  service: string,
): string {
  const signature = signatureOf(request, credential.secretKey, timestamp, service);
  const scope = `${credential.secretId}/${scopeDate(timestamp)}/${service}/tc3_request`;
  return `${algorithm} Credential=${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

/** Reads an Authorization header, or gives null when it is no TC3 header. */
export function parseAuthorization(header: string): Tc3Claim | null {
  const match =
    /^TC3-HMAC-SHA256 Credential=([^/,\s]{1,128})\/(\d{4}-\d\d-\d\d)\/([^/,\s]{1,128})\/tc3_request, ?SignedHeaders=([a-z;-]{1,128}), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (match === null) return null;
  const [, secretId, date, service, headers, signature] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { secretId, date, service, signedHeaders: headers, signature };
}

/**
 * Judges a request by its Authorization header. The service is taken from the credential scope: the SDK puts the first
 * label of whatever host it talks to there (`127` for 127.0.0.1).
 */
export function verifyTc3(
  request: Tc3Request,
  authorization: string,
  timestamp: number,
  nowSeconds: number,
  secretKeyOf: (secretId: string) => string | null,
): Tc3Verdict {
  const claim = parseAuthorization(authorization);
  if (claim?.signedHeaders !== signedHeaders) return 'malformed';
  if (!Number.isSafeInteger(timestamp) || timestamp <= 0) return 'malformed';
  const secretKey = secretKeyOf(claim.secretId);
  if (secretKey === null) return 'unknown-secret-id';
  if (Math.abs(nowSeconds - timestamp) > maxSkewSeconds || claim.date !== scopeDate(timestamp))
    return 'expired';
  return sameSecret(claim.signature, signatureOf(request, secretKey, timestamp, claim.service))
    ? 'ok'
    : 'wrong-signature';
}

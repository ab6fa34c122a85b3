import { lookup as resolveName } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** The vendor's limit for backgrounds and watermarks. */
const maxBytes = 2 * 1024 * 1024;
const patienceMs = 5000;

export interface FetchRules {
  /** Names and addresses that may be fetched from although they are not public, as a picture server in the same network. */
  readonly trustedHosts: readonly string[];
}

/**
 * Fetches a file from a public address, at most 2 MB in at most 5 s. The name is resolved once, and the address that was looked
 * at is the one that is connected to; a redirection is not followed. Rejects with a sentence that says what was wrong.
 */
export async function fetchPublicFile(url: string, { trustedHosts }: FetchRules): Promise<Buffer> {
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTrusted = trustedHosts.includes(host);
  // For an address in place of a name nothing is resolved, and so nothing looked at.
  if (isIP(host) !== 0 && !isTrusted && !isPublicAddress(host)) throw notPublic(host);
  const client = protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs);
    const request = client.get(
      url,
      { signal, agent: false, ...(isTrusted ? {} : { lookup: lookupPublic }) },
      (answer) => {
        readAnswer(answer).then(resolve, (error: unknown) => {
          request.destroy();
          reject(signal.aborted ? tooSlow() : (error as Error));
        });
      },
    );
    request.on('error', (error) => {
      reject(signal.aborted ? tooSlow() : error);
    });
  });
}

async function readAnswer(answer: http.IncomingMessage): Promise<Buffer> {
  if (answer.statusCode !== 200) throw new Error(`it answers with status ${String(answer.statusCode)}`);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw new Error(`it has more than ${String(maxBytes)} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const lookupPublic: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) {
      done(error, '', 0);
      return;
    }
    const addresses = found.filter(({ address }) => isPublicAddress(address));
    const [first] = addresses;
    if (first === undefined) done(notPublic(hostname), '', 0);
    else if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

function notPublic(host: string): Error {
  return new Error(`${host} is not a public address`);
}

function tooSlow(): Error {
  return new Error(`it did not come within ${String(patienceMs / 1000)} s`);
}

import http from 'node:http';
import https from 'node:https';
import { lookupFor } from '../network/public-address.ts';

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
  const reach = lookupFor(host, trustedHosts);
  const client = protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs);
    const request = client.get(url, { signal, agent: false, ...reach }, (answer) => {
      readAnswer(answer).then(resolve, (error: unknown) => {
        request.destroy();
        reject(signal.aborted ? tooSlow() : (error as Error));
      });
    });
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

function tooSlow(): Error {
  return new Error(`it did not come within ${String(patienceMs / 1000)} s`);
}

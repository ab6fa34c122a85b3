import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A callback as it came, so that it can come again. */
export interface CapturedCallback {
  readonly kind: 'css' | 'trtc';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Capture {
  readonly url: string;
  readonly callbacks: readonly CapturedCallback[];
  close(): Promise<void>;
}

const ofTheConnection = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** Stands where the server's doors are, keeps every request as it came and answers as the server does. */
export async function openCapture(): Promise<Capture> {
  const callbacks: CapturedCallback[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url!;
      const headers = Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !ofTheConnection.has(name) ? [[name, value] as const] : [],
      );
      callbacks.push({
        ...{ kind: path.includes('/css/') ? 'css' : 'trtc', path, body: Buffer.concat(chunks) },
        headers: Object.fromEntries(headers),
      });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":0}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    callbacks,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html'],
  ['.js', 'text/javascript'],
  ['.m3u8', 'application/vnd.apple.mpegurl'],
  ['.m4s', 'video/iso.segment'],
  ['.ts', 'video/mp2t'],
  ['.mp4', 'video/mp4'],
  ['.flv', 'video/x-flv'],
  ['.aac', 'audio/aac'],
]);

export interface FileServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a folder on loopback, with ranges, as a plain web server would. */
export async function startFileServer(folder: string): Promise<FileServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(folder, path.normalize(decodeURIComponent(pathname)));
    stat(file).then(
      ({ size }) => {
        const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
        const start = Number(from ?? 0);
        const end = to === undefined || to === '' ? size - 1 : Math.min(Number(to), size - 1);
        response.writeHead(from === undefined ? 200 : 206, {
          'content-type': types.get(path.extname(file)) ?? 'application/octet-stream',
          'content-length': end - start + 1,
          'accept-ranges': 'bytes',
          ...(from === undefined
            ? {}
            : { 'content-range': `bytes ${String(start)}-${String(end)}/${String(size)}` }),
        });
        createReadStream(file, { start, end }).pipe(response);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { watchOnce } from '../../../cli/demo/watch-once.ts';

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  if (server?.listening === true) await once(server, 'close');
});

/** A media server that knows these paths, and asks each for its signature. */
async function serve(files: Readonly<Record<string, string>>): Promise<string> {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const body = url.searchParams.get('sign') === 'yes' ? files[url.pathname] : undefined;
    response.writeHead(body === undefined ? 403 : 200).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('Watching a recording once', () => {
  it('fetches a file whole and counts its bytes', async () => {
    const base = await serve({ '/f0.mp4': 'x'.repeat(1000) });
    expect(await watchOnce(`${base}/f0.mp4?sign=yes`)).toEqual({ requests: 1, bytes: 1000 });
  });

  it('fetches the playlist, the initialisation section and every segment of HLS', async () => {
    const playlist =
      '#EXTM3U\n#EXT-X-MAP:URI="init.mp4?sign=yes"\n#EXTINF:2,\n0.m4s?sign=yes\n#EXTINF:2,\n1.m4s?sign=yes\n#EXT-X-ENDLIST\n';
    const base = await serve({
      '/a/playlist.m3u8': playlist,
      '/a/init.mp4': 'init',
      '/a/0.m4s': 'zero',
      '/a/1.m4s': 'one',
    });
    expect(await watchOnce(`${base}/a/playlist.m3u8?sign=yes`)).toEqual({
      requests: 4,
      bytes: playlist.length + 4 + 4 + 3,
    });
  });

  it('says which part was refused', async () => {
    const base = await serve({ '/p.m3u8': '#EXTM3U\n#EXTINF:2,\n0.m4s\n#EXT-X-ENDLIST\n', '/0.m4s': 'zero' });
    await expect(watchOnce(`${base}/p.m3u8?sign=yes`)).rejects.toThrow('/0.m4s was answered with 403');
  });

  it('does not take a recording that still runs for a whole one', async () => {
    const base = await serve({ '/p.m3u8': '#EXTM3U\n#EXTINF:2,\n0.m4s?sign=yes\n', '/0.m4s': 'zero' });
    await expect(watchOnce(`${base}/p.m3u8?sign=yes`)).rejects.toThrow('has not ended');
  });
});

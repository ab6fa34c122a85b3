import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Scripts only from here; styles also inline, since the console's components set them so; media and their segments from
 * anywhere, since the cloud's addresses are not ours.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: http: https:",
  'media-src blob: http: https:',
  "connect-src 'self' ws: wss: http: https:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pages = /^\/(?!graphql|callbacks|healthz|readyz|metrics|assets\/)/;

/** The built console at `/`. A path that is no file is a page of it, and gets index.html. */
export async function registerConsole(app: FastifyInstance, folder: string | null): Promise<void> {
  if (folder === null || !existsSync(path.join(folder, 'index.html'))) {
    app.get('/', (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .send('Roomtape is running. Its console is not built: `npm run build` makes it.\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    // Hashed names never change; index.html names the present ones.
    setHeaders(reply, file) {
      const isHashed = file.includes(`${path.sep}assets${path.sep}`);
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      reply.header('content-security-policy', contentSecurityPolicy);
      reply.header('referrer-policy', 'no-referrer');
    },
  });
  app.setNotFoundHandler((request, reply): FastifyReply => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (wantsPage && pages.test(request.url)) return reply.sendFile('index.html');
    return reply.code(404).send({ error: 'There is nothing at this address.' });
  });
}

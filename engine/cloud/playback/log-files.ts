import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { verifyHotlink } from '../../../wire/hotlink.ts';
import { accessesOfHour } from '../../library/access-store.ts';
import type { Library } from '../../library/library.ts';
import type { SubApps } from '../../library/sub-apps.ts';
import { parseLogHour, printAccess } from './log-file.ts';

interface LogParams {
  readonly appId: string;
  readonly name: string;
}

/** `GET /logs/<application>/<hour>.gz`: an hour of requests, made when it is asked for. */
export function registerLogFiles(
  app: FastifyInstance,
  {
    library,
    subApps,
    domain,
  }: { readonly library: Library; readonly subApps: SubApps; readonly domain: () => string },
): void {
  app.get<{ Params: LogParams }>('/logs/:appId/:name', async (request, reply) => {
    const { appId, name } = request.params;
    const hour = name.endsWith('.gz') ? parseLogHour(name.slice(0, -'.gz'.length)) : null;
    const subApp = /^\d{1,15}$/.test(appId) ? await subApps.find(Number(appId)) : null;
    if (hour === null || subApp === null) return reply.code(404).send();
    const [pathname = '', query = ''] = request.url.split('?');
    const now = Math.floor(Date.now() / 1000);
    const verdict = verifyHotlink(subApp.playKey, pathname, new URLSearchParams(query), now);
    if (verdict !== 'ok')
      return reply.code(403).type('text/plain').send(`the address is not open: ${verdict}\n`);
    async function* lines(): AsyncGenerator<string> {
      for await (const batch of accessesOfHour(library.sql, Number(appId), hour!))
        yield batch.map((access) => printAccess(access, domain())).join('');
    }
    const zipped = createGzip();
    const source = Readable.from(lines());
    source.on('error', (error) => zipped.destroy(error));
    zipped.on('close', () => source.destroy());
    return reply.type('application/gzip').send(source.pipe(zipped));
  });
}

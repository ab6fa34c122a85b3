import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verifyHotlink } from '../../../wire/hotlink.ts';
import type { Library } from '../../library/library.ts';
import { mediaByIds } from '../../library/media-store.ts';
import type { SubApps } from '../../library/sub-apps.ts';
import { fileIdPattern } from '../../record/file-id.ts';
import { readByteRange } from './byte-range.ts';
import type { Meter } from './meter.ts';

export interface PlaybackOptions {
  readonly library: Library;
  readonly subApps: SubApps;
  readonly meter: Meter;
  readonly mediaFolder: string;
  /** APPID of the account: the main application in addresses. */
  readonly appId: number;
}

/** What may be asked for in a file's folder, and how it is called. */
const contentTypes: readonly (readonly [RegExp, string])[] = [
  [/^playlist\.m3u8$/, 'application/vnd.apple.mpegurl'],
  [/^init(-\d{1,9})?\.mp4$/, 'video/mp4'],
  [/^\d{1,9}\.m4s$/, 'video/iso.segment'],
  [/^\d{1,9}\.ts$/, 'video/mp2t'],
  [/^f0\.mp4$/, 'video/mp4'],
  [/^f0\.flv$/, 'video/x-flv'],
  [/^f0\.aac$/, 'audio/aac'],
];

interface MediaParams {
  readonly appId: string;
  readonly fileId: string;
  readonly name: string;
}
type MediaRequest = FastifyRequest<{ Params: MediaParams }>;

/** Makes the addresses inside a playlist as open as the playlist itself: one signature is good for the whole folder. */
function carryQuery(playlist: string, query: string): string {
  return playlist
    .split('\n')
    .map((line) => {
      if (line.startsWith('#EXT-X-MAP:')) return line.replace(/URI="([^"]+)"/, `URI="$1?${query}"`);
      return line === '' || line.startsWith('#') ? line : `${line}?${query}`;
    })
    .join('\n');
}

function queryOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

/** `GET|HEAD /vod/<appid>/<fileId>/<name>`. */
export function registerPlayback(app: FastifyInstance, options: PlaybackOptions): void {
  const { library, subApps, meter, mediaFolder } = options;

  const openHeaders = (reply: FastifyReply): FastifyReply =>
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'Range',
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-expose-headers': 'Content-Length, Content-Range, Accept-Ranges, Date',
      'access-control-max-age': '86400',
    });

  const sendPlaylist = async (request: MediaRequest, reply: FastifyReply, file: string): Promise<string> => {
    const { fileId } = request.params;
    const text = carryQuery(await readFile(file, 'utf8'), queryOf(request.url));
    reply.header('cache-control', 'no-cache');
    if (request.method === 'GET')
      meter.add(fileId, { bytes: Buffer.byteLength(text), requests: 1, plays: 1 });
    return text;
  };

  const sendBytes = async (request: MediaRequest, reply: FastifyReply, file: string) => {
    const { fileId, name } = request.params;
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const range = readByteRange(request.headers.range, size);
      reply.header('accept-ranges', 'bytes').header('cache-control', 'private, max-age=3600');
      if (range === 'unsatisfiable') {
        await handle.close();
        return await reply
          .code(416)
          .header('content-range', `bytes */${String(size)}`)
          .send();
      }
      const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
      if (range !== 'whole')
        reply.code(206).header('content-range', `bytes ${String(start)}-${String(end)}/${String(size)}`);
      reply.header('content-length', String(end - start + 1));
      if (request.method === 'HEAD' || size === 0) {
        await handle.close();
        return await reply.send();
      }
      // A player opens an MP4 at its beginning; an HLS play was counted at its playlist.
      meter.add(fileId, { bytes: 0, requests: 1, plays: name.startsWith('f0.') && start === 0 ? 1 : 0 });
      const counter = new Transform({
        transform(chunk: Buffer, _, done) {
          meter.add(fileId, { bytes: chunk.length, requests: 0, plays: 0 });
          done(null, chunk);
        },
      });
      const bytes = handle.createReadStream({ start, end });
      bytes.on('error', (error) => counter.destroy(error));
      counter.on('close', () => bytes.destroy());
      return await reply.send(bytes.pipe(counter));
    } catch (error) {
      await handle.close().catch(() => undefined);
      throw error;
    }
  };

  app.options('/vod/*', (_, reply) => openHeaders(reply).code(204).send());

  app.route<{ Params: MediaParams }>({
    method: ['GET', 'HEAD'],
    url: '/vod/:appId/:fileId/:name',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      openHeaders(reply);
      const { appId, fileId, name } = request.params;
      const [, type] = contentTypes.find(([pattern]) => pattern.test(name)) ?? [];
      const isKnownForm = /^\d{1,15}$/.test(appId) && fileIdPattern.test(fileId);
      if (!isKnownForm || type === undefined) return reply.code(404).send();
      const subApp = await subApps.find(Number(appId));
      if (subApp === null) return reply.code(404).send();
      const refuse = (why: string) =>
        reply.code(403).type('text/plain').send(`the address is not open: ${why}\n`);
      const [pathname = ''] = request.url.split('?');
      const query = new URLSearchParams(queryOf(request.url));
      // Each application has a key of its own; every address must be signed with it.
      const verdict = verifyHotlink(subApp.playKey, pathname, query, Math.floor(Date.now() / 1000));
      if (verdict !== 'ok') return refuse(verdict);
      if (subApp.status !== 'On') return refuse('the application is closed');
      const home = subApp.subAppId === options.appId ? null : subApp.subAppId;
      const [found] = await mediaByIds(library.sql, [fileId], home);
      if (found === undefined) return reply.code(404).send();
      if (found.forbiddenAt !== null) return refuse('the file is forbidden');
      reply.type(type);
      const file = path.join(mediaFolder, fileId, name);
      try {
        return name === 'playlist.m3u8'
          ? await reply.send(await sendPlaylist(request, reply, file))
          : await sendBytes(request, reply, file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return reply.code(404).send();
        throw error;
      }
    },
  });
}

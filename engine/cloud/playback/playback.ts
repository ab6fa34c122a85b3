import { text as readText } from 'node:stream/consumers';
import { Transform } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Library } from '../../library/library.ts';
import type { MediaFile } from '../../library/media-file.ts';
import type { SubApps } from '../../library/sub-apps.ts';
import { fileIdPattern } from '../../record/file-id.ts';
import type { MediaBytes, StoredObject } from '../../storage/media-bytes.ts';
import { DestinationUnknown } from '../../storage/media-bytes.ts';
import { contentTypeOf } from '../../storage/object-names.ts';
import type { AccessLog } from './access-log.ts';
import { createAdmission } from './admission.ts';
import { readByteRange } from './byte-range.ts';
import { printDisposition } from './disposition.ts';
import type { Meter } from './meter.ts';
import { servePlaylist, serveVtt } from './playlist.ts';

export interface PlaybackOptions {
  readonly library: Library;
  readonly subApps: SubApps;
  readonly bytes: MediaBytes;
  readonly meter: Meter;
  readonly accessLog: AccessLog;
  /** APPID of the account: the main application in addresses. */
  readonly appId: number;
}

interface MediaParams {
  readonly appId: string;
  readonly fileId: string;
  readonly name: string;
}
type PlayRequest = FastifyRequest<{ Params: MediaParams }>;

/** What one request sent, for its line in the log. */
interface Served {
  bytes: number;
  isPlay: boolean;
}

const playlistName = 'playlist.m3u8';
/** What of an address its signature covers, in the vendor's order; nothing else is carried into a playlist. */
const signedNames = ['t', 'exper', 'rlimit', 'us', 'sign'] as const;
const maxLoggedText = 500;
const shorten = (text: string | undefined): string | null => text?.slice(0, maxLoggedText) ?? null;

function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

function carried(query: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of signedNames) {
    const value = query.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept.toString();
}

/** IPv4 inside IPv6 is the same client. */
const clientOf = (request: FastifyRequest): string => request.ip.replace(/^::ffff:/, '');

function openHeaders(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'Range',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-expose-headers':
      'Content-Length, Content-Range, Content-Disposition, Accept-Ranges, Date',
    'access-control-max-age': '86400',
  });
}

/** `GET|HEAD /vod/<application>/<fileId>/<name>`: playlists, segments, whole files and pictures under one signature. */
export function registerPlayback(app: FastifyInstance, options: PlaybackOptions): void {
  const { bytes, meter, accessLog } = options;
  const admit = createAdmission(options);

  /** Everything that is asked for is written down, also what was refused or broken off. */
  const watch = (request: PlayRequest, reply: FastifyReply, query: URLSearchParams): Served => {
    const served: Served = { bytes: 0, isPlay: false };
    const at = new Date();
    const { appId, fileId } = request.params;
    const [pathname = ''] = request.url.split('?');
    const shown = new URLSearchParams(query);
    shown.delete('sign');
    reply.raw.once('close', () => {
      accessLog.add({
        at,
        subAppId: Number(appId),
        fileId,
        // What the database cannot hold must not keep the lines behind it from being written.
        us: shorten(query.get('us')?.replaceAll('\0', '')),
        client: clientOf(request),
        method: request.method,
        address: `${pathname}${shown.size === 0 ? '' : `?${shown.toString()}`}`.slice(0, 2 * maxLoggedText),
        status: reply.raw.statusCode,
        bytes: served.bytes,
        tookMs: Date.now() - at.getTime(),
        byteRange: shorten(request.headers.range),
        referer: shorten(request.headers.referer),
        userAgent: shorten(request.headers['user-agent']),
        isPlay: served.isPlay,
      });
    });
    return served;
  };

  const readWhole = async (file: MediaFile, name: string): Promise<string | null> => {
    const object = await bytes.open(file, name);
    return object && readText(await object.read({ start: 0, end: Math.max(0, object.bytes - 1) }));
  };

  /** A text whose addresses carry the signature on, so that it differs for each grant. */
  const sendText = (request: PlayRequest, reply: FastifyReply, text: string, served: Served) => {
    reply.header('cache-control', 'no-cache');
    if (request.method === 'GET') {
      served.bytes = Buffer.byteLength(text);
      served.isPlay = request.params.name === playlistName;
      meter.add(request.params.fileId, { bytes: served.bytes, requests: 1, plays: served.isPlay ? 1 : 0 });
    }
    return reply.send(text);
  };

  const sendBytes = async (
    request: PlayRequest,
    reply: FastifyReply,
    object: StoredObject,
    served: Served,
  ) => {
    const { fileId, name } = request.params;
    const size = object.bytes;
    const range = readByteRange(request.headers.range, size);
    reply.header('accept-ranges', 'bytes').header('cache-control', 'private, max-age=3600');
    if (range === 'unsatisfiable') {
      await object.close();
      return reply
        .code(416)
        .header('content-range', `bytes */${String(size)}`)
        .send();
    }
    const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
    if (range !== 'whole')
      reply.code(206).header('content-range', `bytes ${String(start)}-${String(end)}/${String(size)}`);
    reply.header('content-length', String(end - start + 1));
    if (request.method === 'HEAD' || size === 0) {
      await object.close();
      return reply.send();
    }
    const source = await object.read({ start, end });
    // A player opens an MP4 at its beginning; an HLS play was counted at its playlist.
    served.isPlay = name.startsWith('f0.') && start === 0;
    meter.add(fileId, { bytes: 0, requests: 1, plays: served.isPlay ? 1 : 0 });
    const counter = new Transform({
      transform(chunk: Buffer, _, done) {
        served.bytes += chunk.length;
        meter.add(fileId, { bytes: chunk.length, requests: 0, plays: 0 });
        done(null, chunk);
      },
    });
    source.on('error', (error) => counter.destroy(error));
    counter.on('close', () => source.destroy());
    return reply.send(source.pipe(counter));
  };

  app.options('/vod/*', (_, reply) => openHeaders(reply).code(204).send());

  app.route<{ Params: MediaParams }>({
    method: ['GET', 'HEAD'],
    url: '/vod/:appId/:fileId/:name',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      openHeaders(reply);
      const { appId, fileId, name } = request.params;
      const type = contentTypeOf(name);
      if (!/^\d{1,15}$/.test(appId) || !fileIdPattern.test(fileId) || type === null)
        return reply.code(404).send();
      const [pathname = ''] = request.url.split('?');
      const query = queryOf(request.url);
      const served = watch(request, reply, query);
      const asked = { subAppId: Number(appId), fileId, name, pathname, query, client: clientOf(request) };
      const admission = await admit(asked);
      if (admission.kind === 'absent') return reply.code(404).send();
      if (admission.kind === 'refused')
        return reply.code(403).type('text/plain').send(`the address is not open: ${admission.why}\n`);
      const { file, previewSeconds } = admission;
      const download = query.get('download');
      if (download !== null)
        reply.header(
          'content-disposition',
          printDisposition(download === '' ? `${file.name}${name.slice(name.lastIndexOf('.'))}` : download),
        );
      try {
        if (name === playlistName || previewSeconds !== null) {
          const playlist = await readWhole(file, playlistName);
          if (playlist === null) return await reply.code(404).send();
          const { text, names } = servePlaylist(playlist, previewSeconds, carried(query));
          if (name === playlistName) return await sendText(request, reply.type(type), text, served);
          if (!names.has(name) && name !== 'cover.jpg')
            return await reply
              .code(403)
              .type('text/plain')
              .send('the address is not open: beyond the preview\n');
        }
        if (name.endsWith('.vtt')) {
          const vtt = await readWhole(file, name);
          if (vtt === null) return await reply.code(404).send();
          return await sendText(request, reply.type(type), serveVtt(vtt, carried(query)), served);
        }
        const object = await bytes.open(file, name);
        if (object === null) return await reply.code(404).send();
        return await sendBytes(request, reply.type(type), object, served);
      } catch (error) {
        if (!(error instanceof DestinationUnknown)) throw error;
        return reply.code(503).type('text/plain').send(`${error.message}\n`);
      }
    },
  });
}

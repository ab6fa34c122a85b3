import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verifyLive } from '../../../wire/live-address.ts';
import type { OutletPipe } from '../../relay/outlet.ts';
import type { OnAir } from '../../relay/on-air.ts';
import type { RelayMeter } from './meter.ts';

export interface LivePlaybackOptions {
  readonly onAir: OnAir;
  readonly meter: RelayMeter;
  /** The play key that addresses are signed with. */
  readonly playKey: string;
}

interface LiveParams {
  readonly name: string;
}
interface SegmentParams {
  readonly streamId: string;
  readonly segment: string;
}

/** Viewers of HTTP-FLV on the whole engine; a thousand of them fill the usual network card. */
const maxViewers = 2000;
/** A stream that has just begun has no segment for one group of pictures. */
const firstSegmentMs = 12_000;
const signedNames = ['txSecret', 'txTime'] as const;

function openHeaders(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'Range',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-expose-headers': 'Content-Length, Date',
    'access-control-max-age': '86400',
    'cache-control': 'no-store',
  });
}

function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

function carried(query: URLSearchParams): string {
  return new URLSearchParams(
    signedNames.map((name): [string, string] => [name, query.get(name) ?? '']),
  ).toString();
}

/**
 * `GET|HEAD /live/<stream>.flv`, `/live/<stream>.m3u8` and the segments below: streams that are on the air, for who has an address
 * that is signed and not past its time (https://www.tencentcloud.com/document/product/647/35242). Who watches FLV when the
 * time passes goes on; HLS is asked for again and again, and ends there.
 */
export function registerLivePlayback(
  app: FastifyInstance,
  { onAir, meter, playKey }: LivePlaybackOptions,
): void {
  let viewers = 0;

  /** Null where the address opens the stream. */
  const refuse = (request: FastifyRequest, reply: FastifyReply, streamId: string): FastifyReply | null => {
    openHeaders(reply);
    if (request.method === 'OPTIONS') return reply.code(204).send();
    const verdict = verifyLive(playKey, streamId, queryOf(request.url), Math.floor(Date.now() / 1000));
    if (verdict === 'ok') return null;
    return reply.code(403).type('text/plain').send(`the address is not open: ${verdict}\n`);
  };

  const count = (streamId: string, bytes: number, requests: number): void => {
    const sdkAppId = onAir.applicationOf(streamId);
    if (sdkAppId !== null) meter.add({ sdkAppId, streamId, way: 'play', bytes, requests });
  };

  const sendFlv = (request: FastifyRequest, reply: FastifyReply, streamId: string): FastifyReply => {
    const feed = onAir.flv(streamId);
    if (feed === null) return reply.code(404).send();
    reply.type('video/x-flv');
    if (request.method === 'HEAD') return reply.send();
    if (viewers >= maxViewers)
      return reply.code(503).header('retry-after', '10').type('text/plain').send('too many viewers\n');
    viewers += 1;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, reply.getHeaders() as Record<string, string>);
    raw.socket?.setNoDelay(true);
    count(streamId, 0, 1);
    const pipe: OutletPipe = {
      write(bytes, sent) {
        raw.write(bytes, (error) => {
          if (error !== null && error !== undefined) return;
          count(streamId, bytes.length, 0);
          sent();
        });
      },
      end: () => raw.end(),
      destroy: () => raw.destroy(),
    };
    const viewer = feed.join(pipe);
    raw.on('error', () => undefined);
    raw.once('close', () => {
      viewers -= 1;
      feed.leave(viewer);
    });
    return reply;
  };

  const sendPlaylist = async (
    request: FastifyRequest,
    reply: FastifyReply,
    streamId: string,
  ): Promise<FastifyReply> => {
    const window = onAir.hls(streamId);
    await window?.ready(firstSegmentMs);
    const folder = encodeURIComponent(streamId);
    const text = window?.playlist(folder, carried(queryOf(request.url))) ?? null;
    if (text === null) return reply.code(404).send();
    if (request.method === 'GET') count(streamId, Buffer.byteLength(text), 1);
    return reply.type('application/vnd.apple.mpegurl').send(text);
  };

  app.route<{ Params: LiveParams }>({
    method: ['GET', 'HEAD', 'OPTIONS'],
    url: '/live/:name',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const [, streamId, ending] = /^(.+)\.(flv|m3u8)$/.exec(request.params.name) ?? [];
      if (streamId === undefined) return openHeaders(reply).code(404).send();
      const refused = refuse(request, reply, streamId);
      if (refused !== null) return refused;
      return ending === 'flv' ? sendFlv(request, reply, streamId) : sendPlaylist(request, reply, streamId);
    },
  });

  app.route<{ Params: SegmentParams }>({
    method: ['GET', 'HEAD', 'OPTIONS'],
    url: '/live/:streamId/:segment',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const { streamId, segment } = request.params;
      const refused = refuse(request, reply, streamId);
      if (refused !== null) return refused;
      const bytes = onAir.hls(streamId)?.segment(segment) ?? null;
      if (bytes === null) return reply.code(404).send();
      if (request.method === 'GET') count(streamId, bytes.length, 1);
      // A name is never used for other bytes while its window lives.
      reply.header('cache-control', 'private, max-age=60');
      return reply.type(segment.endsWith('.mp4') ? 'video/mp4' : 'video/iso.segment').send(bytes);
    },
  });
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readPublishAddress } from '../publish-address.ts';
import type { OpenSession, WhipSessions } from './whip-sessions.ts';

/** WHIP's half of HTTP (RFC 9725): `/whip/<room>` is an endpoint, `/whip/<room>/<id>` a session. */
export interface WhipHttpOptions {
  readonly sessions: WhipSessions;
  /** Base of addresses when a proxy stands before the engine; null: sessions are told by their path alone. */
  readonly publicUrl: string | null;
}

const maxBodyBytes = 64 * 1024;
const offerType = 'application/sdp';
const fragmentType = 'application/trickle-ice-sdpfrag';
const retryAfterSeconds = 10;

class Fault extends Error {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(statusCode: number, sentence: string, headers: Readonly<Record<string, string>> = {}) {
    super(sentence);
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

/** Any page may publish: what lets in is the token, and a browser adds none by itself. */
const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Location, ETag, Accept-Post, WWW-Authenticate, Retry-After',
};
const preflightHeaders = {
  'access-control-allow-methods': 'POST, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers': 'Authorization, Content-Type, If-Match',
  'access-control-max-age': '86400',
  'accept-post': offerType,
};

function challenge(error: string | null): Readonly<Record<string, string>> {
  return { 'www-authenticate': `Bearer realm="whip"${error === null ? '' : `, error="${error}"`}` };
}

function bearerOf({ headers }: FastifyRequest): string {
  const match = /^Bearer +([A-Za-z0-9\-._~+/*]+=*) *$/i.exec(headers.authorization ?? '');
  if (match === null)
    throw new Fault(
      401,
      'the user signature of a join ticket is needed, as Authorization: Bearer',
      challenge(null),
    );
  return match[1]!;
}

function requireType({ headers }: FastifyRequest, type: string): void {
  const given = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (given !== type) throw new Fault(415, `the body must be ${type}`);
}

function bodyOf({ body }: FastifyRequest): string {
  return Buffer.isBuffer(body) ? body.toString('utf8') : '';
}

function refuseMethod(allowed: string): never {
  throw new Fault(405, `allowed here: ${allowed}`, { allow: allowed });
}

export function registerWhip(app: FastifyInstance, { sessions, publicUrl }: WhipHttpOptions): void {
  const publish = async (request: FastifyRequest, reply: FastifyReply, room: string): Promise<string> => {
    requireType(request, offerType);
    const userSig = bearerOf(request);
    const at = request.url.indexOf('?');
    const query = new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
    const address = { protocol: 'whip', room, query, userSig, remoteAddress: request.ip } as const;
    const asked = readPublishAddress(address);
    if (typeof asked === 'string') throw new Fault(400, asked);
    const done = await sessions.publish(asked, bodyOf(request));
    if ('status' in done)
      throw new Fault(done.status, done.sentence, {
        ...(done.status === 401 ? challenge('invalid_token') : {}),
        ...(done.status === 503 ? { 'retry-after': String(retryAfterSeconds) } : {}),
      });
    const { session, answer } = done;
    void reply
      .code(201)
      .type(offerType)
      .header('location', `${publicUrl ?? ''}/whip/${room}/${session.id}`)
      .header('etag', session.etag);
    return answer;
  };

  const owned = (request: FastifyRequest, id: string): OpenSession => {
    const token = bearerOf(request);
    const session = sessions.find(id);
    if (session === null) throw new Fault(404, 'there is no such session; it may be over');
    if (!session.isOwnedBy(token))
      throw new Fault(401, 'the session was opened with another token', challenge('invalid_token'));
    return session;
  };

  const patch = (request: FastifyRequest, reply: FastifyReply, id: string): string => {
    const session = owned(request, id);
    requireType(request, fragmentType);
    const ifMatch = request.headers['if-match'];
    if (ifMatch === undefined)
      throw new Fault(428, 'If-Match is needed: the session’s ETag, or * to restart ICE');
    const done = session.patch(bodyOf(request), ifMatch.trim());
    if ('status' in done) throw new Fault(done.status, done.sentence);
    if (done.restarted === null) {
      void reply.code(204);
      return '';
    }
    void reply.code(200).type(fragmentType).header('etag', session.etag);
    return done.restarted;
  };

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const [room = '', id, ...more] = request.url.split('?')[0]!.slice('/whip/'.length).split('/');
    if (room === '' || more.length > 0) throw new Fault(404, 'the address is /whip/<room>');
    if (request.method === 'OPTIONS') {
      void reply.code(200).headers(preflightHeaders);
      return '';
    }
    if (id === undefined || id === '') {
      if (request.method !== 'POST') refuseMethod('OPTIONS, POST');
      return publish(request, reply, room);
    }
    if (request.method === 'PATCH') return patch(request, reply, id);
    if (request.method !== 'DELETE') refuseMethod('DELETE, OPTIONS, PATCH');
    await owned(request, id).end();
    void reply.code(200);
    return '';
  };

  app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: maxBodyBytes },
      (_request, body, parsed) => {
        parsed(null, body);
      },
    );
    scope.addHook('onRequest', async (_request, reply) => {
      void reply.headers(corsHeaders);
    });
    scope.setErrorHandler((error: Error & { readonly statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      const sentence = status === 500 ? 'the engine failed; its log says why' : error.message;
      if (error instanceof Fault) void reply.headers(error.headers);
      return reply.code(status).type('text/plain; charset=utf-8').send(`${sentence}\n`);
    });
    scope.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: '/whip/*',
      handler: answer,
    });
    done();
  });
}

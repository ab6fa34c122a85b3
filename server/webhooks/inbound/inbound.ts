import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseStreamParam } from '../../../wire/stream-param.ts';
import { verifyCssCallback, verifyTrtcCallback } from '../../../wire/callback-sign.ts';
import { parseCssEnvelope, parseCssEvent } from '../../../wire/css-callback-parse.ts';
import { parseTrtcEvent } from '../../../wire/trtc-callback.ts';
import { parseTrtcRecordingEvent } from '../../../wire/trtc-recording-callback.ts';
import { parseTrtcRelayEvent } from '../../../wire/trtc-relay-callback.ts';
import type { Inbox, InboundCallback } from '../../ports/inbox.ts';
import { readCssEvent } from './read-css.ts';
import { readTaskEvent } from './read-task.ts';

export interface InboundDeps {
  /** Keys that a callback may be signed with, since a change of key takes its time; null for an unknown application. */
  readonly callbackKeysOf: (sdkAppId: number, kind: 'css' | 'trtc') => readonly string[] | null;
  readonly inbox: Pick<Inbox, 'store'>;
  /** A new callback is stored: it can be applied. */
  readonly onStored: () => void;
  readonly clock: () => Date;
  readonly log: {
    warn(fields: Readonly<Record<string, unknown>>, message: string): void;
    error(fields: Readonly<Record<string, unknown>>, message: string): void;
  };
}

const maxBodyBytes = 256 * 1024;

type Door = FastifyRequest<{ Params: { application: string } }>;
type Judged =
  Omit<InboundCallback, 'sdkAppId' | 'kind' | 'body'> | { readonly status: number; readonly why: string };

/** `POST /callbacks/tencent/css/<sdkappid>` and `…/trtc/<sdkappid>`: 200 once stored, 403 unsigned, 400 unreadable, 503 to be repeated. */
export function registerInbound(app: FastifyInstance, deps: InboundDeps): void {
  const judgeCss = (keys: readonly string[], sdkAppId: number, body: Buffer): Judged => {
    const text = body.toString('utf8');
    const envelope = parseCssEnvelope(text);
    if ('problem' in envelope) return { status: 400, why: envelope.detail };
    const nowSeconds = Math.floor(deps.clock().getTime() / 1000);
    const verdict = keys
      .map((key) => verifyCssCallback(key, envelope.t, envelope.sign, nowSeconds))
      .find((judged) => judged !== 'wrong');
    if (verdict === undefined) return { status: 403, why: 'sign does not match' };
    const event = parseCssEvent(text);
    if ('problem' in event) {
      // An event that is not taken in is no fault of the sender's: it must not be repeated.
      return event.problem === 'unknown'
        ? { status: 200, why: event.detail }
        : { status: 400, why: event.detail };
    }
    const told =
      'streamParam' in event && event.streamParam !== null
        ? parseStreamParam(event.streamParam).sdkAppId
        : null;
    if (told !== null && told !== sdkAppId)
      return { status: 400, why: `stream_param names the application ${told}` };
    return { ...readCssEvent(sdkAppId, event), trusted: verdict === 'ok' };
  };

  const judgeTrtc = (keys: readonly string[], sdkAppId: number, body: Buffer, sign: string): Judged => {
    if (!keys.some((key) => verifyTrtcCallback(key, body, sign)))
      return { status: 403, why: 'the header Sign does not match' };
    const text = body.toString('utf8');
    const task = parseTrtcRecordingEvent(text);
    if (task !== null) {
      if ('problem' in task) return { status: task.problem === 'unknown' ? 200 : 400, why: task.detail };
      return { ...readTaskEvent(sdkAppId, task), trusted: true };
    }
    const relay = parseTrtcRelayEvent(text);
    if (relay !== null) {
      if ('problem' in relay) return { status: relay.problem === 'unknown' ? 200 : 400, why: relay.detail };
      const { taskId, url, state, eventMs: atMs, userId: robotUserId, errorMessage: message } = relay;
      return {
        dedupeKey: `relay/${taskId}/${url}/${state}/${atMs}`,
        facts: [
          {
            ...{ about: 'relay', sdkAppId, robotUserId },
            fact: { type: 'relay-target', taskId, url, state, message, atMs },
          },
        ],
        trusted: true,
      };
    }
    const event = parseTrtcEvent(text);
    if ('problem' in event) return { status: event.problem === 'unknown' ? 200 : 400, why: event.detail };
    const { name, room, eventMs, userId, reason } = event;
    return {
      dedupeKey: `room/${room.kind}/${room.value}/${name}/${userId ?? ''}/${eventMs}`,
      facts: [{ about: 'room', sdkAppId, room, fact: { type: name, atMs: eventMs, userId, reason } }],
      trusted: true,
    };
  };

  const take = async (kind: 'css' | 'trtc', request: Door, reply: FastifyReply) => {
    const sdkAppId = /^\d{1,10}$/.test(request.params.application) ? Number(request.params.application) : 0;
    const keys = deps.callbackKeysOf(sdkAppId, kind);
    if (keys === null) return reply.code(404).send({ code: 404, message: 'no such application' });
    if (keys.length === 0)
      return reply.code(403).send({ code: 403, message: 'this application has no callback key' });
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const judged =
      kind === 'css'
        ? judgeCss(keys, sdkAppId, body)
        : judgeTrtc(keys, sdkAppId, body, String(request.headers['sign'] ?? ''));
    if ('status' in judged) {
      deps.log.warn(
        { kind, sdkAppId, status: judged.status, why: judged.why },
        'a callback was not taken in',
      );
      return reply
        .code(judged.status)
        .send({ code: judged.status === 200 ? 0 : judged.status, message: judged.why });
    }
    if (!judged.trusted)
      deps.log.warn(
        { kind, sdkAppId, key: judged.dedupeKey },
        'a callback came after its time: kept, not applied',
      );
    try {
      await deps.inbox.store({ ...judged, sdkAppId, kind, body: body.toString('utf8') });
    } catch (error) {
      deps.log.error(
        { err: error, kind, sdkAppId },
        'a callback could not be stored; the provider will repeat it',
      );
      return reply.code(503).send({ code: 503, message: 'not stored' });
    }
    deps.onStored();
    return reply.send({ code: 0 });
  };

  app.removeAllContentTypeParsers();
  // The signature of room events is over the bytes as they came.
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) => {
    done(null, body);
  });
  for (const kind of ['css', 'trtc'] as const)
    app.post(`/callbacks/tencent/${kind}/:application`, (request: Door, reply) => take(kind, request, reply));
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { stringRoomPattern, userIdPattern } from '../../domain/room/room-key.ts';
import { verifyUserSig } from '../../wire/user-sig.ts';
import { streamIdPattern } from '../rooms/admission.ts';
import type { ApplicationRooms } from '../rooms/application-rooms.ts';

const bodyOf = z.strictObject({
  sdkAppId: z.int().positive(),
  room: z.union([z.int().min(1).max(0xffffffff), z.string().regex(stringRoomPattern)]),
  userId: z.string().regex(userIdPattern),
  userSig: z.string().max(4096),
  streamType: z.enum(['main', 'aux']).default('main'),
  streamId: z.string().regex(streamIdPattern).nullable().default(null),
});

const statuses: Readonly<Record<string, number>> = { NOT_FOUND: 404, CONFLICT: 409 };

/**
 * `POST /publishing/start` and `/publishing/stop`: what a publisher's SDK asks at the vendor's by startPublishing and stopPublishing,
 * over a channel that is not published. Ours is JSON, signed in by the user signature of the join ticket; from any site.
 */
export function registerPublishingDoor(
  app: FastifyInstance,
  { live, clock }: { readonly live: Pick<ApplicationRooms, 'find'>; readonly clock: () => number },
): void {
  const open = (reply: FastifyReply): FastifyReply =>
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'Content-Type',
      'access-control-allow-methods': 'POST, OPTIONS',
      'cache-control': 'no-store',
    });

  const act = (what: 'start' | 'stop') => (request: FastifyRequest, reply: FastifyReply) => {
    open(reply);
    const read = bodyOf.safeParse(request.body);
    if (!read.success) return reply.code(400).send({ message: z.prettifyError(read.error) });
    const { sdkAppId, userId, userSig, streamType, streamId } = read.data;
    const found = live.find(sdkAppId);
    const verdict =
      found === null
        ? 'wrong-application'
        : verifyUserSig(userSig, read.data, found.application.secretKey, Math.floor(clock() / 1000));
    if (found === null || verdict !== 'ok')
      return reply.code(403).send({ message: `the user signature opens nothing: ${verdict}` });
    const room: RoomName =
      typeof read.data.room === 'number'
        ? { kind: 'int', value: read.data.room }
        : { kind: 'string', value: read.data.room };
    const stream = { userId, streamType };
    try {
      if (what === 'start') return reply.send({ streamId: found.publishing.start(room, stream, streamId) });
      found.publishing.stop(room, stream);
      return reply.send({});
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return reply.code(statuses[error.code] ?? 500).send({ message: error.message });
    }
  };

  for (const what of ['start', 'stop'] as const) {
    app.post(`/publishing/${what}`, { bodyLimit: 16 * 1024 }, act(what));
    app.options(`/publishing/${what}`, (_, reply) => open(reply).code(204).send());
  }
}

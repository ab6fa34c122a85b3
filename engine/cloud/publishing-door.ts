import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { readSdkMix, sdkMixModes } from '../../domain/mixing/sdk-config.ts';
import { findMixRefusal, findPlatform, platforms } from '../../domain/recording/platforms.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { roomText, stringRoomPattern, userIdPattern } from '../../domain/room/room-key.ts';
import { verifyUserSig } from '../../wire/user-sig.ts';
import { streamIdPattern } from '../rooms/admission.ts';
import type { ApplicationRooms, LiveApplication } from '../rooms/application-rooms.ts';

const caller = {
  sdkAppId: z.int().positive(),
  room: z.union([z.int().min(1).max(0xffffffff), z.string().regex(stringRoomPattern)]),
  userId: z.string().regex(userIdPattern),
  userSig: z.string().max(4096),
};
const publishingBody = z.strictObject({
  ...caller,
  streamType: z.enum(['main', 'aux']).default('main'),
  streamId: z.string().regex(streamIdPattern).nullable().default(null),
});

const mixUser = z.strictObject({
  userId: z.string().max(64),
  roomId: z.union([z.number(), z.string()]).optional(),
  pureAudio: z.boolean().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  locationX: z.number().optional(),
  locationY: z.number().optional(),
  zOrder: z.number().optional(),
  streamType: z.enum(['main', 'auxiliary']).optional(),
});
/** Names and shapes of the vendor's SDK; what they may be is the domain's to say, all faults at once. */
const mixBody = z.strictObject({
  ...caller,
  platform: z.enum(platforms).optional(),
  config: z
    .strictObject({
      mode: z.enum(sdkMixModes).optional(),
      streamId: z.union([z.literal(''), z.string().regex(streamIdPattern)]).optional(),
      videoWidth: z.number().optional(),
      videoHeight: z.number().optional(),
      videoBitrate: z.number().optional(),
      videoFramerate: z.number().optional(),
      videoGOP: z.number().optional(),
      audioSampleRate: z.number().optional(),
      audioBitrate: z.number().optional(),
      audioChannels: z.number().optional(),
      backgroundColor: z.number().optional(),
      backgroundImage: z.string().max(4096).optional(),
      mixUsers: z.array(mixUser).max(100).optional(),
    })
    .nullable(),
});

type Caller = z.infer<z.ZodObject<typeof caller>>;

const statuses: Readonly<Record<string, number>> = {
  ...{
    BAD_INPUT: 400,
    NOT_FOUND: 404,
    ROOM_EMPTY: 404,
    CONFLICT: 409,
    UNSUPPORTED: 422,
    LIMIT_EXCEEDED: 503,
  },
};

function roomOf({ room }: Caller): RoomName {
  return typeof room === 'number' ? { kind: 'int', value: room } : { kind: 'string', value: room };
}

async function mix(
  { mixes }: LiveApplication,
  asked: z.infer<typeof mixBody>,
): Promise<Readonly<Record<string, unknown>>> {
  const { userId, config, platform } = asked;
  const room = roomOf(asked);
  const refusal = findMixRefusal(platform === undefined ? null : findPlatform(platform));
  if (refusal !== null) throw new DomainError('UNSUPPORTED', 'caller', refusal, { field: 'platform' });
  if (config === null) {
    await mixes.stop(room, userId).catch((error: unknown) => {
      // As in the SDK, ending what does not run is no fault.
      if (!(error instanceof DomainError && error.code === 'MIX_NOT_RUNNING')) throw error;
    });
    return {};
  }
  const { form, streamId } = readSdkMix(config, { userId, room: roomText(room) });
  const none = { recordId: null, recordsSoundOnly: false, pushTo: null };
  await mixes.start({ ...none, room, by: userId, streamId, form });
  return {};
}

/**
 * `POST /publishing/start`, `/publishing/stop` and `/publishing/mix`: what a publisher's SDK asks at the vendor's by startPublishing,
 * stopPublishing and setMixTranscodingConfig, over a channel that is not published. Ours is JSON, signed in by the user signature of
 * the join ticket; from any site.
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

  const serve = <T extends Caller>(
    name: string,
    body: z.ZodType<T>,
    act: (found: LiveApplication, asked: T) => Promise<object> | object,
  ): void => {
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      open(reply);
      const read = body.safeParse(request.body);
      if (!read.success)
        return reply.code(400).send({ code: 'BAD_INPUT', message: z.prettifyError(read.error) });
      const { sdkAppId, userSig } = read.data;
      const found = live.find(sdkAppId);
      const verdict =
        found === null
          ? 'wrong-application'
          : verifyUserSig(userSig, read.data, found.application.secretKey, Math.floor(clock() / 1000));
      if (found === null || verdict !== 'ok')
        return reply
          .code(403)
          .send({ code: 'FORBIDDEN', message: `the user signature opens nothing: ${verdict}` });
      try {
        return await reply.send(await act(found, read.data));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const { code, message, faults } = error;
        return reply.code(statuses[code] ?? 500).send({ code, message, faults });
      }
    };
    app.post(`/publishing/${name}`, { bodyLimit: 64 * 1024 }, answer);
    app.options(`/publishing/${name}`, (_, reply) => open(reply).code(204).send());
  };

  serve('start', publishingBody, ({ publishing }, asked) => ({
    streamId: publishing.start(roomOf(asked), asked, asked.streamId),
  }));
  serve('stop', publishingBody, ({ publishing }, asked) => {
    publishing.stop(roomOf(asked), asked);
    return {};
  });
  serve('mix', mixBody, mix);
}

import { roomText } from '../../domain/room/room-key.ts';
import { printStreamParam } from '../../wire/stream-param.ts';
import { verifyUserSig } from '../../wire/user-sig.ts';
import type { PublishRequest } from '../ingest/publisher.ts';

const refusals = {
  malformed: 'usersig is no user signature',
  'wrong-signature': 'usersig was not signed with the key of this application',
  'wrong-application': 'usersig is for another application',
  'wrong-user': 'usersig is for another user',
  expired: 'usersig has expired',
} as const;

/** Judges a publisher by the user signature: the reason of a refusal, or null. */
export function createPublisherCheck(
  clock: () => number,
): (request: PublishRequest, secretKey: string) => string | null {
  return (request, secretKey) => {
    const verdict = verifyUserSig(request.userSig, request, secretKey, Math.floor(clock() / 1000));
    return verdict === 'ok' ? null : refusals[verdict];
  };
}

/** `stream_param` as every event of the stream repeats it. */
export function printPublisherParam(request: PublishRequest): string {
  const { sdkAppId, room, userId, userDefineRecordId, streamType } = request;
  return printStreamParam({
    sdkAppId,
    room: roomText(room),
    intRoom: room.kind === 'int',
    userId,
    userDefineRecordId,
    streamType,
  });
}

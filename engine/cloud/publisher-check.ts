import { roomText } from '../../domain/room/room-key.ts';
import type { Privilege, PrivateMapKeyVerdict } from '../../wire/private-map-key.ts';
import { hasPrivilege, verifyPrivateMapKey } from '../../wire/private-map-key.ts';
import { printStreamParam } from '../../wire/stream-param.ts';
import { verifyUserSig } from '../../wire/user-sig.ts';
import type { PublishRequest } from '../ingest/publisher.ts';
import type { CheckPublisher, PublishPermit } from '../rooms/publishing.ts';

const refusals = {
  malformed: 'usersig is no user signature',
  'wrong-signature': 'usersig was not signed with the key of this application',
  'wrong-application': 'usersig is for another application',
  'wrong-user': 'usersig is for another user',
  expired: 'usersig has expired',
} as const;

const keyRefusals: Readonly<Record<PrivateMapKeyVerdict, string>> = {
  malformed: 'privatemapkey is no proof of privileges in a room',
  'wrong-signature': 'privatemapkey was not signed with the key of this application',
  'wrong-application': 'privatemapkey is for another application',
  'wrong-user': 'privatemapkey is for another user',
  'wrong-room': 'privatemapkey is for another room',
  expired: 'privatemapkey has expired',
};

function without(privilege: string): string {
  return `privatemapkey does not give the privilege to ${privilege}`;
}

/** What each kind of media of a stream needs; a sub-stream's sound comes with its picture. */
const privilegeToSend: Readonly<
  Record<PublishRequest['streamType'], Readonly<Record<'video' | 'audio', Privilege>>>
> = {
  main: { video: 'send video', audio: 'send audio' },
  aux: { video: 'send sub-stream', audio: 'send sub-stream' },
};

function judgeKey(
  request: PublishRequest,
  secretKey: string,
  nowSeconds: number,
  opensRoom: boolean,
): PublishPermit | string {
  if (request.privateMapKey === '')
    return 'privatemapkey is missing: this application is under advanced permission control';
  const judged = verifyPrivateMapKey(request.privateMapKey, request, secretKey, nowSeconds);
  if (typeof judged === 'string') return keyRefusals[judged];
  const needed = privilegeToSend[request.streamType];
  const has = (privilege: Privilege): boolean => hasPrivilege(judged.privileges, privilege);
  if (!has('enter the room')) return without('enter the room');
  if (opensRoom && !has('create the room')) return without('create the room');
  if (!has(needed.video) && !has(needed.audio))
    return without([...new Set([needed.audio, needed.video])].join(' or to '));
  return { refusalOf: (kind) => (has(needed[kind]) ? null : without(needed[kind])) };
}

/**
 * Judges a publisher by the user signature and, where the application is under the vendor's advanced permission control, by the
 * PrivateMapKey (https://www.tencentcloud.com/document/product/647/35157).
 */
export function createPublisherCheck(clock: () => number): CheckPublisher {
  return (request, { secretKey, needsPermission }, opensRoom) => {
    const nowSeconds = Math.floor(clock() / 1000);
    const verdict = verifyUserSig(request.userSig, request, secretKey, nowSeconds);
    if (verdict !== 'ok') return { fault: 'user', reason: refusals[verdict] };
    if (!needsPermission) return { refusalOf: () => null };
    const permit = judgeKey(request, secretKey, nowSeconds, opensRoom);
    return typeof permit === 'string' ? { fault: 'permission', reason: permit } : permit;
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

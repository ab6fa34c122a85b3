import { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import type { RoomName, StreamType } from '../../../domain/room/room-key.ts';
import { stringRoomPattern, userIdPattern } from '../../../domain/room/room-key.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import { verifyUserSig } from '../../../wire/user-sig.ts';
import { readPushAddress } from '../../relay/push-address.ts';
import { streamIdPattern } from '../../rooms/admission.ts';
import type { ApplicationRooms, LiveApplication } from '../../rooms/application-rooms.ts';
import type { RelayedStream, RelayFrom, RelayTarget } from '../../rooms/relay-task.ts';
import { pushDomain } from '../account.ts';
import type { Action } from './action.ts';
import { trtcVersion } from './action.ts';
import { integer, readParameters, text } from './parameters.ts';
import {
  audioParameters,
  mergeAskedMix,
  readRelayedMix,
  userMediaStream,
  videoParameters,
  type AskedMix,
} from './relay-mix-parameters.ts';
import { readRelayRecording, recordParameters } from './relay-record-parameters.ts';

const sdkAppId = integer(1, 0xffffffff);
const userId = text(32).regex(userIdPattern, 'letters, digits, _ and -');
const fields = {
  SdkAppId: sdkAppId,
  WithTranscoding: integer(0, 1),
  AudioParams: audioParameters.optional(),
  VideoParams: videoParameters.optional(),
  SingleSubscribeParams: z.strictObject({ UserMediaStream: userMediaStream }).optional(),
  PublishCdnParams: z
    .array(z.strictObject({ PublishCdnUrl: text(1024), IsTencentCdn: integer(0, 1).default(1) }), {
      error: 'a list of addresses',
    })
    .min(1, 'at least one')
    .max(10, 'at most 10')
    .optional(),
  SeiParams: z.unknown().optional(),
  FeedBackRoomParams: z.unknown().optional(),
};
const startParameters = z.strictObject({
  ...fields,
  RoomId: text(64),
  RoomIdType: integer(0, 1),
  AgentParams: z.strictObject({
    UserId: userId,
    UserSig: text(4096).optional(),
    MaxIdleTime: integer(5, 86_400).default(30),
  }),
  RecordParams: recordParameters.optional(),
});
const updateParameters = z.strictObject({
  ...fields,
  TaskId: text(128),
  SequenceNumber: integer(0, 0xffffffff),
});
const stopParameters = z.strictObject({
  SdkAppId: sdkAppId,
  TaskId: text(128),
  RecordKey: text(128).optional(),
});
type Fields = z.infer<typeof updateParameters>;
type Asked = Omit<Fields, 'TaskId' | 'SequenceNumber'>;

const codes = {
  SdkAppId: 'InvalidParameter.SdkAppId',
  RoomId: 'InvalidParameter.RoomId',
  AgentParams: 'InvalidParameter.AgentParams',
};
const streamTypes: readonly StreamType[] = ['main', 'aux'];

/** What this engine does not do, as the vendor's codes. */
function findUnserved(
  asked: Asked & { readonly RecordParams?: z.infer<typeof recordParameters> | undefined },
): ApiFault | null {
  const unserved = (name: string, allowed: string): ApiFault =>
    new ApiFault('UnsupportedOperation', `${name} is not served; allowed: ${allowed}.`);
  if (asked.FeedBackRoomParams !== undefined) return unserved('FeedBackRoomParams', 'PublishCdnParams');
  if (asked.SeiParams !== undefined) return unserved('SeiParams', 'none');
  if (asked.WithTranscoding === 0 && (asked.RecordParams?.UniRecord ?? 1) !== 1)
    return unserved('RecordParams with WithTranscoding 0', 'UniRecord 1: the stream itself is recorded');
  return null;
}

function readRoom(id: string, type: number): RoomName | ApiFault {
  const refuse = (allowed: string): ApiFault =>
    new ApiFault('InvalidParameter.RoomId', `RoomId is ${id}; allowed: ${allowed}.`);
  if (type === 1)
    return stringRoomPattern.test(id) ? { kind: 'string', value: id } : refuse('the vendor’s signs');
  const value = /^\d{1,10}$/.test(id) ? Number(id) : 0;
  return value >= 1 && value <= 0xfffffffe
    ? { kind: 'int', value }
    : refuse('with RoomIdType 0 a number from 1 to 4294967294');
}

/** Empty, which is no name, where it cannot be decoded. */
function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function readTarget({
  PublishCdnUrl: url,
  IsTencentCdn: isOwn,
}: NonNullable<Fields['PublishCdnParams']>[number]): RelayTarget | ApiFault {
  const refuse = (why: string): ApiFault =>
    new ApiFault('InvalidParameter.PublishCdnUrls', `PublishCdnUrl is no address to push to: ${why}.`);
  const address = readPushAddress(url);
  if (typeof address === 'string') return refuse(address);
  if (isOwn === 0) return { url, kind: 'push', address };
  const name = decodeName(address.streamKey.split('?')[0]!);
  if (address.host !== pushDomain || address.app !== 'live')
    return refuse(`with IsTencentCdn 1 it is rtmp://${pushDomain}/live/<stream>`);
  return streamIdPattern.test(name)
    ? { url, kind: 'air', name }
    : refuse('its stream is not 1 to 64 letters, digits and _ - . % ~');
}

function readTargets(asked: Asked): readonly RelayTarget[] | null | ApiFault {
  if (asked.PublishCdnParams === undefined) return null;
  const targets: RelayTarget[] = [];
  for (const given of asked.PublishCdnParams) {
    const target = readTarget(given);
    if (target instanceof ApiFault) return target;
    if (targets.some(({ url }) => url === target.url))
      return new ApiFault('InvalidParameter.PublishCdnUrls', 'PublishCdnParams names one address twice.');
    targets.push(target);
  }
  return targets;
}

function readSource(asked: Asked): RelayedStream | null {
  if (asked.SingleSubscribeParams === undefined) return null;
  const { UserInfo: user, StreamType: type } = asked.SingleSubscribeParams.UserMediaStream;
  return { userId: user.UserId, streamType: streamTypes[type]! };
}

/** The stream or the mix that is asked for; null where a change leaves it as it is. */
function readFrom(asked: Asked, former: RelayFrom | null): RelayFrom | null | ApiFault {
  const isMix = asked.WithTranscoding === 1;
  if (former !== null && (former.kind === 'mix') !== isMix)
    return new ApiFault(
      'UnsupportedOperation',
      'WithTranscoding of a running task cannot be changed; allowed: as it was.',
    );
  if (!isMix) {
    const stream = readSource(asked);
    return stream === null ? null : { kind: 'stream', ...stream };
  }
  if (former !== null && asked.AudioParams === undefined && asked.VideoParams === undefined) return null;
  const whole = former?.kind === 'mix' ? mergeAskedMix(former.asked as AskedMix, asked) : asked;
  if (whole instanceof ApiFault) return whole;
  const { AudioParams, VideoParams } = whole;
  const read = readRelayedMix(whole);
  if (read instanceof ApiFault) return read;
  const recording = former?.kind === 'mix' ? former.recording : null;
  return { kind: 'mix', ...read, recording, asked: { AudioParams, VideoParams } satisfies AskedMix };
}

const faultCodes: Readonly<Record<string, string>> = {
  NOT_FOUND: 'FailedOperation.TaskNotExist',
  CONFLICT: 'FailedOperation.RequestRejection',
  LIMIT_EXCEEDED: 'LimitExceeded',
  BAD_INPUT: 'InvalidParameterValue',
  UNSUPPORTED: 'UnsupportedOperation',
};

/**
 * StartPublishCdnStream, Update and Stop: one user's stream as it comes, or a mix of the room, which may be recorded
 * (https://www.tencentcloud.com/document/product/647/48247).
 * RoomIdType is the reverse of CreateCloudRecording's: 0 is a number, 1 is text.
 */
export function relayActions(live: Pick<ApplicationRooms, 'find'>, clock: () => number): readonly Action[] {
  type Answer = Readonly<Record<string, unknown>> | ApiFault;
  const within = async (
    asked: number,
    act: (found: LiveApplication) => Answer | Promise<Answer>,
  ): Promise<Answer> => {
    const found = live.find(asked);
    if (found === null)
      return new ApiFault('FailedOperation.SdkAppIdNotExist', `There is no application ${String(asked)}.`);
    try {
      return await act(found);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return new ApiFault(faultCodes[error.code] ?? 'InternalError', error.message);
    }
  };

  return [
    {
      version: trtcVersion,
      name: 'StartPublishCdnStream',
      run(parameters) {
        const asked = readParameters(startParameters, parameters, codes);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        return within(asked.SdkAppId, async ({ application, relays }) => {
          const { UserId: robotUserId, UserSig: userSig, MaxIdleTime: maxIdleSeconds } = asked.AgentParams;
          const nowSeconds = Math.floor(clock() / 1000);
          const robot = { sdkAppId: asked.SdkAppId, userId: robotUserId };
          // The vendor's page leaves it out of what is required; one that is given must be good.
          const verdict =
            userSig === undefined ? 'ok' : verifyUserSig(userSig, robot, application.secretKey, nowSeconds);
          if (verdict !== 'ok')
            return new ApiFault(
              'InvalidParameter.AgentParams',
              `AgentParams.UserSig is not good: ${verdict}.`,
            );
          const room = readRoom(asked.RoomId, asked.RoomIdType);
          const unserved = findUnserved(asked);
          if (unserved !== null) return unserved;
          if (room instanceof ApiFault) return room;
          const targets = readTargets(asked);
          if (targets instanceof ApiFault) return targets;
          const from = readFrom(asked, null);
          if (from instanceof ApiFault) return from;
          if (targets === null)
            return new ApiFault('MissingParameter.PublishCdnParams', 'PublishCdnParams is missing.');
          if (from === null)
            return new ApiFault(
              'MissingParameter',
              'SingleSubscribeParams is missing, and WithTranscoding is 0.',
            );
          const name = targets.find((target) => target.kind === 'air')?.name ?? '';
          const recording = readRelayRecording(asked.RecordParams, application, name);
          if (recording instanceof ApiFault) return recording;
          const recorded = from.kind === 'mix' ? { ...from, recording } : from;
          const TaskId = await relays.start({ room, robotUserId, from: recorded, targets, maxIdleSeconds });
          return { TaskId };
        });
      },
    },
    {
      version: trtcVersion,
      name: 'UpdatePublishCdnStream',
      run(parameters) {
        const asked = readParameters(updateParameters, parameters, codes);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        return within(asked.SdkAppId, async ({ relays }) => {
          const unserved = findUnserved(asked);
          if (unserved !== null) return unserved;
          const targets = readTargets(asked);
          if (targets instanceof ApiFault) return targets;
          const from = readFrom(asked, relays.fromOf(asked.TaskId));
          if (from instanceof ApiFault) return from;
          await relays.update(asked.TaskId, { sequence: asked.SequenceNumber, from, targets });
          return { TaskId: asked.TaskId };
        });
      },
    },
    {
      version: trtcVersion,
      name: 'StopPublishCdnStream',
      run(parameters) {
        const asked = readParameters(stopParameters, parameters, codes);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        return within(asked.SdkAppId, async ({ relays }) => {
          await relays.stop(asked.TaskId);
          return { TaskId: asked.TaskId };
        });
      },
    },
  ];
}

import { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { settingsRanges } from '../../../domain/recording/settings.ts';
import type { RoomName, StreamType } from '../../../domain/room/room-key.ts';
import { stringRoomPattern, userIdPattern } from '../../../domain/room/room-key.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import { verifyUserSig } from '../../../wire/user-sig.ts';
import type { ApplicationRooms, LiveApplication } from '../../rooms/application-rooms.ts';
import type { CloudRecordingRequest } from '../../rooms/recording-task.ts';
import type { SubscriptionLists } from '../../rooms/subscription.ts';
import { everyUser } from '../../rooms/subscription.ts';
import type { Action } from './action.ts';
import { trtcVersion } from './action.ts';
import { integer, readParameters, text, textList } from './parameters.ts';
import { findMissingPrivilege } from './robot-privileges.ts';

const sdkAppId = integer(1, 0xffffffff);
const taskId = text(128);
/** 32 ids in a list, each at most 32 letters and a wildcard. */
const userList = textList(32, 35);
/** The lists of sound exclude each other, and so do those of pictures, as the vendor says. */
const lists = z
  .strictObject({
    SubscribeAudioUserIds: userList.optional(),
    UnSubscribeAudioUserIds: userList.optional(),
    SubscribeVideoUserIds: userList.optional(),
    UnSubscribeVideoUserIds: userList.optional(),
  })
  .refine(
    ({ SubscribeAudioUserIds: allowed, UnSubscribeAudioUserIds: denied }) =>
      allowed === undefined || denied === undefined,
    'SubscribeAudioUserIds or UnSubscribeAudioUserIds, not both',
  )
  .refine(
    ({ SubscribeVideoUserIds: allowed, UnSubscribeVideoUserIds: denied }) =>
      allowed === undefined || denied === undefined,
    'SubscribeVideoUserIds or UnSubscribeVideoUserIds, not both',
  );
const maxExpireSeconds = settingsRanges.retentionDays.max * 86_400;

const createParameters = z.strictObject({
  SdkAppId: sdkAppId,
  RoomId: text(64),
  UserId: text(32).regex(userIdPattern, 'letters, digits, _ and -'),
  UserSig: text(4096),
  RecordParams: z.strictObject({
    RecordMode: integer(1, 2),
    MaxIdleTime: integer(5, 86_400).default(30),
    StreamType: integer(0, 2).default(0),
    SubscribeStreamUserIds: lists.optional(),
    /** For object storage only, as the vendor says; the library's is TencentVod.MediaType. */
    OutputFormat: integer(0, 4).optional(),
    AvMerge: integer(0, 1).optional(),
    MaxMediaFileDuration: integer(1, 1440).default(1440),
    MediaId: integer(0, 2).default(0),
    FillType: integer(0, 1).optional(),
  }),
  StorageParams: z.strictObject({
    CloudStorage: z.unknown().optional(),
    CloudVod: z
      .strictObject({
        TencentVod: z.strictObject({
          ExpireTime: integer(0, maxExpireSeconds).default(0),
          MediaType: integer(0, 4).default(0),
          SubAppId: integer(0, Number.MAX_SAFE_INTEGER).default(0),
          UserDefineRecordId: text(64)
            .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and -')
            .optional(),
        }),
      })
      .optional(),
  }),
  RoomIdType: integer(0, 1).default(1),
  ResourceExpiredHour: integer(6, 720).default(72),
  PrivateMapKey: text(4096).optional(),
});
type Asked = z.infer<typeof createParameters>;

const taskParameters = z.strictObject({ SdkAppId: sdkAppId, TaskId: taskId });
const modifyParameters = z.strictObject({
  SdkAppId: sdkAppId,
  TaskId: taskId,
  SubscribeStreamUserIds: lists.optional(),
  MixLayoutParams: z.unknown().optional(),
});

const codes = {
  SdkAppId: 'InvalidParameter.SdkAppId',
  RoomId: 'InvalidParameter.RoomId',
  UserId: 'InvalidParameter.UserId',
  UserSig: 'InvalidParameter.UserSig',
  TaskId: 'InvalidParameter.TaskId',
  RecordParams: 'InvalidParameter.OutOfRange',
  SubscribeStreamUserIds: 'InvalidParameter.OutOfRange',
  StorageParams: 'InvalidParameter.OutOfRange',
  ResourceExpiredHour: 'InvalidParameter.OutOfRange',
};

const mediaTypes: readonly (readonly RecordingFormat[])[] = [
  ['mp4'],
  ['hls'],
  ['aac'],
  ['hls', 'mp4'],
  ['hls', 'aac'],
];
const mediaIds: readonly (readonly StreamType[])[] = [['main', 'aux'], ['main'], ['aux']];
const audioOnly = 1;

function readLists(asked: z.infer<typeof lists> | undefined): SubscriptionLists {
  if (asked === undefined) return everyUser;
  return {
    audioAllowed: asked.SubscribeAudioUserIds ?? null,
    audioDenied: asked.UnSubscribeAudioUserIds ?? null,
    videoAllowed: asked.SubscribeVideoUserIds ?? null,
    videoDenied: asked.UnSubscribeVideoUserIds ?? null,
  };
}

function readRoom({ RoomId: id, RoomIdType: type }: Asked): RoomName | ApiFault {
  if (type === 0)
    return stringRoomPattern.test(id)
      ? { kind: 'string', value: id }
      : new ApiFault('InvalidParameter.StrRoomId', `RoomId is ${id}; allowed: the vendor’s signs.`);
  const value = /^\d{1,10}$/.test(id) ? Number(id) : 0;
  return value >= 1 && value <= 0xfffffffe
    ? { kind: 'int', value }
    : new ApiFault(
        'InvalidParameter.RoomId',
        `RoomId is ${id}; allowed with RoomIdType 1: a number from 1 to 4294967294.`,
      );
}

/** What this engine does not do, and what the parameters contradict, as the vendor's codes. */
function findFault({ RecordParams: record, StorageParams: storage }: Asked): ApiFault | null {
  if (record.RecordMode === 2)
    return new ApiFault('UnsupportedOperation', 'RecordMode 2 (mixed) is not served; allowed: 1 (single).');
  if (storage.CloudStorage !== undefined && storage.CloudVod !== undefined)
    return new ApiFault('InvalidParameter.OutOfRange', 'StorageParams has both CloudStorage and CloudVod.');
  if (storage.CloudStorage !== undefined)
    return new ApiFault('UnsupportedOperation', 'CloudStorage is not served; allowed: CloudVod.');
  if (storage.CloudVod === undefined)
    return new ApiFault('MissingParameter.StorageParams', 'StorageParams.CloudVod is missing.');
  const { MediaType: type } = storage.CloudVod.TencentVod;
  const hasAac = mediaTypes[type]!.includes('aac');
  if (hasAac && record.StreamType !== audioOnly)
    return new ApiFault(
      'InvalidParameter.OutOfRange',
      `MediaType is ${String(type)} (with AAC); allowed with StreamType 1 only.`,
    );
  return null;
}

function readRequest(asked: Asked, room: RoomName): CloudRecordingRequest {
  const { RecordParams: record } = asked;
  const vod = asked.StorageParams.CloudVod!.TencentVod;
  return {
    room,
    robotUserId: asked.UserId,
    lists: readLists(record.SubscribeStreamUserIds),
    kinds: { audio: record.StreamType !== 2, video: record.StreamType !== audioOnly },
    streamTypes: mediaIds[record.MediaId]!,
    maxIdleSeconds: record.MaxIdleTime,
    formats: mediaTypes[vod.MediaType]!,
    rules: {
      maxFileSeconds: record.MaxMediaFileDuration * 60,
      resumeTimeoutSeconds: 0,
      hlsSegments: 'fmp4',
      retentionDays: vod.ExpireTime / 86_400,
      subAppId: vod.SubAppId === 0 ? null : vod.SubAppId,
    },
    userDefineRecordId: vod.UserDefineRecordId ?? null,
    expiresInHours: asked.ResourceExpiredHour,
  };
}

function faultOf(error: unknown): ApiFault {
  if (!(error instanceof DomainError)) throw error;
  return new ApiFault(
    error.code === 'LIMIT_EXCEEDED'
      ? 'FailedOperation.RestrictedConcurrency'
      : 'FailedOperation.TaskNotExist',
    error.message,
  );
}

/** CreateCloudRecording, Modify, Describe and Delete, in single mode (https://trtc.io/document/45169). */
export function cloudRecordingActions(
  live: Pick<ApplicationRooms, 'find'>,
  clock: () => number,
): readonly Action[] {
  const find = (asked: number): LiveApplication | ApiFault => {
    const found = live.find(asked);
    if (found === null)
      return new ApiFault('FailedOperation.SdkAppIdNotExist', `There is no application ${String(asked)}.`);
    return found.application.kind === 'task'
      ? found
      : new ApiFault(
          'FailedOperation.CRUnsupportMethod',
          `The application ${String(asked)} is of the legacy kind: it is recorded by its settings and by RecordId.`,
        );
  };

  const create = async (asked: Asked): Promise<ApiFault | Readonly<Record<string, unknown>>> => {
    const found = find(asked.SdkAppId);
    if (found instanceof ApiFault) return found;
    const room = readRoom(asked);
    if (room instanceof ApiFault) return room;
    const robot = { sdkAppId: asked.SdkAppId, userId: asked.UserId };
    const { secretKey, needsPermission } = found.application;
    const nowSeconds = Math.floor(clock() / 1000);
    const verdict = verifyUserSig(asked.UserSig, robot, secretKey, nowSeconds);
    if (verdict !== 'ok') return new ApiFault('InvalidParameter.UserSig', `UserSig is not good: ${verdict}.`);
    const fault = findFault(asked);
    if (fault !== null) return fault;
    const request = readRequest(asked, room);
    const missing = needsPermission
      ? findMissingPrivilege(asked.PrivateMapKey, { ...robot, room }, request.kinds, {
          secretKey,
          nowSeconds,
        })
      : null;
    if (missing !== null) return missing;
    if (found.rooms.find(room)?.users.has(asked.UserId) === true)
      return new ApiFault('InvalidParameter.UserId', `${asked.UserId} is a user in the room already.`);
    try {
      return { TaskId: await found.tasks.start(request) };
    } catch (error) {
      return faultOf(error);
    }
  };

  const onTask = (
    asked: { readonly SdkAppId: number; readonly TaskId: string },
    act: (found: LiveApplication) => Readonly<Record<string, unknown>>,
  ): ApiFault | Readonly<Record<string, unknown>> => {
    const found = find(asked.SdkAppId);
    if (found instanceof ApiFault) return found;
    try {
      return { TaskId: asked.TaskId, ...act(found) };
    } catch (error) {
      return faultOf(error);
    }
  };

  return [
    {
      version: trtcVersion,
      name: 'CreateCloudRecording',
      async run(parameters) {
        const asked = readParameters(createParameters, parameters, codes);
        return asked instanceof ApiFault ? asked : create(asked);
      },
    },
    {
      version: trtcVersion,
      name: 'ModifyCloudRecording',
      run(parameters) {
        const asked = readParameters(modifyParameters, parameters, codes);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        if (asked.MixLayoutParams !== undefined)
          return Promise.resolve(
            new ApiFault('UnsupportedOperation', 'MixLayoutParams is for mixed mode, which is not served.'),
          );
        return Promise.resolve(
          onTask(asked, ({ tasks }) => {
            tasks.modify(asked.TaskId, readLists(asked.SubscribeStreamUserIds));
            return {};
          }),
        );
      },
    },
    {
      version: trtcVersion,
      name: 'DescribeCloudRecording',
      run(parameters) {
        const asked = readParameters(taskParameters, parameters, codes);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        // Files in the library are not listed, as at the vendor's.
        return Promise.resolve(
          onTask(asked, ({ tasks }) => ({ Status: tasks.status(asked.TaskId), StorageFileList: [] })),
        );
      },
    },
    {
      version: trtcVersion,
      name: 'DeleteCloudRecording',
      run(parameters) {
        const asked = readParameters(taskParameters, parameters, codes);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        return Promise.resolve(
          onTask(asked, ({ tasks }) => {
            tasks.stop(asked.TaskId);
            return {};
          }),
        );
      },
    },
  ];
}

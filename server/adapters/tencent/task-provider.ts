import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { makePrivateMapKey, viewerPrivileges } from '../../../wire/private-map-key.ts';
import { makeUserSig } from '../../../wire/user-sig.ts';
import type { RecordedUsers, TaskProvider } from '../../ports/recording-tasks.ts';
import type { TencentClients } from './clients.ts';
import { translateError } from './errors.ts';

const singleMode = 1;
const audioAndVideo = 0;
const audioOnly = 1;
const daySeconds = 86_400;
/** The robot enters once; its signature need not last. */
const robotSeconds = 86_400;

/** The vendor's MediaType for a set of formats. */
const mediaTypes: Readonly<Record<string, number>> = { mp4: 0, hls: 1, aac: 2, 'hls,mp4': 3, 'aac,hls': 4 };

/** Null where the vendor has no such combination. */
export function mediaTypeOf(formats: readonly RecordingFormat[]): number | null {
  return mediaTypes[[...formats].toSorted().join(',')] ?? null;
}

function printLists({ allowed, denied }: RecordedUsers) {
  return {
    ...(allowed === null ? {} : { SubscribeAudioUserIds: [...allowed], SubscribeVideoUserIds: [...allowed] }),
    ...(denied === null
      ? {}
      : { UnSubscribeAudioUserIds: [...denied], UnSubscribeVideoUserIds: [...denied] }),
  };
}

/** Recording tasks by CreateCloudRecording and its family, into the media library. */
export function openTaskProvider(
  { trtc }: Pick<TencentClients, 'trtc'>,
  secretKeyOf: (sdkAppId: number) => string | null,
): TaskProvider {
  const changing = async <T>(action: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw translateError(error, action, true);
    }
  };
  return {
    async start(task, now) {
      const { sdkAppId, room, robotUserId: userId, streamTypes } = task;
      const secretKey = secretKeyOf(sdkAppId);
      if (secretKey === null) throw new Error(`no key for the application ${sdkAppId}`);
      const issuedAt = Math.floor(now.getTime() / 1000);
      const claims = { sdkAppId, userId, issuedAt, lifetimeSeconds: robotSeconds };
      const { TaskId } = await changing('CreateCloudRecording', () =>
        trtc.CreateCloudRecording({
          SdkAppId: sdkAppId,
          RoomId: String(room.value),
          RoomIdType: room.kind === 'int' ? 1 : 0,
          UserId: userId,
          UserSig: makeUserSig(claims, secretKey),
          // Asked for under advanced permission control only, and passed over elsewhere.
          PrivateMapKey: makePrivateMapKey(claims, { room, privileges: viewerPrivileges }, secretKey),
          RecordParams: {
            RecordMode: singleMode,
            StreamType: task.soundOnly ? audioOnly : audioAndVideo,
            MaxIdleTime: task.maxIdleSeconds,
            MaxMediaFileDuration: task.maxFileMinutes,
            MediaId: streamTypes.length === 2 ? 0 : streamTypes[0] === 'main' ? 1 : 2,
            SubscribeStreamUserIds: printLists(task.users),
          },
          StorageParams: {
            CloudVod: {
              TencentVod: {
                MediaType: mediaTypeOf(task.formats)!,
                ExpireTime: task.retentionDays * daySeconds,
                ...(task.userDefineRecordId === null ? {} : { UserDefineRecordId: task.userDefineRecordId }),
              },
            },
          },
        }),
      );
      return TaskId!;
    },
    async updateUsers(SdkAppId, TaskId, users) {
      await changing('ModifyCloudRecording', () =>
        trtc.ModifyCloudRecording({ SdkAppId, TaskId, SubscribeStreamUserIds: printLists(users) }),
      );
    },
    async stop(SdkAppId, TaskId) {
      await changing('DeleteCloudRecording', () => trtc.DeleteCloudRecording({ SdkAppId, TaskId }));
    },
  };
}

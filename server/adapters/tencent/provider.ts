import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';
import { everyPrivilege, makePrivateMapKey, viewerPrivileges } from '../../../wire/private-map-key.ts';
import { makeUserSig } from '../../../wire/user-sig.ts';
import type { Provider, ProviderMedia, RunningRecording, TicketRequest } from '../../ports/provider.ts';
import type { TencentClients } from './clients.ts';
import { asking, changing } from './errors.ts';
import { openMediaInfos, type MediaInfo } from './media-infos.ts';
import { isOwnLayout, printMixParameters } from './mix-parameters.ts';
import { callOwn } from './own-actions.ts';
import { readProviderUsage } from './provider-usage.ts';

export interface TencentProviderOptions {
  readonly clients: TencentClients;
  /** An application's secret key, which signs users in; null where there is no such application. */
  readonly secretKeyOf: (sdkAppId: number) => string | null;
  /** Base of publish addresses, as `rtmp://127.0.0.1:1935/push`. */
  readonly rtmpUrl: string;
  /** Our engine takes RTMP into rooms with numbers too; Tencent's takes string rooms only. */
  readonly rtmpIntRooms: boolean;
  /** Base of WHIP endpoints, as `http://127.0.0.1:4001/whip`; null where they are not known. */
  readonly whipUrl: string | null;
}

const hourSeconds = 3600;

function isFormat(text: string | undefined): text is RecordingFormat {
  return (recordingFormats as readonly (string | undefined)[]).includes(text);
}

function readMedia({ FileId, BasicInfo, MetaData }: MediaInfo): ProviderMedia {
  const type = BasicInfo?.Type?.toLowerCase();
  return {
    fileId: FileId!,
    name: BasicInfo?.Name ?? '',
    format: type === 'm3u8' ? 'hls' : isFormat(type) ? type : null,
    mediaUrl: BasicInfo?.MediaUrl ?? '',
    bytes: MetaData?.Size ?? 0,
    durationMs: Math.round((MetaData?.Duration ?? 0) * 1000),
    width: MetaData?.Width === undefined || MetaData.Width === 0 ? null : MetaData.Width,
    height: MetaData?.Height === undefined || MetaData.Height === 0 ? null : MetaData.Height,
    createdAt: new Date(BasicInfo?.CreateTime ?? 0),
  };
}

/** The cloud behind the vendor's API, through its official SDK. */
export function openTencentProvider(options: TencentProviderOptions): Provider {
  const { vod, trtc } = options.clients;
  const infos = openMediaInfos(options.clients);

  const controlRecording = async (
    action: 'PauseStreamRecording' | 'ResumeStreamRecording',
    { sdkAppId, streamId, sessionId }: RunningRecording,
  ): Promise<void> => {
    await callOwn(options.clients, {
      action,
      parameters: {
        SdkAppId: sdkAppId,
        StreamId: streamId,
        ...(sessionId === null ? {} : { SessionId: sessionId }),
      },
      changesSomething: true,
      onCloud: 'Tencent has no call that pauses or resumes a recording; stop publishing the stream instead.',
    });
  };

  return {
    async describeMedia(fileIds, subAppId) {
      const found = new Map<string, ProviderMedia>();
      await Promise.all(
        fileIds.map(async (fileId) => {
          const described = await infos.describe(fileId, subAppId);
          if (typeof described !== 'string') found.set(fileId, readMedia(described));
        }),
      );
      return found;
    },

    async startMix(mix) {
      const parameters = printMixParameters(mix);
      const { room } = mix;
      const name = room.kind === 'int' ? { RoomId: room.value } : { StrRoomId: room.value };
      if (isOwnLayout(mix.form.layout))
        await callOwn(options.clients, {
          action: room.kind === 'int' ? 'StartMCUMixTranscode' : 'StartMCUMixTranscodeByStrRoomId',
          parameters: { ...parameters, ...name },
          changesSomething: true,
          onCloud: 'Tencent lays out by templates only: not by a rule and not by who speaks.',
        });
      else
        await changing('StartMCUMixTranscode', () =>
          room.kind === 'int'
            ? trtc.StartMCUMixTranscode({ ...parameters, RoomId: room.value })
            : trtc.StartMCUMixTranscodeByStrRoomId({ ...parameters, StrRoomId: room.value }),
        );
    },

    stopMix: (SdkAppId, room) =>
      changing('StopMCUMixTranscode', () =>
        room.kind === 'int'
          ? trtc.StopMCUMixTranscode({ SdkAppId, RoomId: room.value })
          : trtc.StopMCUMixTranscodeByStrRoomId({ SdkAppId, StrRoomId: room.value }),
      ),

    async playbackTraffic(from, until) {
      const { Data = [] } = await asking('DescribeCDNUsageData', () =>
        vod.DescribeCDNUsageData({
          StartTime: from.toISOString(),
          EndTime: until.toISOString(),
          DataType: 'Flux',
          DataInterval: 5,
        }),
      );
      return Data.map(({ Time, Value }) => ({ slotStart: new Date(Time!), bytes: Value ?? 0 }));
    },

    async playbackOfFile(fileId, from, until) {
      const { PlayStatInfoSet = [] } = await asking('DescribeMediaPlayStatDetails', () =>
        vod.DescribeMediaPlayStatDetails({
          FileId: fileId,
          StartTime: from.toISOString(),
          EndTime: until.toISOString(),
          Interval: 'Hour',
        }),
      );
      return PlayStatInfoSet.map(({ Time, Traffic, PlayTimes }) => ({
        fileId,
        slotStart: new Date(Time!),
        slotSeconds: hourSeconds,
        bytes: Traffic ?? 0,
        plays: PlayTimes ?? 0,
      }));
    },

    usageOfMonth: (month, now, subAppIds) => readProviderUsage(options.clients, month, now, subAppIds),

    ownEngine: options.clients.own !== null,
    pauseRecording: (recording) => controlRecording('PauseStreamRecording', recording),
    resumeRecording: (recording) => controlRecording('ResumeStreamRecording', recording),
    async setConsent({ sdkAppId, room, userId, allowed }) {
      await callOwn(options.clients, {
        action: 'SetRecordingConsent',
        parameters: {
          SdkAppId: sdkAppId,
          ...(room === null ? {} : room.kind === 'int' ? { RoomId: room.value } : { StrRoomId: room.value }),
          ...(userId === null ? {} : { UserId: userId }),
          Allowed: allowed ? 1 : 0,
        },
        changesSomething: true,
        onCloud: 'Tencent has no call that says who may be recorded; leave the user out of what is started.',
      });
    },
    async runningSessions(sdkAppId) {
      const { RecordingList: list } = await callOwn(options.clients, {
        action: 'DescribeStreamRecordings',
        parameters: { SdkAppId: sdkAppId },
        changesSomething: false,
        onCloud: 'Tencent does not list what its live service records.',
      });
      return new Set((list as readonly { readonly SessionId: string }[]).map(({ SessionId }) => SessionId));
    },

    async describeApplication(sdkAppId) {
      const { Kind } = await callOwn(options.clients, {
        action: 'DescribeApplication',
        parameters: { SdkAppId: sdkAppId },
        changesSomething: false,
        onCloud: 'Tencent’s API tells nothing of an application; it is declared in the configuration.',
      });
      return { kind: Kind === 'task' ? 'task' : 'legacy' };
    },

    joinTicket(request, now) {
      const secretKey = options.secretKeyOf(request.sdkAppId);
      if (secretKey === null) throw new Error(`no key for the application ${request.sdkAppId}`);
      const issuedAt = Math.floor(now.getTime() / 1000);
      const { sdkAppId, userId, room, role, lifetimeSeconds } = request;
      const claims = { sdkAppId, userId, issuedAt, lifetimeSeconds };
      const userSig = makeUserSig(claims, secretKey);
      const isViewer = role === 'viewer';
      const privileges = isViewer ? viewerPrivileges : everyPrivilege;
      const privateMapKey = makePrivateMapKey(claims, { room, privileges }, secretKey);
      // No page says how the vendor's RTMP carries it, so its address is left as published.
      const proof = options.clients.own === null ? {} : { privatemapkey: privateMapKey };
      return {
        userSig,
        privateMapKey,
        rtmpUrl:
          isViewer || (room.kind === 'int' && !options.rtmpIntRooms)
            ? null
            : printAddress(options.rtmpUrl, request, { usersig: userSig, ...proof }),
        whipUrl: isViewer || options.whipUrl === null ? null : printAddress(options.whipUrl, request, proof),
        // Beside the endpoints of WHIP, as our engine has it.
        publishingUrl:
          isViewer || options.whipUrl === null ? null : new URL('publishing', options.whipUrl).href,
        expiresAt: new Date((issuedAt + lifetimeSeconds) * 1000),
      };
    },
  };
}

/**
 * `rtmp://<host>/push/<room>?sdkappid=&userid=&usersig=`, and what the user chose at join. Without `usersig` it is an
 * endpoint of WHIP, where the signature is the bearer token.
 */
function printAddress(
  base: string,
  request: TicketRequest,
  proofs: Readonly<Record<string, string>>,
): string {
  const { room, streamType, userDefineRecordId, streamId } = request;
  const query = new URLSearchParams({
    sdkappid: String(request.sdkAppId),
    userid: request.userId,
    ...proofs,
    ...(room.kind === 'int' ? { roomidtype: 'int' } : {}),
    ...(streamType === 'aux' ? { streamtype: 'aux' } : {}),
    ...(userDefineRecordId === null ? {} : { userdefinerecordid: userDefineRecordId }),
    ...(streamId === null ? {} : { streamid: streamId }),
  });
  return `${base}/${encodeURIComponent(String(room.value))}?${query.toString()}`;
}

import { DomainError } from '../../../domain/errors.ts';
import { livePath, signLive } from '../../../wire/live-address.ts';
import { makeUserSig } from '../../../wire/user-sig.ts';
import type { RelayProvider } from '../../ports/relays.ts';
import type { TencentClients } from './clients.ts';
import { asking, changing, translateError } from './errors.ts';

/** How streams get onto the live network, and how they are watched there. */
export interface LiveNetwork {
  /** Null where the operator gave none: relays are then refused. */
  readonly pushDomain: string | null;
  /** Signs push addresses; null where the domain asks for no signature. */
  readonly pushKey: string | null;
  /** Base of play addresses without a slash at the end, as `https://play.example.com`; null where none is known. */
  readonly playUrl: string | null;
  /** Signs play addresses; null where the domain asks for no signature. */
  readonly playKey: string | null;
}

/** The robot enters once; its signature and its push address need not last. */
const robotSeconds = 86_400;
/** Decimal, as the live service's other counts are; that it is so here is uncertain. */
const bytesInMegabyte = 1e6;
const string = 1;
const number = 0;

/** Relays by StartPublishCdnStream and its family, without transcoding. */
export function openRelayProvider(
  { trtc, live }: Pick<TencentClients, 'trtc' | 'live'>,
  secretKeyOf: (sdkAppId: number) => string | null,
  network: LiveNetwork,
): RelayProvider {
  const pushPrefix = network.pushDomain === null ? null : `rtmp://${network.pushDomain}/live/`;
  return {
    liveAddress(streamId, now) {
      if (pushPrefix === null)
        throw new DomainError(
          'UNSUPPORTED',
          'caller',
          'No push domain of the live network is configured; set ROOMTAPE_PUSH_DOMAIN.',
        );
      const expiresAt = Math.floor(now.getTime() / 1000) + robotSeconds;
      const query = network.pushKey === null ? '' : `?${signLive(network.pushKey, streamId, expiresAt)}`;
      return `${pushPrefix}${encodeURIComponent(streamId)}${query}`;
    },

    async traffic(streamId, from, until) {
      const { DataInfoList = [] } = await asking('DescribeStreamPlayInfoList', () =>
        live.DescribeStreamPlayInfoList({
          ...{ StartTime: from.toISOString(), EndTime: until.toISOString() },
          ...(streamId === null ? {} : { StreamName: streamId }),
        }),
      );
      return DataInfoList.map(({ Time, Flux = 0 }) => ({
        slotStart: new Date(Time!),
        bytes: Math.round(Flux * bytesInMegabyte),
      }));
    },

    async start(relay, now) {
      const { sdkAppId, room, robotUserId: userId } = relay;
      const secretKey = secretKeyOf(sdkAppId);
      if (secretKey === null) throw new Error(`no key for the application ${sdkAppId}`);
      const issuedAt = Math.floor(now.getTime() / 1000);
      const lifetimeSeconds = robotSeconds;
      try {
        const { TaskId } = await trtc.StartPublishCdnStream({
          SdkAppId: sdkAppId,
          RoomId: String(room.value),
          RoomIdType: room.kind === 'string' ? string : number,
          AgentParams: {
            UserId: userId,
            UserSig: makeUserSig({ sdkAppId, userId, issuedAt, lifetimeSeconds }, secretKey),
            MaxIdleTime: relay.maxIdleSeconds,
          },
          WithTranscoding: 0,
          // The vendor codes sound anew whatever else it does; its recommended form.
          AudioParams: { AudioEncode: { SampleRate: 48_000, Channel: 2, BitRate: 64 } },
          SingleSubscribeParams: {
            UserMediaStream: {
              UserInfo: { UserId: relay.userId },
              StreamType: relay.streamType === 'aux' ? 1 : 0,
            },
          },
          PublishCdnParams: relay.urls.map((url) => ({
            PublishCdnUrl: url,
            IsTencentCdn: pushPrefix !== null && url.startsWith(pushPrefix) ? 1 : 0,
          })),
        });
        return TaskId!;
      } catch (error) {
        throw translateError(error, 'StartPublishCdnStream', true);
      }
    },

    stop: (SdkAppId, TaskId) =>
      changing('StopPublishCdnStream', () => trtc.StopPublishCdnStream({ SdkAppId, TaskId })),

    playUrls(streamId, expiresAt) {
      const { playUrl, playKey } = network;
      if (playUrl === null) return null;
      const query =
        playKey === null ? '' : `?${signLive(playKey, streamId, Math.floor(expiresAt.getTime() / 1000))}`;
      const open = (ending: 'flv' | 'm3u8'): string => `${playUrl}${livePath(streamId, ending)}${query}`;
      return { flv: open('flv'), hls: open('m3u8'), expiresAt };
    },
  };
}

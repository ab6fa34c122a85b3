import path from 'node:path';
import type { ServerConfig } from '../server/config.ts';
import { usesTencent, type Config } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import type { Keys, Secrets } from './keys.ts';
import type { Ports } from './ports.ts';
import { storageSetting } from './storage-setting.ts';

export interface HouseFacts {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly keys: Keys;
  readonly secrets: Secrets;
  readonly ports: Ports;
  readonly databaseUrls: Readonly<Record<'engine' | 'server', string>>;
  /** Folder of the built console; null where it was not built. */
  readonly consoleFolder: string | null;
}

/** An address that a process on this machine reaches: what listens everywhere is called at the loopback. */
export function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** What the engine's process is sent; it validates it in engine/config.ts. */
export function engineConfig({ config, folder, keys, secrets, ports, databaseUrls }: HouseFacts) {
  const callbacks = `http://${reachable(config.ROOMTAPE_HOST)}:${ports.server}/callbacks/tencent`;
  const { sdkAppId, secretKey, callbackKey } = keys.application;
  return {
    host: config.ROOMTAPE_HOST,
    httpPort: ports.engine,
    rtmpPort: ports.rtmp,
    whip: { ports: ports.whip, addresses: config.ROOMTAPE_WHIP_ADDRESSES },
    databaseUrl: databaseUrls.engine,
    mediaFolder: folder.media,
    journalFolder: folder.journal,
    syncEverySegments: config.ROOMTAPE_SYNC_SEGMENTS,
    minFreeMegabytes: config.ROOMTAPE_MIN_FREE_MB,
    ffmpegPath: config.ROOMTAPE_FFMPEG ?? null,
    pictureHosts: config.ROOMTAPE_PICTURE_HOSTS,
    pushHosts: config.ROOMTAPE_PUSH_HOSTS,
    publicUrl: config.ROOMTAPE_PUBLIC_URL ?? null,
    appId: config.ROOMTAPE_TENCENT_APP_ID,
    api: keys.tencent,
    limitsRates: config.ROOMTAPE_VENDOR_RATES === 'on',
    playKey: config.ROOMTAPE_PLAY_KEY ?? secrets.playKey,
    storage: storageSetting(config),
    usageSkew: Object.fromEntries(
      config.ROOMTAPE_SKEW_USAGE.map((text) => {
        const [action, factor] = text.split('=') as [string, string];
        return [action, Number(factor)];
      }),
    ),
    viewerRegion: config.ROOMTAPE_VIEWER_REGION ?? null,
    restoreScale: config.ROOMTAPE_RESTORE_SCALE,
    application: {
      sdkAppId,
      secretKey,
      callbackKey,
      callbackUrls: { css: `${callbacks}/css/${sdkAppId}`, trtc: `${callbacks}/trtc/${sdkAppId}` },
      formats: config.ROOMTAPE_FORMATS,
      advancedPermission: config.ROOMTAPE_ADVANCED_PERMISSION === 'on',
    },
    qualityWatch:
      config.ROOMTAPE_QUALITY_WATCH === 'on'
        ? { sampleSeconds: config.ROOMTAPE_QUALITY_SAMPLE_SECONDS }
        : null,
    logLevel: config.ROOMTAPE_LOG_LEVEL,
  } as const;
}

/** What the server's process is sent; it validates it in server/config.ts. */
export function serverConfig({
  config,
  keys,
  secrets,
  ports,
  databaseUrls,
  consoleFolder,
}: HouseFacts): ServerConfig {
  const here = reachable(config.ROOMTAPE_HOST);
  const { admin, frontend, finance, partner } = keys;
  const cloud = usesTencent(config);
  return {
    host: config.ROOMTAPE_HOST,
    port: ports.server,
    databaseUrl: databaseUrls.server,
    tencent: {
      secretId: config.ROOMTAPE_TENCENT_SECRET_ID ?? keys.tencent.secretId,
      secretKey: config.ROOMTAPE_TENCENT_SECRET_KEY ?? keys.tencent.secretKey,
      endpoint: cloud ? (config.ROOMTAPE_TENCENT_ENDPOINT ?? null) : `${here}:${ports.engine}/api`,
      region: config.ROOMTAPE_TENCENT_REGION,
      appId: config.ROOMTAPE_TENCENT_APP_ID,
      // Our engine's own; the vendor's is the operator's to say.
      pushDomain: cloud ? (config.ROOMTAPE_PUSH_DOMAIN ?? null) : 'livepush.roomtape',
    },
    callbackBaseUrl: config.ROOMTAPE_CALLBACK_BASE_URL ?? `http://${here}:${ports.server}/callbacks/tencent`,
    rtmpUrl:
      config.ROOMTAPE_RTMP_URL ??
      (cloud ? 'rtmp://rtmp.rtc.qq.com/push' : `rtmp://${here}:${ports.rtmp}/push`),
    // The form of Tencent's own address for WHIP was not found in its documentation.
    whipUrl: cloud
      ? null
      : `${config.ROOMTAPE_PUBLIC_URL?.replace(/\/+$/, '') ?? `http://${here}:${ports.engine}`}/whip`,
    applications: [
      {
        sdkAppId: cloud ? config.ROOMTAPE_SDK_APP_ID : keys.application.sdkAppId,
        name: 'default',
        secretKey: config.ROOMTAPE_APPLICATION_SECRET_KEY ?? keys.application.secretKey,
        callbackKey: config.ROOMTAPE_CALLBACK_KEY ?? keys.application.callbackKey,
        permissionControl: config.ROOMTAPE_ADVANCED_PERMISSION === 'on',
        cohort: config.ROOMTAPE_COHORT,
        formats: config.ROOMTAPE_FORMATS,
      },
    ],
    live: cloud
      ? {
          playUrl: config.ROOMTAPE_LIVE_PLAY_URL?.replace(/\/+$/, '') ?? null,
          playKey: config.ROOMTAPE_LIVE_PLAY_KEY ?? null,
          pushKey: config.ROOMTAPE_LIVE_PUSH_KEY ?? null,
        }
      : {
          playUrl: config.ROOMTAPE_PUBLIC_URL?.replace(/\/+$/, '') ?? `http://${here}:${ports.engine}`,
          playKey: config.ROOMTAPE_PLAY_KEY ?? secrets.playKey,
          pushKey: null,
        },
    playKey: config.ROOMTAPE_PLAY_KEY ?? secrets.playKey,
    playerKey: config.ROOMTAPE_PLAYER_KEY ?? null,
    subApplications: config.ROOMTAPE_SUB_APPLICATIONS.map((text) => {
      const [subAppId, playKey, playerKey] = text.split(':') as [string, string, string?];
      return { subAppId: Number(subAppId), playKey, playerKey: playerKey ?? null };
    }),
    shelf: {
      trashDays: config.ROOMTAPE_TRASH_DAYS,
      expiryNoticeDays: config.ROOMTAPE_EXPIRY_NOTICE_DAYS,
      sweepMinutes: config.ROOMTAPE_SWEEP_MINUTES,
      pullsDeletions:
        config.ROOMTAPE_PULL_MEDIA_EVENTS === undefined
          ? !cloud
          : config.ROOMTAPE_PULL_MEDIA_EVENTS === 'true',
      deliveryFolder:
        config.ROOMTAPE_DELIVERY_FOLDER === undefined ? null : path.resolve(config.ROOMTAPE_DELIVERY_FOLDER),
    },
    tokenSecret: secrets.tokenSecret,
    apiKeys: { admin, frontend, finance, partner },
    corsOrigins: config.ROOMTAPE_CORS_ORIGINS,
    consoleFolder,
    logLevel: config.ROOMTAPE_LOG_LEVEL,
  };
}

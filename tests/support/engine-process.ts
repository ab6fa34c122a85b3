import path from 'node:path';
import type { Child } from '../../cli/child.ts';
import { startChild } from '../../cli/child.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { EngineConfig } from '../../engine/config.ts';
import { engineNodeFlags } from '../../engine/node-flags.ts';
import { makeUserSig } from '../../wire/user-sig.ts';
import { houseEntry } from './house-entry.ts';

export const testApplication = {
  sdkAppId: 1400000123,
  secretKey: 'application-secret-key-of-the-tests',
  callbackKey: 'callbackkey0123',
} as const;
export const testCredential = { secretId: 'AKIDTESTS', secretKey: 'api-secret-key-of-the-tests' } as const;
export const testPlayKey = 'playkey0123456789';
export const testAppId = 1300000123;

export function testEngineConfig(options: {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly callbackUrls: EngineConfig['application']['callbackUrls'];
  readonly formats?: readonly RecordingFormat[];
}): EngineConfig {
  return {
    host: '127.0.0.1',
    httpPort: 0,
    rtmpPort: 0,
    whip: { ports: { first: 0, last: 0 }, addresses: [] },
    databaseUrl: options.databaseUrl,
    mediaFolder: path.join(options.folder, 'media'),
    journalFolder: path.join(options.folder, 'journal'),
    ffmpegPath: null,
    pictureHosts: ['127.0.0.1'],
    pushHosts: ['127.0.0.1'],
    publicUrl: null,
    appId: testAppId,
    api: testCredential,
    limitsRates: false,
    playKey: testPlayKey,
    storage: { kind: 'media-folder' },
    viewerRegion: null,
    usageSkew: {},
    restoreScale: 1,
    application: {
      ...testApplication,
      callbackUrls: options.callbackUrls,
      formats: [...(options.formats ?? ['hls', 'mp4'])],
      advancedPermission: false,
    },
    qualityWatch: { sampleSeconds: 2 },
    syncEverySegments: 0,
    minFreeMegabytes: 0,
    logLevel: 'warn',
  };
}

/** The engine as the supervisor starts it: a process of its own. */
export function startEngineProcess(config: EngineConfig): Promise<Child> {
  return startChild({
    name: 'engine',
    entry: houseEntry('engine'),
    nodeFlags: engineNodeFlags,
    config,
    output: 'inherit',
    outputName: 'its output',
  });
}

export interface TestUser {
  readonly room: string;
  readonly userId: string;
  readonly extra?: string;
  readonly secretKey?: string;
  readonly sdkAppId?: number;
}

/** A publish address with a signature that is good for a minute. */
export function publishAddress(rtmpPort: number, user: TestUser): string {
  const { query, token } = signQuery(user);
  query.set('usersig', token);
  return `rtmp://127.0.0.1:${String(rtmpPort)}/push/${user.room}?${query.toString()}${user.extra ?? ''}`;
}

/** A WHIP endpoint and the token that lets into it for a minute. */
export function whipEndpoint(
  httpPort: number,
  user: TestUser,
): { readonly url: string; readonly token: string } {
  const { query, token } = signQuery(user);
  const url = `http://127.0.0.1:${String(httpPort)}/whip/${user.room}?${query.toString()}${user.extra ?? ''}`;
  return { url, token };
}

function signQuery(user: TestUser): { readonly query: URLSearchParams; readonly token: string } {
  const claims = {
    sdkAppId: user.sdkAppId ?? testApplication.sdkAppId,
    userId: user.userId,
    issuedAt: Math.floor(Date.now() / 1000),
    lifetimeSeconds: 60,
  };
  const token = makeUserSig(claims, user.secretKey ?? testApplication.secretKey);
  const query = new URLSearchParams({ sdkappid: String(claims.sdkAppId), userid: user.userId });
  return { query, token };
}

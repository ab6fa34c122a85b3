import type { Child } from '../../cli/child.ts';
import { startChild } from '../../cli/child.ts';
import { findFreePort } from '../../cli/free-port.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { EngineConfig } from '../../engine/config.ts';
import type { ServerConfig } from '../../server/config.ts';
import type { TestDatabase } from './database.ts';
import { openTestDatabase } from './database.ts';
import {
  startEngineProcess,
  testAppId,
  testApplication,
  testCredential,
  testEngineConfig,
  testPlayKey,
} from './engine-process.ts';
import { houseEntry } from './house-entry.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

export const testApiKeys = {
  admin: 'rt_admin_of_the_tests_0123',
  frontend: 'rt_frontend_of_the_tests_0123',
  finance: 'rt_finance_of_the_tests_0123',
  partner: 'rt_partner_of_the_tests_0123',
} as const;

export interface TestHouse {
  readonly url: string;
  readonly database: TestDatabase;
  readonly rtmpPort: number;
  readonly enginePort: number;
  engine: Child;
  server: Child;
  startServer(): Promise<Child>;
  startEngine(): Promise<Child>;
  /** Asks the API with the admin key, or another; throws the first error's message with its code. */
  ask<T>(query: string, variables?: Readonly<Record<string, unknown>>, key?: string): Promise<T>;
  close(): Promise<void>;
}

export function testServerConfig(options: {
  readonly databaseUrl: string;
  readonly port: number;
  readonly enginePort: number;
  readonly rtmpPort: number;
  readonly consoleFolder?: string | null;
  readonly formats?: readonly RecordingFormat[];
  readonly shelf?: Partial<ServerConfig['shelf']>;
}): ServerConfig {
  return {
    host: '127.0.0.1',
    port: options.port,
    databaseUrl: options.databaseUrl,
    tencent: {
      ...testCredential,
      endpoint: `127.0.0.1:${String(options.enginePort)}/api`,
      region: 'ap-guangzhou',
      appId: testAppId,
      pushDomain: 'livepush.roomtape',
    },
    callbackBaseUrl: `http://127.0.0.1:${String(options.port)}/callbacks/tencent`,
    rtmpUrl: `rtmp://127.0.0.1:${String(options.rtmpPort)}/push`,
    whipUrl: `http://127.0.0.1:${String(options.enginePort)}/whip`,
    applications: [
      {
        ...testApplication,
        name: 'tests',
        permissionControl: false,
        cohort: 'css-live-recording',
        formats: [...(options.formats ?? ['hls', 'mp4'])],
      },
    ],
    live: {
      ...{ playUrl: `http://127.0.0.1:${String(options.enginePort)}`, playKey: testPlayKey, pushKey: null },
    },
    playKey: testPlayKey,
    ...{ playerKey: null, subApplications: [] },
    shelf: {
      ...{ trashDays: 7, expiryNoticeDays: 7, sweepMinutes: 1440 },
      ...{ pullsDeletions: true, deliveryFolder: null },
      ...options.shelf,
    },
    tokenSecret: 'token-secret-of-the-tests-0123456789',
    apiKeys: testApiKeys,
    corsOrigins: [],
    consoleFolder: options.consoleFolder ?? null,
    logLevel: 'warn',
  };
}

/** PostgreSQL, engine and server as they are in the house: processes of their own that meet in signed HTTP. */
export async function openTestHouse(
  consoleFolder: string | null = null,
  formats: readonly RecordingFormat[] = ['hls', 'mp4'],
  shelf: Partial<ServerConfig['shelf']> = {},
  usageSkew: EngineConfig['usageSkew'] = {},
): Promise<TestHouse> {
  const database = await openTestDatabase();
  const folder = openTemporaryFolder();
  const [port, enginePort, rtmpPort] = [
    await findFreePort('127.0.0.1'),
    await findFreePort('127.0.0.1'),
    await findFreePort('127.0.0.1'),
  ];
  const url = `http://127.0.0.1:${String(port)}`;
  const callbacks = `${url}/callbacks/tencent`;
  const sdkAppId = String(testApplication.sdkAppId);
  const engineConfig = {
    ...testEngineConfig({
      databaseUrl: database.engineUrl,
      folder: folder.path,
      callbackUrls: { css: `${callbacks}/css/${sdkAppId}`, trtc: `${callbacks}/trtc/${sdkAppId}` },
      formats,
    }),
    httpPort: enginePort,
    rtmpPort,
    usageSkew,
  };
  const serverConfig = testServerConfig({
    databaseUrl: database.serverUrl,
    port,
    enginePort,
    rtmpPort,
    consoleFolder,
    formats,
    shelf,
  });
  const startEngine = (): Promise<Child> => startEngineProcess(engineConfig);
  const startServer = (): Promise<Child> =>
    startChild({
      name: 'server',
      entry: houseEntry('server'),
      config: serverConfig,
      output: 'inherit',
      outputName: 'its output',
    });
  const house: TestHouse = {
    url,
    database,
    rtmpPort,
    enginePort,
    engine: await startEngine(),
    server: await startServer(),
    startEngine,
    startServer,
    async ask<T>(query: string, variables = {}, key: string = testApiKeys.admin) {
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await answer.json()) as {
        data?: T;
        errors?: { message: string; extensions?: { code?: string } }[];
      };
      const [error] = errors ?? [];
      if (error !== undefined) throw new Error(`${error.extensions?.code ?? ''} ${error.message}`);
      return data!;
    },
    async close() {
      await house.server.stop();
      await house.engine.stop();
      await database.close();
      folder.close();
    },
  };
  return house;
}

import http from 'node:http';
import { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import { trtc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/trtc/index.js';
import { vod } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vod/index.js';
import type { Child } from '../../cli/child.ts';
import type { EngineConfig } from '../../engine/config.ts';
import { signHotlink } from '../../wire/hotlink.ts';
import type { HotlinkTerms } from '../../wire/hotlink.ts';
import type { CssFileEvent } from '../../wire/css-callback.ts';
import type { CallbackReceiver } from './callback-receiver.ts';
import { startCallbackReceiver } from './callback-receiver.ts';
import type { TestDatabase } from './database.ts';
import { openTestDatabase } from './database.ts';
import {
  publishAddress,
  startEngineProcess,
  testApplication,
  testCredential,
  testEngineConfig,
  testPlayKey,
} from './engine-process.ts';
import { eventually } from './eventually.ts';
import { startPublisher } from './publisher.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

export interface VodEngine {
  readonly folder: string;
  readonly database: TestDatabase;
  readonly receiver: CallbackReceiver;
  engine: Child;
  /** The official SDK's clients of the engine as it runs now. */
  vod(): InstanceType<typeof vod.v20180717.Client>;
  trtc(reqMethod?: 'POST' | 'GET'): InstanceType<typeof trtc.v20190722.Client>;
  live(): InstanceType<typeof live.v20180801.Client>;
  restart(): Promise<void>;
  /** Publishes into a room of its own for some seconds and answers the files in each format. */
  record(room: string, seconds?: number): Promise<readonly CssFileEvent[]>;
  /** The address with a signature that is good for ten minutes, on the engine's present port. */
  open(url: string, terms?: Partial<HotlinkTerms>, playKey?: string): string;
  close(): Promise<void>;
}

/** A real engine with its own database, and the vendor's SDK to speak with it. Outside of a test run the cluster is given. */
export async function openVodEngine(
  settings: Partial<EngineConfig> = {},
  clusterUrl?: string,
): Promise<VodEngine> {
  const agent = new http.Agent({ keepAlive: true });
  const folder = openTemporaryFolder();
  const database = await openTestDatabase(clusterUrl);
  const receiver = await startCallbackReceiver(testApplication.callbackKey);
  const usual = testEngineConfig({
    databaseUrl: database.engineUrl,
    folder: folder.path,
    callbackUrls: receiver.urls,
  });
  const formats: EngineConfig['application']['formats'] = ['hls', 'mp4', 'flv', 'aac'];
  const config = { ...usual, application: { ...usual.application, formats }, ...settings };
  const options = (reqMethod: 'POST' | 'GET' = 'POST') => ({
    credential: testCredential,
    region: 'ap-guangzhou',
    profile: {
      httpProfile: {
        protocol: 'http://' as const,
        endpoint: `127.0.0.1:${String(house.engine.ports['http'])}/api`,
        agent,
        reqMethod,
      },
    },
  });
  const house: VodEngine = {
    folder: folder.path,
    database,
    receiver,
    engine: await startEngineProcess(config),
    vod: () => new vod.v20180717.Client(options()),
    trtc: (reqMethod) => new trtc.v20190722.Client(options(reqMethod)),
    live: () => new live.v20180801.Client(options()),
    async restart() {
      await house.engine.stop();
      house.engine = await startEngineProcess(config);
    },
    async record(room, seconds = 2) {
      const address = publishAddress(house.engine.ports['rtmp']!, {
        room,
        userId: `user-of-${room}`,
        extra: `&streamid=stream-${room}`,
      });
      const { code, said } = await startPublisher(address, seconds).ended;
      if (code !== 0) throw new Error(`the publisher failed: ${said}`);
      return eventually(
        `the files of ${room}`,
        () => {
          const files = receiver.files().filter(({ streamId }) => streamId === `stream-${room}`);
          return files.length === config.application.formats.length ? files : null;
        },
        40_000,
      );
    },
    open(url, terms = {}, playKey = testPlayKey) {
      const { pathname } = new URL(url);
      const expiresAt = Math.floor(Date.now() / 1000) + 600;
      const query = signHotlink(playKey, pathname, { expiresAt, ...terms });
      return `http://127.0.0.1:${String(house.engine.ports['http'])}${pathname}?${query}`;
    },
    async close() {
      await house.engine.stop();
      await receiver.close();
      await database.close();
      agent.destroy();
      folder.close();
    },
  };
  return house;
}

/** The one file of a format. */
export function ofFormat(files: readonly CssFileEvent[], format: CssFileEvent['format']): CssFileEvent {
  const found = files.find((file) => file.format === format);
  if (found === undefined) throw new Error(`there is no ${format} file`);
  return found;
}

import type { Logger } from 'pino';
import { openStore } from './adapters/postgres/store.ts';
import { openClients } from './adapters/tencent/clients.ts';
import { openTencentProvider } from './adapters/tencent/provider.ts';
import { openApi } from './api.ts';
import type { ServerConfig } from './config.ts';
import { startJobs } from './jobs.ts';
import { registerInbound } from './webhooks/inbound/inbound.ts';

export interface Server {
  readonly port: number;
  close(): Promise<void>;
}

/** An engine of ours answers at once what it served; the vendor's counts move every few minutes. */
const playbackEveryMs = { engine: 2000, cloud: 300_000 } as const;

/** Starts the whole server. Rejects with the reason when a port or the database cannot be had. */
export async function startServer(config: ServerConfig, log: Logger): Promise<Server> {
  const clock = (): Date => new Date();
  const store = openStore(config.databaseUrl);
  const clients = openClients(config.tencent);
  const { applications, tencent } = config;
  const ownEngine = tencent.endpoint !== null;
  const provider = openTencentProvider({
    clients,
    applicationKeys: new Map(applications.map(({ sdkAppId, secretKey }) => [sdkAppId, secretKey])),
    playKey: config.playKey,
    rtmpUrl: config.rtmpUrl,
    rtmpIntRooms: ownEngine,
  });
  await store.ping();
  const jobs = startJobs({
    inbox: store.inbox,
    facts: store.facts,
    usage: store.playbackUsage,
    commands: store.commands,
    recordingCommands: store.recordingCommands,
    provider,
    playbackEveryMs: ownEngine ? playbackEveryMs.engine : playbackEveryMs.cloud,
    clock,
    log,
  });
  const http = await openApi(
    { ...store, provider },
    {
      applications: applications.map(({ sdkAppId, name, formats, cohort }) => ({
        sdkAppId,
        name,
        formats,
        cohort,
      })),
      apiKeys: config.apiKeys,
      tokenSecret: config.tokenSecret,
      corsOrigins: config.corsOrigins,
      consoleFolder: config.consoleFolder,
      health: { database: () => store.ping(), provider: () => provider.describeMedia(['0']) },
      registerCallbacks: (app) => {
        registerInbound(app, {
          applications,
          inbox: store.inbox,
          onStored: () => {
            jobs.onStored();
          },
          clock,
          log,
        });
      },
      clock,
      log,
    },
  );
  const port = await http.listen(config.host, config.port);
  return {
    port,
    async close() {
      await http.close();
      await jobs.close();
      clients.close();
      await store.close();
    },
  };
}

import type { Logger } from 'pino';
import { openDeliveryFolder } from './adapters/files/delivery-folder.ts';
import { openStore } from './adapters/postgres/store.ts';
import { openClients } from './adapters/tencent/clients.ts';
import { openCloudShelf } from './adapters/tencent/cloud.ts';
import { openTencentProvider } from './adapters/tencent/provider.ts';
import { openMixCounter } from './adapters/tencent/mix-counter.ts';
import { openRelayProvider } from './adapters/tencent/relay-provider.ts';
import { openSettingsProvider } from './adapters/tencent/settings-provider.ts';
import { openProviderRecords } from './adapters/tencent/provider-records.ts';
import { openTaskProvider } from './adapters/tencent/task-provider.ts';
import { openApi } from './api.ts';
import type { ServerConfig } from './config.ts';
import { startJobs } from './jobs.ts';
import { openApplicationRoster } from './services/application-roster.ts';
import { openApplicationSettings } from './services/application-settings.ts';
import { openApplications } from './services/applications.ts';
import { openBudgets } from './services/budgets.ts';
import { openForecasts } from './services/forecasting.ts';
import { startWorker } from './services/worker.ts';
import { openArrivals } from './services/arrivals.ts';
import { openBilling } from './services/billing.ts';
import { runExports } from './services/exports/run-exports.ts';
import { openHomes } from './services/homes.ts';
import { openLedger } from './services/ledger.ts';
import { openPriceBooks } from './services/price-books.ts';
import { openReconciler } from './services/reconcile/reconcile.ts';
import { startShelfJobs } from './shelf-jobs.ts';
import { openShelfParts } from './shelf.ts';
import { registerInbound } from './webhooks/inbound/inbound.ts';
import { readListedCallback } from './webhooks/inbound/read-listed.ts';

export interface Server {
  readonly port: number;
  close(): Promise<void>;
}

/** An engine of ours answers at once what it served; the vendor's counts move every few minutes. */
const playbackEveryMs = { engine: 2000, cloud: 300_000 } as const;

/** Bills are metered again when they are asked for; this keeps what is left for that small. */
const keepLedgerEveryMs = 30_000;
/** How often what callbacks did not tell is asked for. */
const reconcileEveryMs = { engine: 60_000, cloud: 300_000 } as const;

/** How soon a bill's export is begun. */
const exportBillsEveryMs = 1000;

/** What the cloud has not taken is asked for again this often. */
const applySettingsEveryMs = 15_000;

/** What a server goes by: the machine's clock and the usual pauses, unless others are given. */
export interface ServerPace {
  readonly clock: () => Date;
  readonly reconcileEveryMs: number;
}

/** Starts the whole server. Rejects with the reason when a port or the database cannot be had. */
export async function startServer(
  config: ServerConfig,
  log: Logger,
  pace: Partial<ServerPace> = {},
): Promise<Server> {
  const clock = pace.clock ?? ((): Date => new Date());
  const store = openStore(config.databaseUrl);
  const clients = openClients(config.tencent);
  const { tencent } = config;
  const ownEngine = tencent.endpoint !== null;
  await store.ping();
  const roster = await openApplicationRoster(config.applications, config.callbackBaseUrl, store.settings);
  const provider = openTencentProvider({
    clients,
    secretKeyOf: roster.secretKeyOf,
    rtmpUrl: config.rtmpUrl,
    whipUrl: config.whipUrl,
    rtmpIntRooms: ownEngine,
  });
  const applications = openApplications(roster.all);
  const settings = openApplicationSettings({
    roster,
    applications,
    store: store.settings,
    provider: openSettingsProvider({ clients, pushDomain: tencent.pushDomain }),
    commands: store.commands,
    idempotency: store.idempotency,
    clock,
  });
  const applying = startWorker('apply-settings', applySettingsEveryMs, () => settings.applyPending(), log);
  const books = await openPriceBooks(store.priceBooks, clock);
  const ledger = openLedger({ ...store, books, applications, clock });
  const billing = openBilling({ usage: store.usage, ledger, applications, books, clock });
  const budgets = openBudgets({
    forecasts: openForecasts({ ledger, billing, applications, books, clock }),
    ...{ store: store.budgets, billing, applications, audit: store.audit, clock },
  });
  const keepLedger = startWorker(
    'keep-ledger',
    keepLedgerEveryMs,
    async () => {
      for (const application of applications.all()) await ledger.refresh(application);
      await budgets.look();
    },
    log,
  );
  const meter = async (sdkAppId: number): Promise<void> => {
    const application = applications.all().find((one) => one.sdkAppId === sdkAppId);
    if (application !== undefined) await ledger.refresh(application);
  };
  const exporting = startWorker(
    'export-bills',
    exportBillsEveryMs,
    () => runExports({ store: store.billExports, billing, meter, clock }),
    log,
  );
  const cloud = openCloudShelf({
    ...{ clients, appId: tencent.appId, clock, declaredKeys: config.subApplications },
    mainKeys: { playKey: config.playKey, playerKey: config.playerKey },
  });
  const shelf = openShelfParts({ ...store, ...cloud }, config.shelf.trashDays, clock);
  // One that is off plays nothing, and still takes recordings and says what it holds.
  const listSubApps = async (): Promise<readonly number[]> => {
    const there = (await cloud.subApplications.list()).filter(({ status }) => !status.startsWith('DESTROY'));
    return there.map(({ subAppId }) => subAppId).filter((subAppId) => subAppId !== tencent.appId);
  };
  const homes = openHomes(listSubApps, clock, (err) => {
    log.warn({ err }, 'the sub-applications could not be listed; files are looked for in the main one');
  });
  await store.ping();
  const shelfJobs = startShelfJobs({
    parts: shelf,
    expiryNoticeDays: config.shelf.expiryNoticeDays,
    sweepEveryMs: config.shelf.sweepMinutes * 60_000,
    pullsDeletions: config.shelf.pullsDeletions,
    deliveryFolder:
      config.shelf.deliveryFolder === null ? null : openDeliveryFolder(config.shelf.deliveryFolder),
    homes: async () => [null, ...(await listSubApps())],
    log,
  });
  const records = openProviderRecords(clients, tencent.pushDomain);
  const relayProvider = openRelayProvider(clients, roster.secretKeyOf, {
    ...{ ...config.live, pushDomain: tencent.pushDomain },
  });
  const jobs = startJobs({
    inbox: store.inbox,
    facts: store.facts,
    usage: store.playbackUsage,
    relayUsage: store.relayUsage,
    relayProvider,
    mixCounter: openMixCounter(clients),
    mixUsage: store.mixUsage,
    commands: store.commands,
    consents: store.consents,
    recordingCommands: store.recordingCommands,
    relays: store.relays,
    provider,
    homes,
    arrivals: openArrivals(store.records, store.shelfStore, cloud.shelf, shelf.holdFiles),
    records,
    reconciler: openReconciler({
      ...{ facts: store.facts, repairs: store.repairs, homes, clock },
      records,
      applications: () => roster.all().map(({ sdkAppId }) => sdkAppId),
      readCallback: readListedCallback,
      onError: (err, source) => {
        log.warn({ err, source }, 'the provider could not be asked for what was missed; it is asked again');
      },
    }),
    reconcileEveryMs: pace.reconcileEveryMs ?? (ownEngine ? reconcileEveryMs.engine : reconcileEveryMs.cloud),
    playbackEveryMs: ownEngine ? playbackEveryMs.engine : playbackEveryMs.cloud,
    clock,
    log,
  });
  const http = await openApi(
    {
      ...{ ...store, provider, shelf, subApplications: cloud.subApplications },
      taskProvider: openTaskProvider(clients, roster.secretKeyOf),
      relayProvider,
    },
    {
      applications,
      settings,
      books,
      apiKeys: config.apiKeys,
      tokenSecret: config.tokenSecret,
      hasDeliveryFolder: config.shelf.deliveryFolder !== null,
      corsOrigins: config.corsOrigins,
      consoleFolder: config.consoleFolder,
      health: { database: () => store.ping(), provider: () => provider.describeMedia(['0'], null) },
      registerCallbacks: (app) => {
        registerInbound(app, {
          callbackKeysOf: roster.callbackKeysOf,
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
      await Promise.all([
        jobs.close(),
        shelfJobs.close(),
        applying.close(),
        keepLedger.close(),
        exporting.close(),
      ]);
      clients.close();
      await store.close();
    },
  };
}

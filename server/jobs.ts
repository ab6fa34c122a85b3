import type { CommandStore } from './ports/commands.ts';
import type { ConsentStore } from './ports/consents.ts';
import type { FactStore, Inbox } from './ports/inbox.ts';
import type { PlaybackUsageStore } from './ports/playback-usage.ts';
import type { RelayProvider, RelayStore } from './ports/relays.ts';
import type { MixCounter, MixUsageStore } from './ports/mix-usage.ts';
import type { RelayUsageStore } from './ports/relay-usage.ts';
import type { ProviderRecords } from './ports/reconciliation.ts';
import type { RecordingCommandStore } from './ports/recording-commands.ts';
import type { Provider } from './ports/provider.ts';
import type { Arrivals } from './services/arrivals.ts';
import { createPlaybackCollector } from './services/collect-playback.ts';
import { createMixCollector } from './services/collect-mixes.ts';
import { createRelayedCollector } from './services/collect-relayed.ts';
import { confirmFiles } from './services/confirm-files.ts';
import { resendConsents } from './services/consents.ts';
import type { Reconciler } from './services/reconcile/reconcile.ts';
import { openDeadlines } from './services/pass-deadlines.ts';
import type { Homes } from './services/homes.ts';
import type { WorkerLog } from './services/worker.ts';
import { startWorker } from './services/worker.ts';

export interface JobsOptions {
  readonly inbox: Inbox;
  readonly facts: FactStore;
  readonly usage: PlaybackUsageStore;
  readonly relayUsage: RelayUsageStore;
  readonly relayProvider: Pick<RelayProvider, 'traffic'>;
  readonly mixCounter: MixCounter;
  readonly mixUsage: MixUsageStore;
  readonly commands: Pick<CommandStore, 'lapseMixes' | 'serialised'>;
  readonly consents: ConsentStore;
  readonly recordingCommands: Pick<RecordingCommandStore, 'lapse'>;
  readonly relays: Pick<RelayStore, 'lapse'>;
  readonly provider: Provider;
  readonly homes: Homes;
  readonly arrivals: Arrivals;
  readonly reconciler: Reconciler;
  readonly records: Pick<ProviderRecords, 'liveStreams'>;
  /** How often the provider is asked for what its callbacks did not tell. */
  readonly reconcileEveryMs: number;
  /** How often the provider is asked what it served. */
  readonly playbackEveryMs: number;
  readonly clock: () => Date;
  readonly log: WorkerLog;
}

export interface Jobs {
  /** A callback was stored. */
  onStored(): void;
  close(): Promise<void>;
}

const applyEveryMs = 5000;
const confirmEveryMs = 500;
const deadlinesEveryMs = 5000;

/** What goes on without being asked: callbacks are applied, files confirmed, playback counted, losses made up for. */
export function startJobs(options: JobsOptions): Jobs {
  const { inbox, facts, usage, commands, consents, recordingCommands, relays, provider, homes, arrivals } =
    options;
  const { playbackEveryMs, clock, log } = options;
  const confirmAll = (): Promise<number> =>
    confirmFiles({
      ...{ facts, provider, homes, arrivals },
      onError: (err, fileId) => {
        log.error({ err, fileId }, 'a file is there and could not be taken in; it is tried again');
      },
    });
  const confirm = startWorker(
    'confirm-files',
    confirmEveryMs,
    async () => {
      await confirmAll();
    },
    log,
  );
  const apply = startWorker(
    'apply-callbacks',
    applyEveryMs,
    async () => {
      if ((await inbox.applyStored()) > 0) confirm.wake();
    },
    log,
  );
  const collector = createPlaybackCollector(provider, usage, clock);
  const collect = startWorker('collect-playback', playbackEveryMs, () => collector.collect(), log);
  const relayed = createRelayedCollector(options.relayProvider, options.relayUsage, clock);
  const collectRelayed = startWorker('collect-relayed', playbackEveryMs, () => relayed.collect(), log);
  const mixes = createMixCollector(options.mixCounter, options.mixUsage, clock);
  const collectMixes = startWorker('collect-mixes', playbackEveryMs, () => mixes.collect(), log);
  const waits = openDeadlines({
    ...{ facts, commands, recordingCommands, relays, provider, clock },
    liveStreams: (sdkAppId) => options.records.liveStreams(sdkAppId),
    lookFor: (stream) => options.reconciler.lookFor(stream),
    async lookUp(fileIds) {
      await facts.hastenFiles(fileIds);
      await confirmAll();
    },
  });
  const deadlines = startWorker(
    'pass-deadlines',
    deadlinesEveryMs,
    async () => {
      await waits.pass();
      await resendConsents({ store: consents, commands, provider, clock });
    },
    log,
  );
  const reconcile = startWorker(
    'reconcile',
    options.reconcileEveryMs,
    async () => {
      if ((await options.reconciler.pass()) > 0) confirm.wake();
    },
    log,
  );
  return {
    onStored: () => {
      apply.wake();
    },
    async close() {
      const workers = [apply, confirm, collect, collectRelayed, collectMixes, deadlines, reconcile];
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

import type { DeliveryFolder } from './ports/deliveries.ts';
import { deliverFiles } from './services/deliver.ts';
import type { ShelfParts } from './shelf.ts';
import { collectViewings } from './services/collect-viewings.ts';
import { expireRecordings } from './services/expire.ts';
import { watchLosses } from './services/notice-losses.ts';
import { deleteLateFiles } from './services/late-deletions.ts';
import { purgeTrash } from './services/purge.ts';
import { tellRevocations } from './services/tell-revocations.ts';
import { startWorker, type WorkerLog } from './services/worker.ts';

export interface ShelfJobsOptions {
  readonly parts: ShelfParts;
  /** Days before a retention ends that a notice goes out. */
  readonly expiryNoticeDays: number;
  /** How long a file goes without being looked for in the media library. */
  readonly sweepEveryMs: number;
  /** Whether the media library's events are ours to pull: there is one queue of them in an account. */
  readonly pullsDeletions: boolean;
  /** The sub-applications that media lies in, null = the main one. */
  readonly homes: () => Promise<readonly (number | null)[]>;
  /** Null = there are no deliveries. */
  readonly deliveryFolder: DeliveryFolder | null;
  readonly log: WorkerLog;
}

export interface ShelfJobs {
  close(): Promise<void>;
}

/** Rows are the queue of each: what a killed process leaves is done by the next. */
const everyMs = {
  purge: 5000,
  expire: 10_000,
  settle: 5000,
  sweep: 5000,
  listen: 500,
  revoke: 5000,
  watch: 5000,
  deliver: 2000,
} as const;

/** What goes on with files that nobody asks about: they are purged, expire, are held, and are found missing. */
export function startShelfJobs({ parts, log, ...options }: ShelfJobsOptions): ShelfJobs {
  const { shelf, store, commands, audit, holds, holdFiles, retention, grants, revoker, watching, clock } =
    parts;
  const losses = watchLosses(
    {
      ...{ shelf, store, commands, audit, clock },
      onLoss: ({ fileId, recordingId }, noticed, isHeld) => {
        const fields = { fileId, recordingId, noticed, isHeld };
        if (isHeld) log.error(fields, 'a file under a legal hold was deleted behind our back');
        else log.error(fields, 'a file was deleted behind our back');
      },
    },
    options.sweepEveryMs,
  );
  let isOpen = false;
  const listen = async (): Promise<void> => {
    if (!isOpen) await shelf.openDeletions();
    isOpen = true;
    // The library answers at once while there are more.
    while ((await losses.listen()) > 0);
  };
  const ending = new AbortController();
  const { deliveryFolder: folder } = options;
  const workers = [
    startWorker(
      'purge-trash',
      everyMs.purge,
      async () => {
        await deleteLateFiles(parts);
        await purgeTrash({ shelf, store, commands, clock });
      },
      log,
    ),
    startWorker(
      'expire-recordings',
      everyMs.expire,
      async () => {
        const noticeDays = options.expiryNoticeDays;
        await expireRecordings({ retention, shelf, store, commands, audit, noticeDays, clock });
      },
      log,
    ),
    startWorker(
      'settle-holds',
      everyMs.settle,
      async () => {
        // Who asked for a hold and died before it was acknowledged was never told that it stands.
        await holds.withdrawStale(new Date(clock().getTime() - staleMs));
        await holdFiles.settle();
      },
      log,
    ),
    startWorker(
      'sweep-files',
      everyMs.sweep,
      async () => {
        await losses.sweep();
      },
      log,
    ),
    ...(options.pullsDeletions ? [startWorker('hear-deletions', everyMs.listen, listen, log)] : []),
    ...(folder === null
      ? []
      : [
          startWorker(
            'deliver-files',
            everyMs.deliver,
            async () => {
              await deliverFiles(
                {
                  ...{ ...parts, folder },
                  onError: (err, fileId) => {
                    log.error({ err, fileId }, 'a file could not be delivered; nothing was deleted');
                  },
                },
                ending.signal,
              );
            },
            log,
          ),
        ]),
    ...(watching.isAttributed
      ? [
          startWorker(
            'collect-viewings',
            everyMs.watch,
            () => collectViewings({ watching, audit, homes: options.homes, clock }),
            log,
          ),
        ]
      : []),
    ...(revoker.isImmediate
      ? [startWorker('tell-revocations', everyMs.revoke, () => tellRevocations(grants, revoker, clock), log)]
      : []),
  ];
  return {
    async close() {
      // A download that is under way is begun again.
      ending.abort();
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

const staleMs = 600_000;

import type { FactStore, InboundCallback } from '../../ports/inbox.ts';
import type { ProviderRecords, RepairStore } from '../../ports/reconciliation.ts';
import type { Homes } from '../homes.ts';
import { findFiles } from './find-files.ts';
import { findRooms } from './find-rooms.ts';
import { findStreams } from './find-streams.ts';
import { findTasks } from './find-tasks.ts';
import { sources, type SourceName } from './sources.ts';

export interface ReconcileDeps {
  readonly facts: Pick<FactStore, 'waiting'>;
  readonly repairs: RepairStore;
  readonly records: ProviderRecords;
  readonly homes: Pick<Homes, 'of'>;
  /** The applications that are known, by their numbers. */
  readonly applications: () => readonly number[];
  /** A listed body as a callback; null for what is not taken in. */
  readonly readCallback: (sdkAppId: number, body: string) => InboundCallback | null;
  readonly clock: () => Date;
  /** Told where a source could not be asked; the others are, and it is asked again. */
  readonly onError: (error: unknown, source: string) => void;
}

export interface Reconciler {
  /** Asks every source for what had not come, and takes it in. Answers how much was repaired. */
  pass(): Promise<number>;
}

/**
 * Finds by asking what callbacks did not tell. Each repair is an event that says what was missing; what is known already is
 * never taken twice, whether a list or a late callback tells it.
 */
export function openReconciler(deps: ReconcileDeps): Reconciler {
  const streams = findStreams(deps);
  const work = {
    // Files first: they lead to streams of which nothing was told.
    media: findFiles(deps, streams),
    callbacks: () => streams.pass(),
    rooms: findRooms(deps),
    tasks: findTasks(deps),
  };
  /** Tells where a source does not reach back to when it was last asked, and notes that it has been asked now. */
  const noteLook = async (source: SourceName, nowMs: number): Promise<void> => {
    const { windowMs } = sources[source];
    if (windowMs === null) return;
    const reach = new Date(nowMs - windowMs);
    for (const sdkAppId of deps.applications()) {
      const last = await deps.repairs.lookedUntil(sdkAppId, source);
      if (last !== null && last < reach) await deps.repairs.tellUnrecoverable(sdkAppId, source, last, reach);
      await deps.repairs.keepLook(sdkAppId, source, new Date(nowMs));
    }
  };
  return {
    async pass() {
      let repaired = 0;
      for (const [source, find] of Object.entries(work) as [keyof typeof work, () => Promise<number>][]) {
        try {
          const nowMs = deps.clock().getTime();
          repaired += await find();
          await noteLook(source, nowMs);
        } catch (error) {
          deps.onError(error, source);
        }
      }
      return repaired;
    },
  };
}

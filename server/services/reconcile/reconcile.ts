import type { DoubtfulStream } from '../../ports/reconciliation.ts';
import { findFiles } from './find-files.ts';
import { findPushes } from './find-pushes.ts';
import { findRooms } from './find-rooms.ts';
import { findStreams } from './find-streams.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { findTasks } from './find-tasks.ts';
import { sources, type SourceName } from './sources.ts';

export interface Reconciler {
  /** Asks every source for what had not come, and takes it in. Answers how much was repaired. */
  pass(): Promise<number>;
  /**
   * Asks for everything about one stream, now, and takes in what had not come. Answers how much was repaired; throws where
   * the provider does not answer.
   */
  lookFor(stream: DoubtfulStream): Promise<number>;
}

/**
 * Finds by asking what callbacks did not tell. Each repair is an event that says what was missing; what is known already is
 * never taken twice, whether a list or a late callback tells it.
 */
export function openReconciler(deps: ReconcileDeps): Reconciler {
  const streams = findStreams(deps);
  const files = findFiles(deps, streams);
  const work = {
    // Files first: they lead to streams of which nothing was told.
    media: () => files.pass(),
    pushes: findPushes(deps, streams),
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
    lookFor: async (stream) => (await streams.look(stream)) + (await files.look(stream)),
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

import type { ReconcileDeps } from './reconcile-deps.ts';
import type { StreamFinder } from './find-streams.ts';
import { firstLookMs, overlapMs, sources, spansOf } from './sources.ts';

const beforePushMs = 3_600_000;

/**
 * Looks through every push that ended since it was last asked: whatever is known of a stream, one of its callbacks may be
 * missing, and one that left no file is told of by nothing else.
 */
export function findPushes(
  { repairs, records, applications, clock }: ReconcileDeps,
  streams: StreamFinder,
): () => Promise<number> {
  return async () => {
    const nowMs = clock().getTime();
    const untilMs = nowMs - sources.pushes.delayMs;
    let repaired = 0;
    for (const sdkAppId of applications()) {
      const last = await repairs.lookedUntil(sdkAppId, 'pushes');
      const seenMs = (last?.getTime() ?? nowMs - firstLookMs) - sources.pushes.delayMs - overlapMs;
      const fromMs = Math.max(seenMs, nowMs - sources.pushes.windowMs);
      for (const [from, until] of spansOf(sources.pushes, fromMs, untilMs))
        for (const { streamId, startMs, endMs } of await records.pushesEnded(sdkAppId, from, until))
          repaired += await streams.lookOnce(
            { sdkAppId, streamId, from: new Date(startMs - beforePushMs) },
            endMs,
          );
    }
    return repaired;
  };
}

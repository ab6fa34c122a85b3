import type { InboundCallback } from '../../ports/inbox.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { sources } from './sources.ts';

/** The vendor's list does not say why a task ended: a number that it does not use. */
const unknownCode = -1;

/** A task that the cloud does not know any more is over, though nobody told. */
export function findTasks({ repairs, records, clock }: ReconcileDeps): () => Promise<number> {
  return async () => {
    const nowMs = clock().getTime();
    let repaired = 0;
    for (const { sdkAppId, robotUserId, taskId } of await repairs.openTasks(
      new Date(nowMs - sources.tasks.delayMs),
    )) {
      if (await records.isTaskRunning(sdkAppId, taskId)) continue;
      const fact = { type: 'task-left', taskId, atMs: nowMs, leaveCode: unknownCode } as const;
      const callback: InboundCallback = {
        ...{ sdkAppId, kind: 'trtc', trusted: true, body: JSON.stringify(fact) },
        // As the callback's own: one that comes late is known.
        dedupeKey: `task/${taskId}/task-left`,
        facts: [{ about: 'task', sdkAppId, robotUserId, fact }],
      };
      const told = { callback, source: 'DescribeCloudRecording', missing: 'the end of a recording task' };
      if (await repairs.repair(told)) repaired += 1;
    }
    return repaired;
  };
}

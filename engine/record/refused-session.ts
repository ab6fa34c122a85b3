import type { RecordingListener, RecordingPlan, RecordingSession } from './recorded-file.ts';

/** A recording that does not take place: its failure is told in every format, and its stream passes by. */
export function refuseSession(
  plan: RecordingPlan,
  listener: RecordingListener,
  reason: string,
  atMs: number,
): RecordingSession {
  listener.warned(plan, {
    code: 'disk-low',
    level: 'error',
    markId: `disk-low-${plan.sessionId}`,
    phase: 'once',
    atMs,
    mediaMs: null,
    detail: reason,
  });
  for (const format of plan.formats) listener.failed(plan, format, reason, atMs);
  const nothing = (): void => undefined;
  return {
    sessionId: plan.sessionId,
    isHeld: false,
    packet: nothing,
    end: nothing,
    stop: nothing,
    hold: nothing,
    release: nothing,
    done: Promise.resolve(),
  };
}

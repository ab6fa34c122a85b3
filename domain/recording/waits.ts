import type { StreamFactOf, Wait } from './facts.ts';

/** Something that a recording cannot go on without. */
export interface PendingWait {
  readonly wait: Wait;
  /** The recording's session, or a push's number where none was told, or the file's id. */
  readonly about: string;
  /** Null while nothing ran out that would make it overdue: a stream that is live may be recorded for days. */
  readonly sinceMs: number | null;
}

/** How long each thing is waited for, in minutes, beyond what the settings of the recording allow for. */
export const waitMinutes: Readonly<Record<Wait, number>> = {
  // The vendor's FAQ: files and statuses may take five minutes after the end and the resume timeout.
  'record-end': 5,
  // A day of the vendor's and our engine's repetitions of a callback lies behind it.
  files: 24 * 60,
  file: 24 * 60,
};

/** When a wait has lasted too long; null while it has no end. */
export function dueOf({ wait, sinceMs }: PendingWait, resumeTimeoutSeconds: number): number | null {
  if (sinceMs === null) return null;
  const resumeMs = wait === 'record-end' ? resumeTimeoutSeconds * 1000 : 0;
  return sinceMs + waitMinutes[wait] * 60_000 + resumeMs;
}

/**
 * The waits of a recording that have lasted too long, as facts. `overMs` is when the room or the engine is known to be
 * over, which a stream does not outlive; null while it goes on.
 */
export function findOverdue(
  waits: readonly PendingWait[],
  known: { readonly nowMs: number; readonly resumeTimeoutSeconds: number; readonly overMs: number | null },
): readonly StreamFactOf<'deadline-passed'>[] {
  return waits.flatMap((pending) => {
    const sinceMs = pending.sinceMs ?? known.overMs;
    const dueMs = dueOf({ ...pending, sinceMs }, known.resumeTimeoutSeconds);
    if (sinceMs === null || dueMs === null || dueMs > known.nowMs) return [];
    const { wait, about } = pending;
    return [{ type: 'deadline-passed', wait, about, sinceMs, atMs: known.nowMs }];
  });
}

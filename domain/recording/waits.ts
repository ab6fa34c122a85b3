import type { StreamFactOf, Wait } from './facts.ts';
import { settingsRanges } from './settings.ts';

/** Something that a recording cannot go on without. */
export interface PendingWait {
  readonly wait: Wait;
  /** The recording's session, or a push's number where none was told, or the file's id. */
  readonly about: string;
  /** Null while nothing ran out that would make it overdue: a stream that is live may be recorded for days. */
  readonly sinceMs: number | null;
  /** How long a recording waits for its stream by its own rules, which is no delay. */
  readonly resumeSeconds?: number;
}

/** How long each thing is waited for, in minutes; `record-end` beyond the recording's resume timeout. */
export const waitMinutes: Readonly<Record<Wait, number>> = {
  // The vendor's FAQ: files and statuses may take five minutes after the end and the resume timeout.
  'record-end': 5,
  // A day of the vendor's and our engine's repetitions of a callback lies behind it.
  files: 24 * 60,
  file: 24 * 60,
};

/**
 * What is due is given up only once the provider was asked for it since; where it does not answer for so long, in minutes, it is given
 * up unasked.
 */
export const unansweredMinutes = 60;

/** When a wait has lasted too long; null while it has no end. */
function dueOf({ wait, sinceMs, resumeSeconds }: PendingWait): number | null {
  if (sinceMs === null) return null;
  const longest = settingsRanges.resumeTimeoutSeconds.max;
  const resumeMs = wait === 'record-end' ? (resumeSeconds ?? longest) * 1000 : 0;
  return sinceMs + waitMinutes[wait] * 60_000 + resumeMs;
}

/** A wait that has lasted too long: the fact that would end it, and since when it is due. */
export interface OverdueWait {
  readonly pending: PendingWait;
  readonly fact: StreamFactOf<'deadline-passed'>;
  readonly dueMs: number;
}

/**
 * The waits of a recording that have lasted too long. `overMs` is when its room or the engine is known to be over,
 * which a stream does not outlive; null while they go on. Nothing is overdue by time in which nobody could tell us:
 * `listeningSinceMs` is when the callbacks of now began to be heard.
 */
export function findOverdue(
  waits: readonly PendingWait[],
  known: {
    readonly nowMs: number;
    readonly overMs: number | null;
    readonly listeningSinceMs: number;
  },
): readonly OverdueWait[] {
  return waits.flatMap((pending) => {
    const sinceMs = pending.sinceMs ?? known.overMs;
    if (sinceMs === null) return [];
    const heardMs = Math.max(sinceMs, known.listeningSinceMs);
    const dueMs = dueOf({ ...pending, sinceMs: heardMs });
    if (dueMs === null || dueMs > known.nowMs) return [];
    const { wait, about } = pending;
    return [{ pending, dueMs, fact: { type: 'deadline-passed', wait, about, sinceMs, atMs: known.nowMs } }];
  });
}

import type { KnownSpan } from './known-span.ts';
import { overlapOf, toleranceMs } from './known-span.ts';

interface Candidate {
  readonly taskId: string | null;
  readonly recording: {
    readonly state: string;
    readonly startedAtMs: number;
    readonly endedAtMs: number | null;
  } | null;
}

interface Costing extends KnownSpan {
  readonly index: number;
  readonly taskId: string | null;
}

/**
 * For each recording of one stream id, the place of the first one that records the same at the same time: the vendor
 * charges both. Null where there is none. One that failed costs nothing; one that is not known to have ended runs.
 */
export function findDuplicates(sessions: readonly Candidate[]): readonly (number | null)[] {
  const costing = sessions
    .flatMap(({ taskId, recording }, index): Costing[] =>
      recording === null || recording.state === 'FAILED'
        ? []
        : [{ index, taskId, startMs: recording.startedAtMs, endMs: recording.endedAtMs ?? Infinity }],
    )
    .toSorted((one, other) => one.startMs - other.startMs || one.index - other.index);
  const found = new Map<number, number>();
  for (const [place, later] of costing.entries()) {
    const first = costing
      .slice(0, place)
      .find(({ taskId, ...span }) => taskId !== later.taskId && overlapOf(span, later) > toleranceMs);
    if (first !== undefined) found.set(later.index, first.index);
  }
  return sessions.map((_, index) => found.get(index) ?? null);
}

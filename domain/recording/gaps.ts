import type { PauseReason, StreamFactOf } from './facts.ts';
import type { FactsOfOneSession } from './fact-groups.ts';

/** Time that was left out of a running recording. It is in no file and is not charged. */
export interface RecordingGap {
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
  /** Null where the provider does not say. */
  readonly reason: PauseReason | null;
  /** Where in the media it stands: the gap itself has no length there. Null where the provider does not say. */
  readonly mediaMs: number | null;
}

type PauseFact = StreamFactOf<'record-paused'> | StreamFactOf<'record-resumed'>;

/** In one millisecond the session's own count decides; formats of one session are told one after the other. */
function inOrder(one: PauseFact, other: PauseFact): number {
  return one.atMs - other.atMs || one.seq - other.seq || one.format.localeCompare(other.format);
}

/**
 * The gaps of each recording session, by its id. A pause holds every format, so what one format's events lost another's
 * tell. `endOf` says when a session ended, null while it runs: a gap ends with it at the latest.
 */
export function deriveGaps(
  facts: FactsOfOneSession,
  endOf: (sessionId: string) => number | null,
): ReadonlyMap<string, readonly RecordingGap[]> {
  const told = new Map<string, PauseFact[]>();
  for (const fact of [...facts.of('record-paused'), ...facts.of('record-resumed')]) {
    const known = told.get(fact.sessionId);
    if (known === undefined) told.set(fact.sessionId, [fact]);
    else known.push(fact);
  }
  return new Map(
    [...told].map(([sessionId, pauses]) => [sessionId, pairUp(pauses.toSorted(inOrder), endOf(sessionId))]),
  );
}

function pairUp(pauses: readonly PauseFact[], sessionEndMs: number | null): readonly RecordingGap[] {
  const gaps: RecordingGap[] = [];
  let open: RecordingGap | null = null;
  for (const fact of pauses) {
    if (fact.type === 'record-paused') {
      open ??= { startMs: fact.atMs, endMs: null, reason: fact.reason, mediaMs: fact.mediaMs };
    } else if (open !== null) {
      gaps.push({ ...open, endMs: fact.atMs });
      open = null;
    }
  }
  if (open !== null)
    gaps.push({ ...open, endMs: sessionEndMs === null ? null : Math.max(open.startMs, sessionEndMs) });
  return gaps;
}

import type { StreamFact, StreamFactOf } from './facts.ts';
import type { ShelfFact } from './shelf-facts.ts';
import { isShelfFact } from './shelf-facts.ts';

/** The facts that belong to one time that a stream was live. */
export class FactsOfOneSession {
  readonly facts: StreamFact[] = [];

  of<T extends StreamFact['type']>(type: T): StreamFactOf<T>[] {
    return this.facts.filter((fact): fact is StreamFactOf<T> => fact.type === type);
  }

  /** What became of its files. */
  shelf(): ShelfFact[] {
    return this.facts.filter((fact) => isShelfFact(fact));
  }
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

interface Candidate extends Span {
  readonly session: FactsOfOneSession;
}

/** Whole seconds on one side and milliseconds on the other, and clocks of two machines. */
const toleranceMs = 3000;

/** How much two spans have in common; negative is the distance between them. */
function overlapOf(one: Span, other: Span): number {
  return Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs);
}

/** The candidate that shares most with a span; of equals the one that begins nearest. Null when none is near. */
function nearest(candidates: readonly Candidate[], span: Span): Candidate | null {
  let best: Candidate | null = null;
  let bestOverlap = -toleranceMs;
  for (const candidate of candidates) {
    const overlap = overlapOf(candidate, span);
    if (overlap < bestOverlap) continue;
    const distance = (item: Candidate): number => Math.abs(item.startMs - span.startMs);
    if (best === null || overlap > bestOverlap || distance(candidate) < distance(best)) {
      best = candidate;
      bestOverlap = overlap;
    }
  }
  return best;
}

function groupBy<T extends StreamFact>(facts: readonly T[], keyOf: (fact: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const fact of facts) {
    const group = groups.get(keyOf(fact));
    if (group === undefined) groups.set(keyOf(fact), [fact]);
    else group.push(fact);
  }
  return [...groups.values()];
}

function pushSpans(
  groups: readonly (StreamFactOf<'push-started'> | StreamFactOf<'push-ended'>)[][],
): Candidate[] {
  const spans = groups.map((group) => {
    const starts = group.map((fact) => (fact.type === 'push-started' ? fact.atMs : fact.startedAtMs));
    const ends = group.filter((fact) => fact.type === 'push-ended').map(({ atMs }) => atMs);
    const session = new FactsOfOneSession();
    session.facts.push(...group);
    return { session, startMs: Math.min(...starts), endMs: ends.length > 0 ? Math.max(...ends) : Infinity };
  });
  const sorted = spans.toSorted((one, other) => one.startMs - other.startMs);
  // A push whose end is not known was over when the next one began.
  return sorted.map((span, index) => ({
    ...span,
    endMs: Math.min(span.endMs, sorted[index + 1]?.startMs ?? Infinity),
  }));
}

/**
 * Splits the facts of one stream id, unique and sorted by key, into sessions. Strong keys first (a push's number, a
 * recording's session), then time: a file announcement names neither.
 */
export function splitIntoSessions(facts: readonly StreamFact[]): readonly FactsOfOneSession[] {
  const all = new FactsOfOneSession();
  all.facts.push(...facts);
  const candidates = pushSpans(
    groupBy([...all.of('push-started'), ...all.of('push-ended')], ({ sequence }) => sequence),
  );

  const place = (span: Span, members: readonly StreamFact[]): FactsOfOneSession => {
    const found = nearest(candidates, span);
    const session = found?.session ?? new FactsOfOneSession();
    session.facts.push(...members);
    if (found === null) candidates.push({ ...span, session });
    return session;
  };

  const recordings = groupBy(
    [
      ...all.of('record-started'),
      ...all.of('record-ended'),
      ...all.of('record-failed'),
      ...all.of('quality-mark'),
    ],
    ({ sessionId }) => sessionId,
  ).map((members) => {
    const starts = members.filter(({ type }) => type === 'record-started').map(({ atMs }) => atMs);
    // A mark may be about what came long after the end, as a failed upload: it must not stretch the recording.
    const statuses = members.filter(({ type }) => type !== 'quality-mark');
    const times = (statuses.length > 0 ? statuses : members).map(({ atMs }) => atMs);
    return { members, startMs: Math.min(...(starts.length > 0 ? starts : times)), endMs: Math.max(...times) };
  });
  for (const { members, ...span } of recordings.toSorted((one, other) => one.startMs - other.startMs))
    place(span, members);

  // The longest first: the file that spans a whole session draws its shorter siblings of other formats to it.
  const sessionsOfFiles = new Map<string, FactsOfOneSession>();
  const files = all
    .of('file-announced')
    .toSorted(
      (one, other) =>
        other.endMs - other.startMs - (one.endMs - one.startMs) || one.fileId.localeCompare(other.fileId),
    );
  for (const file of files)
    sessionsOfFiles.set(file.fileId, place({ startMs: file.startMs, endMs: file.endMs }, [file]));
  // What is known of a file that was never announced waits for its announcement.
  for (const fact of [...all.of('file-confirmed'), ...all.shelf()])
    sessionsOfFiles.get(fact.fileId)?.facts.push(fact);
  return candidates.map(({ session }) => session);
}

import type { StreamFact, StreamFactOf } from './facts.ts';
import type { KnownSpan } from './known-span.ts';
import type { ShelfFact } from './shelf-facts.ts';
import { isShelfFact } from './shelf-facts.ts';

/** The facts that belong to one time that a stream was live, with the interruptions that its recording outlived. */
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

/** A push, or a recording's session, and all that was told of it. */
export interface FactGroup extends KnownSpan {
  readonly facts: readonly StreamFact[];
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

export function pushGroups(all: FactsOfOneSession): FactGroup[] {
  const facts = [...all.of('push-started'), ...all.of('push-ended')];
  const spans = groupBy(facts, ({ sequence }) => sequence).map((group) => {
    const starts = group.map((fact) => (fact.type === 'push-started' ? fact.atMs : fact.startedAtMs));
    const ends = group.filter((fact) => fact.type === 'push-ended').map(({ atMs }) => atMs);
    return {
      facts: group,
      startMs: Math.min(...starts),
      endMs: ends.length > 0 ? Math.max(...ends) : Infinity,
    };
  });
  const sorted = spans.toSorted((one, other) => one.startMs - other.startMs);
  // A push whose end is not known was over when the next one began.
  return sorted.map((span, index) => ({
    ...span,
    endMs: span.endMs === Infinity ? (sorted[index + 1]?.startMs ?? Infinity) : span.endMs,
  }));
}

export interface RecordingGroup extends FactGroup {
  readonly sessionId: string;
  /** The last time that anything was told of it. */
  readonly lastSignMs: number;
}

export function recordingGroups(all: FactsOfOneSession, pushes: readonly FactGroup[]): RecordingGroup[] {
  const facts = [
    ...all.of('record-started'),
    ...all.of('record-paused'),
    ...all.of('record-resumed'),
    ...all.of('record-ended'),
    ...all.of('record-failed'),
    ...all.of('quality-mark'),
  ];
  const groups = groupBy(facts, ({ sessionId }) => sessionId).map((members): RecordingGroup => {
    // A mark may be about what came long after the end, as a failed upload: it must not stretch the recording.
    const statuses = members.filter(({ type }) => type !== 'quality-mark');
    const times = (statuses.length > 0 ? statuses : members).map(({ atMs }) => atMs);
    const starts = members.filter((fact) => fact.type === 'record-started');
    const ends = members.filter((fact) => fact.type === 'record-ended' || fact.type === 'record-failed');
    const over = new Set(ends.map(({ format }) => format));
    const isOver = ends.length > 0 && starts.every(({ format }) => over.has(format));
    // A recording whose beginning was not told began with the stream that was live then.
    const first = Math.min(...times);
    const pushStart = pushes.find((push) => push.startMs <= first && push.endMs >= first)?.startMs;
    const startMs = starts.length > 0 ? Math.min(...starts.map(({ atMs }) => atMs)) : (pushStart ?? first);
    return {
      sessionId: members[0]!.sessionId,
      facts: members,
      startMs,
      lastSignMs: Math.max(...times),
      endMs: isOver ? Math.max(...ends.map(({ atMs }) => atMs)) : Infinity,
    };
  });
  return groups.toSorted((one, other) => one.startMs - other.startMs);
}

import { FactsOfOneSession } from './fact-groups.ts';
import type { StreamFact } from './facts.ts';
import { streamFactKey, streamFactTime } from './facts.ts';
import { splitIntoSessions } from './sessions.ts';

/** One session of a stream id, of one recorder of it. */
export interface LaneSession {
  /** The recording task; null where the application's own settings record, or nothing does. */
  readonly taskId: string | null;
  /** All that is known of it, with every push that it recorded. */
  readonly known: FactsOfOneSession;
  /** What is its own: of several recordings of one push, the first holds the push. */
  readonly own: FactsOfOneSession;
}

const ofNobody = Symbol('of every recorder');

/** Which task each fact is of. Pushes are nobody's: every recorder may take the same one. */
function readLanes(facts: readonly StreamFact[]): (fact: StreamFact) => string | null | typeof ofNobody {
  const ofSession = new Map<string, string>();
  const pushes = new Set<string>();
  for (const fact of facts) {
    if ('sequence' in fact) pushes.add(fact.sequence);
    if (!('taskId' in fact && 'sessionId' in fact)) continue;
    const { taskId, sessionId } = fact;
    ofSession.set(sessionId, taskId);
  }
  const ofFile = new Map<string, string | null>();
  for (const fact of facts)
    if (fact.type === 'file-announced')
      ofFile.set(fact.fileId, fact.taskId ?? ofSession.get(fact.sessionId ?? '') ?? null);
  return (fact) => {
    if ('sequence' in fact) return ofNobody;
    if (fact.type === 'deadline-passed') {
      if (fact.wait === 'file') return ofFile.get(fact.about) ?? null;
      return pushes.has(fact.about) ? ofNobody : (ofSession.get(fact.about) ?? null);
    }
    if ('fileId' in fact) return ofFile.get(fact.fileId) ?? null;
    return ofSession.get(fact.sessionId) ?? null;
  };
}

const pushOf = (fact: StreamFact): string | null =>
  'sequence' in fact ? fact.sequence : fact.type === 'deadline-passed' ? fact.about : null;

function part(facts: readonly StreamFact[]): FactsOfOneSession {
  const made = new FactsOfOneSession();
  made.facts.push(...facts);
  return made;
}

/**
 * Splits the facts of one stream id, unique and sorted by key, into sessions. A stream that several record at a time, as
 * two tasks do or a task beside automatic recording, has one session for each of them.
 */
export function splitByLane(facts: readonly StreamFact[]): readonly LaneSession[] {
  const laneOf = readLanes(facts);
  const pushes = facts.filter((fact) => laneOf(fact) === ofNobody);
  const lanes = new Map<string | null, StreamFact[]>([[null, []]]);
  for (const fact of facts) {
    const lane = laneOf(fact);
    if (lane === ofNobody) continue;
    const ofLane = lanes.get(lane);
    if (ofLane === undefined) lanes.set(lane, [fact]);
    else ofLane.push(fact);
  }
  if (lanes.size === 1) return splitIntoSessions(facts).map((known) => ({ taskId: null, known, own: known }));

  const sessions = [...lanes].flatMap(([taskId, ofLane]) =>
    splitIntoSessions([...pushes, ...ofLane]).map((known) => {
      const recorded = known.facts.filter((fact) => laneOf(fact) !== ofNobody);
      const times = recorded.map((fact) => streamFactTime(fact) ?? Infinity);
      const order = `${taskId ?? ''}/${recorded.map(streamFactKey).toSorted()[0] ?? ''}`;
      return { taskId, known, recorded, startMs: Math.min(...times), order };
    }),
  );
  const held = new Set<string>();
  const take = (candidates: readonly StreamFact[]): readonly StreamFact[] => {
    const free = candidates.filter((fact) => laneOf(fact) === ofNobody && !held.has(pushOf(fact)!));
    for (const fact of free) held.add(pushOf(fact)!);
    return free;
  };
  const recordings = sessions
    .filter(({ recorded }) => recorded.length > 0)
    .toSorted((one, other) => one.startMs - other.startMs || (one.order < other.order ? -1 : 1))
    .map(({ taskId, known, recorded }) => ({
      ...{ taskId, known },
      own: part([...take(known.facts), ...recorded]),
    }));
  const unrecorded = sessions
    .filter(({ taskId, recorded }) => taskId === null && recorded.length === 0)
    .map(({ known }) => part(take(known.facts)))
    .filter(({ facts: left }) => left.length > 0);
  return [...recordings, ...unrecorded.map((own) => ({ taskId: null, known: own, own }))];
}

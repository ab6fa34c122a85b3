import type { StreamFact } from './facts.ts';
import { FactsOfOneSession, pushGroups, recordingGroups } from './fact-groups.ts';
import { joinPushes } from './joined-pushes.ts';
import type { KnownSpan } from './known-span.ts';
import { nearest } from './known-span.ts';

interface Candidate extends KnownSpan {
  readonly session: FactsOfOneSession;
}

/**
 * Splits the facts of one stream id, unique and sorted by key, into sessions. Strong keys first (a push's number, a
 * recording's session), then time: a vendor's file announcement names neither.
 */
export function splitIntoSessions(facts: readonly StreamFact[]): readonly FactsOfOneSession[] {
  const all = new FactsOfOneSession();
  all.facts.push(...facts);
  const pushes = pushGroups(all);
  const recordings = recordingGroups(all, pushes);
  const ofRecording = new Map<string, FactsOfOneSession>();
  const ofPush = new Map<string, FactsOfOneSession>();
  const candidates = joinPushes(pushes, recordings).map((groups): Candidate => {
    const session = new FactsOfOneSession();
    for (const group of groups) {
      session.facts.push(...group.facts);
      if ('sessionId' in group) ofRecording.set(group.sessionId, session);
      else for (const fact of group.facts) if ('sequence' in fact) ofPush.set(fact.sequence, session);
    }
    return {
      session,
      startMs: Math.min(...groups.map(({ startMs }) => startMs)),
      endMs: Math.max(...groups.map((group) => ('lastSignMs' in group ? group.lastSignMs : group.endMs))),
    };
  });

  const place = (span: KnownSpan, member: StreamFact): FactsOfOneSession => {
    const found = nearest(candidates, span);
    const session = found?.session ?? new FactsOfOneSession();
    session.facts.push(member);
    if (found === null) candidates.push({ ...span, session });
    return session;
  };

  // The longest first: the file that spans a whole session draws its shorter siblings of other formats to it.
  const ofFile = new Map<string, FactsOfOneSession>();
  const files = all
    .of('file-announced')
    .toSorted(
      (one, other) =>
        other.endMs - other.startMs - (one.endMs - one.startMs) || one.fileId.localeCompare(other.fileId),
    );
  for (const file of files) {
    const named = file.sessionId === undefined ? undefined : ofRecording.get(file.sessionId);
    named?.facts.push(file);
    ofFile.set(file.fileId, named ?? place({ startMs: file.startMs, endMs: file.endMs }, file));
  }
  // What is known of a file that was never announced waits for its announcement.
  for (const fact of [...all.of('file-confirmed'), ...all.shelf()]) ofFile.get(fact.fileId)?.facts.push(fact);
  for (const fact of all.of('deadline-passed'))
    (fact.wait === 'file'
      ? ofFile.get(fact.about)
      : (ofRecording.get(fact.about) ?? ofPush.get(fact.about))
    )?.facts.push(fact);
  return candidates.map(({ session }) => session);
}

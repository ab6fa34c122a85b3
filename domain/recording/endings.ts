import type { FactsOfOneSession } from './fact-groups.ts';
import type { RecordingFormat } from './formats.ts';

/** When the recording sessions of one time that a stream was live ended, as far as that is told or given up. */
export interface Endings {
  /** Null while the format of the session runs. */
  readonly endOf: (sessionId: string, format: RecordingFormat) => number | null;
  /** The end of a session's last format; null while one runs. */
  readonly sessionEndOf: (sessionId: string) => number | null;
  /** Sessions, or pushes of which no session was told, whose end was waited for in vain: they are taken for over. */
  readonly givenUp: ReadonlySet<string>;
  /** Sessions of which a format runs still. */
  readonly running: readonly string[];
}

/** The last time that a session's recording was heard of; a stream that came back is a sign of every one. */
function lastSignOf(facts: FactsOfOneSession, sessionId: string): number {
  const told = [
    ...facts.of('record-started'),
    ...facts.of('record-paused'),
    ...facts.of('record-resumed'),
  ].filter((fact) => fact.sessionId === sessionId);
  return Math.max(...[...told, ...facts.of('push-started')].map(({ atMs }) => atMs));
}

export function readEndings(facts: FactsOfOneSession): Endings {
  const ends = new Map<string, number>();
  for (const { sessionId, format, atMs } of [...facts.of('record-ended'), ...facts.of('record-failed')]) {
    const key = `${sessionId}/${format}`;
    ends.set(key, Math.max(ends.get(key) ?? 0, atMs));
  }
  const givenUp = new Map<string, number>();
  for (const { wait, about, sinceMs, atMs } of facts.of('deadline-passed'))
    if (wait === 'record-end' && atMs > lastSignOf(facts, about))
      givenUp.set(about, Math.max(givenUp.get(about) ?? 0, sinceMs));

  const formats = new Map<string, Set<RecordingFormat>>();
  for (const { sessionId, format } of [...facts.of('record-started'), ...facts.of('record-ended')]) {
    const known = formats.get(sessionId) ?? new Set<RecordingFormat>();
    formats.set(sessionId, known.add(format));
  }
  const endOf = (sessionId: string, format: RecordingFormat): number | null =>
    ends.get(`${sessionId}/${format}`) ?? givenUp.get(sessionId) ?? null;
  const sessionEndOf = (sessionId: string): number | null => {
    const all = [...(formats.get(sessionId) ?? [])].map((format) => endOf(sessionId, format));
    return all.length === 0 || all.includes(null) ? null : Math.max(...all.map((end) => end ?? 0));
  };
  return {
    endOf,
    sessionEndOf,
    givenUp: new Set(
      [...givenUp.keys()].filter((about) => {
        const known = formats.get(about);
        if (known !== undefined) return [...known].some((format) => !ends.has(`${about}/${format}`));
        // A push stands for its recording only while neither its end nor any session was told.
        return formats.size === 0 && !facts.of('push-ended').some(({ sequence }) => sequence === about);
      }),
    ),
    running: [...formats.keys()].filter((sessionId) => sessionEndOf(sessionId) === null),
  };
}

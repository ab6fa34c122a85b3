import type { MarkLevel, StreamFactOf } from './facts.ts';

type MarkFact = StreamFactOf<'quality-mark'>;

/** A stretch of a recording, or a moment, at which something was not as it should be. */
export interface DerivedMark {
  readonly sessionId: string;
  readonly markId: string;
  readonly code: string;
  readonly level: MarkLevel;
  readonly startedAtMs: number;
  /** Null while it lasts. The same as the beginning for what has no length. */
  readonly endedAtMs: number | null;
  /** Where it began in the media; null where that is not known. */
  readonly mediaMs: number | null;
  readonly detail: string;
  /** Its end was told: it healed, and did not merely stop with its recording. */
  readonly healed: boolean;
}

/** What concerns the finished files goes on after the recording is over. */
const outliving: ReadonlySet<string> = new Set(['upload-failed']);

function deriveMark(facts: readonly MarkFact[], recordingEndMs: number | null): DerivedMark {
  const of = (phase: MarkFact['phase']): MarkFact | undefined => facts.find((fact) => fact.phase === phase);
  const end = of('end');
  const once = of('once');
  const told = of('begin') ?? once ?? end!;
  const startedAtMs = Math.min(told.atMs, end?.atMs ?? told.atMs);
  const closingMs = outliving.has(told.code) ? null : recordingEndMs;
  const endedMs = end?.atMs ?? once?.atMs ?? closingMs;
  return {
    sessionId: told.sessionId,
    markId: told.markId,
    code: told.code,
    level: told.level,
    startedAtMs,
    endedAtMs: endedMs === null ? null : Math.max(startedAtMs, endedMs),
    mediaMs: told.mediaMs,
    detail: told.detail,
    healed: end !== undefined,
  };
}

/** The marks that a recording's facts tell of, by their beginning. A mark that never ended closes with its recording. */
export function deriveMarks(
  facts: readonly MarkFact[],
  recordingEndMs: number | null,
): readonly DerivedMark[] {
  const groups = new Map<string, MarkFact[]>();
  for (const fact of facts) {
    const key = `${fact.sessionId}/${fact.markId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fact]);
    else group.push(fact);
  }
  return [...groups.values()]
    .map((group) => deriveMark(group, recordingEndMs))
    .toSorted((one, other) => one.startedAtMs - other.startedAtMs || (one.markId < other.markId ? -1 : 1));
}

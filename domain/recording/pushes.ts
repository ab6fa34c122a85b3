import type { FactsOfOneSession } from './fact-groups.ts';

/** Time in which a stream was away and its recording waited for it. */
export interface Interruption {
  readonly startMs: number;
  readonly endMs: number;
}

export interface DerivedStream {
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly interruptions: readonly Interruption[];
  /** The number of its last push. */
  readonly lastSequence: string;
}

interface Push {
  readonly sequence: string;
  startMs: number;
  endMs: number | null;
  width: number;
  height: number;
}

/** The pushes of a session, oldest first. One whose end is not known was over when the next one began. */
function readPushes(facts: FactsOfOneSession): readonly Push[] {
  const pushes = new Map<string, Push>();
  const at = (sequence: string, startMs: number): Push => {
    const push = pushes.get(sequence) ?? { sequence, startMs, endMs: null, width: 0, height: 0 };
    pushes.set(sequence, push);
    push.startMs = Math.min(push.startMs, startMs);
    return push;
  };
  for (const { sequence, atMs, width, height } of facts.of('push-started'))
    Object.assign(at(sequence, atMs), { width, height });
  for (const { sequence, startedAtMs, atMs, width, height } of facts.of('push-ended')) {
    const push = at(sequence, startedAtMs);
    push.endMs = atMs;
    if (width > 0) Object.assign(push, { width, height });
  }
  const sorted = [...pushes.values()].toSorted((one, other) => one.startMs - other.startMs);
  return sorted.map((push, index) => ({ ...push, endMs: push.endMs ?? sorted[index + 1]?.startMs ?? null }));
}

/** Null when no event of pushing is known. */
export function deriveStream(facts: FactsOfOneSession): DerivedStream | null {
  const pushes = readPushes(facts);
  const [first] = pushes;
  const last = pushes.at(-1);
  if (first === undefined || last === undefined) return null;
  const size = pushes.findLast(({ width }) => width > 0);
  return {
    startedAtMs: first.startMs,
    endedAtMs: last.endMs,
    width: size?.width ?? null,
    height: size?.height ?? null,
    lastSequence: last.sequence,
    interruptions: pushes.slice(1).flatMap(({ startMs }, index) => {
      const former = pushes[index]!.endMs;
      return former === null || former >= startMs ? [] : [{ startMs: former, endMs: startMs }];
    }),
  };
}

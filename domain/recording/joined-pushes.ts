import type { FactGroup, RecordingGroup } from './fact-groups.ts';
import type { KnownSpan } from './known-span.ts';
import { nearest, overlapOf, toleranceMs } from './known-span.ts';
import { settingsRanges } from './settings.ts';

/** No recording waits longer for its stream than the longest resume timeout, and some minutes for its end to be told. */
const longestWaitMs = (settingsRanges.resumeTimeoutSeconds.max + 300) * 1000;

/** One stream id is recorded once at a time: a recording without a known end was over when the next one began. */
function boundByNext(recordings: readonly RecordingGroup[]): RecordingGroup[] {
  return recordings.map((recording, index) => {
    const next = recordings[index + 1]?.startMs ?? Infinity;
    return recording.endMs === Infinity && next > recording.startMs
      ? { ...recording, endMs: next }
      : recording;
  });
}

/** The recording that a push was part of: the one that shares most with it, unless that is no more than clocks differ. */
function recordingOf(
  push: FactGroup,
  former: FactGroup | undefined,
  recordings: readonly RecordingGroup[],
): RecordingGroup | null {
  const found = nearest(recordings, push);
  if (found === null) return null;
  const overlap = overlapOf(found, push);
  if (overlap < Math.min(toleranceMs, (push.endMs - push.startMs) / 3)) return null;
  // Nothing says yet when this recording ended: it cannot have waited for ever.
  const wasAwayMs =
    former === undefined || former.startMs < found.startMs - toleranceMs ? 0 : push.startMs - former.endMs;
  return found.endMs === Infinity && wasAwayMs > longestWaitMs ? null : found;
}

/**
 * Which pushes and recordings are one session: every push that a recording spans, as one that waited for its stream does,
 * and for each recording at least the push nearest to it. Each group of the answer holds at least one of them.
 */
export function joinPushes(
  pushes: readonly FactGroup[],
  recordings: readonly RecordingGroup[],
): readonly (readonly (FactGroup | RecordingGroup)[])[] {
  const groups = new Map<KnownSpan, Set<FactGroup | RecordingGroup>>();
  for (const item of [...pushes, ...recordings]) groups.set(item, new Set([item]));
  const join = (one: KnownSpan, other: KnownSpan): void => {
    const [into, from] = [groups.get(one)!, groups.get(other)!];
    if (into === from) return;
    for (const item of from) {
      into.add(item);
      groups.set(item, into);
    }
  };
  const bounded = boundByNext(recordings);
  const original = new Map<RecordingGroup, RecordingGroup>(
    bounded.map((item, index) => [item, recordings[index]!]),
  );
  for (const [index, push] of pushes.entries()) {
    const found = recordingOf(push, pushes[index - 1], bounded);
    if (found !== null) join(push, original.get(found)!);
  }
  for (const recording of recordings) {
    const push = nearest(pushes, { startMs: recording.startMs, endMs: recording.lastSignMs });
    if (push !== null) join(push, recording);
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

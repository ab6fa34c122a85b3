import type { CountedTime } from './usage.ts';

/** What was counted in one minute, as a provider's counters have it: how long, not when in it. */
export interface CountOfMinute {
  readonly slotMs: number;
  readonly inputs: number;
  readonly inputArea: number;
  readonly ms: number;
}

/** Counters are read while they run and told in whole blocks: a gap of so much is none. */
const noGapMs = 2000;

/** Lays the counts of minutes, in order, one after another: their lengths are exact, their places to some seconds. */
export function layOutCounts(startMs: number, counts: readonly CountOfMinute[]): readonly CountedTime[] {
  const times: CountedTime[] = [];
  let atMs = startMs;
  for (const { slotMs, inputs, inputArea, ms } of counts) {
    if (ms === 0) continue;
    if (slotMs - atMs > noGapMs) atMs = slotMs;
    const last = times.at(-1);
    const goesOn = last?.endMs === atMs && last.inputs === inputs && last.inputArea === inputArea;
    if (goesOn) times[times.length - 1] = { ...last, endMs: atMs + ms };
    else times.push({ startMs: atMs, endMs: atMs + ms, inputs, inputArea });
    atMs += ms;
  }
  return times;
}

/** Times that follow each other at once as one, whatever went in. */
export function joinedTimes(
  times: readonly CountedTime[],
): readonly { readonly startMs: number; readonly endMs: number }[] {
  const joined: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of times) {
    const last = joined.at(-1);
    if (last?.endMs === startMs) last.endMs = endMs;
    else joined.push({ startMs, endMs });
  }
  return joined;
}

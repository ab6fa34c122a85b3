import type { CountedMix, MixCounter, MixUsageStore } from '../ports/mix-usage.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** What a provider could not write down at once comes late: now and then it is asked further back. */
const nearMs = 5 * minuteMs;
const farMs = 180 * minuteMs;
const farEveryMs = 10 * minuteMs;
const longestMs = 31 * dayMs;

/** Asks a provider that counts mixes for them and keeps what changed. */
export function createMixCollector(
  counter: MixCounter,
  store: MixUsageStore,
  clock: () => Date,
): { readonly collect: () => Promise<void> } {
  /** What was kept of each mix, by its id. */
  let known = new Map<string, string>();
  let lastFarMs: number | null = null;

  const sinceMs = async (nowMs: number): Promise<number> => {
    if (lastFarMs !== null) return nowMs - (nowMs - lastFarMs < farEveryMs ? nearMs : farMs);
    const last = await store.lastSlot();
    return last === null ? nowMs - longestMs : Math.max(last.getTime() - farMs, nowMs - longestMs);
  };

  return {
    async collect() {
      if (!counter.isThere) return;
      // Clocks differ: what has just begun is asked for too.
      const nowMs = clock().getTime() + minuteMs;
      const fromMs = Math.floor((await sinceMs(nowMs)) / minuteMs) * minuteMs;
      const isFar = nowMs - fromMs > nearMs + minuteMs;
      const seen = new Map<string, string>();
      for (let startMs = fromMs; startMs < nowMs; startMs += dayMs) {
        const mixes = await counter.counted(new Date(startMs), new Date(Math.min(startMs + dayMs, nowMs)));
        const print = (mix: CountedMix): string => JSON.stringify(mix);
        const changed = mixes.filter((mix) => known.get(mix.providerMixId) !== print(mix));
        const kept = new Set(await store.keep(changed));
        for (const mix of mixes)
          if (kept.has(mix) || !changed.includes(mix)) seen.set(mix.providerMixId, print(mix));
      }
      known = seen;
      if (isFar) lastFarMs = nowMs;
    },
  };
}

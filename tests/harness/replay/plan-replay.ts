import type { Random } from '../seeded-random.ts';
import type { CapturedCallback } from './capture.ts';

export interface Delivery {
  readonly callback: CapturedCallback;
  /** The server is killed so long after this is sent; null it is not. */
  readonly killAfterMs: number | null;
}

export interface ReplayPlan {
  /** While their signatures are good. */
  readonly early: readonly Delivery[];
  /** When the retries and the times of the signatures are over. */
  readonly late: readonly Delivery[];
  readonly counts: Readonly<Record<'callbacks' | 'dropped' | 'doubled' | 'delayed', number>>;
}

const share = 0.2;
const longestKillMs = 40;

/** All of them once, in their order. */
export function planClean(callbacks: readonly CapturedCallback[]): ReplayPlan {
  return {
    early: callbacks.map((callback) => ({ callback, killAfterMs: null })),
    late: [],
    counts: { callbacks: callbacks.length, dropped: 0, doubled: 0, delayed: 0 },
  };
}

/** A fifth dropped, a fifth of the others doubled, a fifth of what comes at all late, and everything in any order. */
export function planReplay(
  callbacks: readonly CapturedCallback[],
  random: Random,
  kills: number,
): ReplayPlan {
  const counts = { callbacks: callbacks.length, dropped: 0, doubled: 0, delayed: 0 };
  const [early, late]: CapturedCallback[][] = [[], []];
  for (const callback of callbacks) {
    if (random.fraction() < share) {
      counts.dropped += 1;
      continue;
    }
    const copies = random.fraction() < share ? 2 : 1;
    if (copies === 2) counts.doubled += 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const isLate = random.fraction() < share;
      if (isLate) counts.delayed += 1;
      (isLate ? late! : early!).push(callback);
    }
  }
  const places = new Set(
    Array.from({ length: kills }, () => random.whole(0, early!.length + late!.length - 1)),
  );
  const deliver = (callback: CapturedCallback, place: number): Delivery => ({
    callback,
    killAfterMs: places.has(place) ? random.whole(0, longestKillMs) : null,
  });
  return {
    early: shuffle(early!, random).map((callback, index) => deliver(callback, index)),
    late: shuffle(late!, random).map((callback, index) => deliver(callback, early!.length + index)),
    counts,
  };
}

function shuffle<T>(list: readonly T[], random: Random): T[] {
  const shuffled = [...list];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = random.whole(0, last);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}

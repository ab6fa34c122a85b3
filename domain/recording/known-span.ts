export interface KnownSpan {
  readonly startMs: number;
  /** Infinity while no end is known. */
  readonly endMs: number;
}

/** Whole seconds on one side and milliseconds on the other, and clocks of two machines. */
export const toleranceMs = 3000;

/** How much two spans have in common; negative is the distance between them. */
export function overlapOf(one: KnownSpan, other: KnownSpan): number {
  return Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs);
}

/** The candidate that shares most with a span; of equals the one that begins nearest. Null when none is near. */
export function nearest<T extends KnownSpan>(candidates: readonly T[], span: KnownSpan): T | null {
  let best: T | null = null;
  let bestOverlap = -toleranceMs;
  for (const candidate of candidates) {
    const overlap = overlapOf(candidate, span);
    if (overlap < bestOverlap) continue;
    const distance = (item: T): number => Math.abs(item.startMs - span.startMs);
    if (best === null || overlap > bestOverlap || distance(candidate) < distance(best)) {
      best = candidate;
      bestOverlap = overlap;
    }
  }
  return best;
}

/** A stretch of time in epoch milliseconds; `endMs` null = it still runs. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number | null;
}

/** What is left of a span without some holes, which may overlap each other; empty pieces are left out. */
export function cutHoles(span: Span, holes: readonly Span[]): readonly Span[] {
  const pieces: Span[] = [];
  const endMs = span.endMs ?? Infinity;
  let fromMs = span.startMs;
  const add = (untilMs: number): void => {
    if (untilMs > fromMs) pieces.push({ startMs: fromMs, endMs: untilMs === Infinity ? null : untilMs });
  };
  for (const hole of holes.toSorted((one, other) => one.startMs - other.startMs)) {
    add(Math.min(hole.startMs, endMs));
    fromMs = Math.max(fromMs, hole.endMs ?? Infinity);
  }
  if (fromMs !== Infinity) add(endMs);
  return pieces;
}

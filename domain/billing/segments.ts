import type { Period } from './calendar.ts';
import { daysOf, intersect } from './calendar.ts';

/** A time in which the same spans are open throughout. */
export interface Segment<T> extends Period {
  readonly open: readonly T[];
}

/** Cuts a time, at midnight too, wherever one of some spans begins or ends. One that ends where another begins does not meet it. */
export function segmentsOf<T extends Period>(whole: Period, spans: readonly T[]): readonly Segment<T>[] {
  const cuts = new Set(daysOf(whole).flatMap((day) => edgesIn(day, whole)));
  for (const span of spans) for (const at of edgesIn(span, whole)) cuts.add(at);
  const sorted = [...cuts].toSorted((one, other) => one - other);
  return sorted.slice(1).map((untilMs, index) => {
    const part = { fromMs: sorted[index]!, untilMs };
    return { ...part, open: spans.filter((span) => intersect(span, part) !== null) };
  });
}

function edgesIn(span: Period, whole: Period): readonly number[] {
  const common = intersect(span, whole);
  return common === null ? [] : [common.fromMs, common.untilMs];
}

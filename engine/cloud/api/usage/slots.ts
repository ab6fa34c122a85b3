const dayMs = 86_400_000;
/** The vendor's day begins at midnight UTC+8. */
const zoneMs = 8 * 3_600_000;

/** Equal times after each other. Epoch milliseconds. */
export interface Slots {
  readonly fromMs: number;
  readonly lengthMs: number;
  readonly count: number;
}

/** A use that lasted from one time to another; `share` of that time counts, all of it unless it is given. */
export interface Use {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly share?: number;
}

/** The beginning of a day of the vendor's, `2026-01-31`. */
export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - zoneMs;
}

/** Slots from a time until another; those that have not begun at `nowMs` are left out. */
export function slotsBetween(fromMs: number, untilMs: number, lengthMs: number, nowMs: number): Slots {
  const endMs = Math.min(untilMs, nowMs + 1);
  return { fromMs, lengthMs, count: Math.max(0, Math.ceil((endMs - fromMs) / lengthMs)) };
}

/** Of one day five minutes each, of several days one each, as the vendor answers. Both days are counted. */
export function slotsOfDays(first: string, last: string, nowMs: number): Slots {
  const [fromMs, untilMs] = [startOfDay(first), startOfDay(last) + dayMs];
  return slotsBetween(fromMs, untilMs, first === last ? 300_000 : dayMs, nowMs);
}

export function slotStarts({ fromMs, lengthMs, count }: Slots): readonly number[] {
  return Array.from({ length: count }, (_, index) => fromMs + index * lengthMs);
}

/** Seconds of all uses in each slot. */
export function spread({ fromMs, lengthMs, count }: Slots, uses: readonly Use[]): readonly number[] {
  const seconds = new Array<number>(count).fill(0);
  for (const use of uses) {
    const first = Math.max(0, Math.floor((use.fromMs - fromMs) / lengthMs));
    for (let index = first; index < count; index++) {
      const startMs = fromMs + index * lengthMs;
      if (startMs >= use.untilMs) break;
      const ms = Math.min(use.untilMs, startMs + lengthMs) - Math.max(use.fromMs, startMs);
      if (ms > 0) seconds[index]! += (ms / 1000) * (use.share ?? 1);
    }
  }
  return seconds;
}

/** The most uses that ran at once in each slot. One that ends when another begins is not beside it. */
export function peaks({ fromMs, lengthMs, count }: Slots, uses: readonly Use[]): readonly number[] {
  const changes = uses
    .flatMap((use) => [
      { atMs: use.fromMs, by: 1 },
      { atMs: use.untilMs, by: -1 },
    ])
    .toSorted((one, other) => one.atMs - other.atMs || one.by - other.by);
  let running = 0;
  let next = 0;
  const take = (beforeMs: number): number => {
    let highest = running;
    for (; next < changes.length && changes[next]!.atMs < beforeMs; next++) {
      running += changes[next]!.by;
      highest = Math.max(highest, running);
    }
    return highest;
  };
  take(fromMs);
  return slotStarts({ fromMs, lengthMs, count }).map((startMs) => take(startMs + lengthMs));
}

/** `2026-01-31 16:00:00` in UTC+8, as the vendor prints times of usage. */
export function printZoned(ms: number): string {
  return new Date(ms + zoneMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** Days and months of the bill: UTC+8, without summer time. All instants are epoch milliseconds. */
const zoneMs = 8 * 3_600_000;
export const dayMs = 86_400_000;

export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

export function dayStart(atMs: number): number {
  return Math.floor((atMs + zoneMs) / dayMs) * dayMs - zoneMs;
}

export function dayOf(atMs: number): Period {
  const fromMs = dayStart(atMs);
  return { fromMs, untilMs: fromMs + dayMs };
}

export function monthOf(atMs: number): Period {
  const local = new Date(atMs + zoneMs);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth()];
  return { fromMs: Date.UTC(year, month, 1) - zoneMs, untilMs: Date.UTC(year, month + 1, 1) - zoneMs };
}

/** Every month that has a part of a time, in order. */
export function monthsOf({ fromMs, untilMs }: Period): readonly Period[] {
  const months: Period[] = [];
  for (let at = fromMs; at < untilMs;) {
    const month = monthOf(at);
    months.push(month);
    at = month.untilMs;
  }
  return months;
}

/** Every day that has a part of a time, in order. */
export function daysOf({ fromMs, untilMs }: Period): readonly Period[] {
  const days: Period[] = [];
  for (let at = fromMs; at < untilMs;) {
    const day = dayOf(at);
    days.push(day);
    at = day.untilMs;
  }
  return days;
}

/** What two times have in common; null when nothing. */
export function intersect(one: Period, other: Period): Period | null {
  const fromMs = Math.max(one.fromMs, other.fromMs);
  const untilMs = Math.min(one.untilMs, other.untilMs);
  return fromMs < untilMs ? { fromMs, untilMs } : null;
}

/** `2026-02-28`, the day as it is called in the zone. */
export function printDay(atMs: number): string {
  return new Date(atMs + zoneMs).toISOString().slice(0, 10);
}

/** `2026-02`. */
export function printMonth(atMs: number): string {
  return printDay(atMs).slice(0, 7);
}

/** The day or month called so, of the years 1970 to 2999; null when the calendar has none. */
export function readDay(text: string): Period | null {
  if (!/^(19[7-9]|2\d\d)\d-\d\d-\d\d$/.test(text)) return null;
  const atMs = Date.parse(`${text}T00:00:00+08:00`);
  return Number.isNaN(atMs) || printDay(atMs) !== text ? null : dayOf(atMs);
}

export function readMonth(text: string): Period | null {
  const day = /^\d{4}-\d\d$/.test(text) ? readDay(`${text}-01`) : null;
  return day === null ? null : monthOf(day.fromMs);
}

import type { Period } from './calendar.ts';
import { dayMs, daysOf, printDay } from './calendar.ts';
import type { DayUsage } from './day-usage.ts';
import type { PastDay } from './forecast-days.ts';
import { levelsOf, pastDays } from './forecast-days.ts';

/** Eight weeks. */
export const mostPastDays = 56;

export interface KnownUsage {
  readonly month: Period;
  /** Until when usage is known. */
  readonly knownUntilMs: number;
  /** Of the month, and of the days before it that may be learnt from. */
  readonly rows: readonly DayUsage[];
}

/** What a forecast learns from, and what it has to fill. */
export interface Known {
  readonly month: Period;
  readonly past: readonly PastDay[];
  /** Days of the month that are over, by what was used. */
  readonly rows: readonly DayUsage[];
  /** Today's part, if today is of the month. */
  readonly today: readonly DayUsage[];
  /** Days of the month that are not over. */
  readonly ahead: readonly string[];
  readonly levels: ReturnType<typeof levelsOf>;
}

export function whatIsKnown({ month, knownUntilMs, rows }: KnownUsage): Known {
  const byDay = Map.groupBy(rows, ({ day }) => day);
  const rowsOf = (day: string): readonly DayUsage[] => byDay.get(day) ?? [];
  const first = rows.reduce((least, { day }) => (day < least ? day : least), '9999-12-31');
  const windowMs = Math.min(knownUntilMs, month.untilMs);
  const before = daysOf({ fromMs: windowMs - (mostPastDays + 1) * dayMs, untilMs: windowMs })
    .filter(({ untilMs }) => untilMs <= knownUntilMs)
    .map(({ fromMs }) => printDay(fromMs))
    .filter((day) => day >= first)
    .slice(-mostPastDays);
  const days = daysOf(month);
  const over = days.filter(({ untilMs }) => untilMs <= knownUntilMs);
  const ahead = days.filter(({ untilMs }) => untilMs > knownUntilMs);
  const last = printDay(over.at(-1)?.fromMs ?? month.fromMs - dayMs);
  return {
    ...{ month, past: pastDays(before, dayBefore(before[0]), rowsOf) },
    rows: over.flatMap(({ fromMs }) => rowsOf(printDay(fromMs))),
    today: ahead.slice(0, 1).flatMap(({ fromMs }) => rowsOf(printDay(fromMs))),
    ahead: ahead.map(({ fromMs }) => printDay(fromMs)),
    levels: levelsOf(rowsOf(last)),
  };
}

function dayBefore(day: string | undefined): string {
  return day === undefined ? '' : printDay(Date.parse(`${day}T00:00:00+08:00`) - dayMs);
}

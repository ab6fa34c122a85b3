import type { DayUsage } from './day-usage.ts';
import { readDay } from './calendar.ts';
import type { Use } from './use.ts';
import { printUse } from './use.ts';

/** A whole day that was: its use, and by how much what is kept grew in it. */
export interface PastDay {
  readonly day: string;
  readonly weekday: number;
  /** All but storage. */
  readonly rows: readonly DayUsage[];
  /** Bytes by which the day's highest storage is above that of the day before, by use. */
  readonly growth: ReadonlyMap<string, bigint>;
}

const isStorage = ({ use }: DayUsage): boolean => use.kind === 'storage';

/** Sunday is 0: of a day of UTC+8, whose noon there is 4:00 in UTC. */
export function weekdayOf(day: string): number {
  return new Date(readDay(day)!.fromMs + 12 * 3_600_000).getUTCDay();
}

/** Storage of a day by use. */
export function levelsOf(rows: readonly DayUsage[]): ReadonlyMap<string, { use: Use; bytes: bigint }> {
  return new Map(
    rows.filter(isStorage).map(({ use, quantity }) => [printUse(use), { use, bytes: quantity }]),
  );
}

/** Days in order; a day without rows had no use. `rowsOf` knows the day before the first one too. */
export function pastDays(
  days: readonly string[],
  dayBefore: string,
  rowsOf: (day: string) => readonly DayUsage[],
): readonly PastDay[] {
  return days.map((day, index) => {
    const rows = rowsOf(day);
    const [was, is] = [levelsOf(rowsOf(days[index - 1] ?? dayBefore)), levelsOf(rows)];
    const growth = new Map(
      [...new Set([...was.keys(), ...is.keys()])].map((key) => [
        key,
        (is.get(key)?.bytes ?? 0n) - (was.get(key)?.bytes ?? 0n),
      ]),
    );
    return { day, weekday: weekdayOf(day), rows: rows.filter((row) => !isStorage(row)), growth };
  });
}

const isWeekend = (weekday: number): boolean => weekday === 0 || weekday === 6;

/** Of such days at least, else those of a wider kind are taken. */
const leastOfKind = 2;

/** Days that are like a weekday: the same, else all working days or all of the weekend, else all. */
export function likeDays(past: readonly PastDay[], weekday: number): readonly PastDay[] {
  const kinds = [
    past.filter((day) => day.weekday === weekday),
    past.filter((day) => isWeekend(day.weekday) === isWeekend(weekday)),
  ];
  return kinds.find((days) => days.length >= leastOfKind) ?? past;
}

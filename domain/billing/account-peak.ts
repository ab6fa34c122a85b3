import type { DayUsage } from './day-usage.ts';

/** The highest five minutes of an account in a month, and what of them is one application's. */
export interface AccountPeak {
  /** `2026-06-01`, and the five minutes of it, from 0 to 287. */
  readonly day: string;
  readonly slot: number;
  /** Channels of all applications together, and of the one. */
  readonly channels: number;
  readonly own: number;
  /** Days on which any application recorded. */
  readonly days: number;
}

/**
 * The vendor charges the account's peak, whoever's channels they are. Of each application the highest within the same five
 * minutes counts, as it does alone. `own` and `others`: rows of channels of one month, at least one; the first peak holds.
 */
export function peakOfAccount(own: readonly DayUsage[], others: readonly DayUsage[]): AccountPeak {
  const byDay = [...Map.groupBy([...own, ...others], ({ day }) => day)];
  const sumOf = (rows: readonly DayUsage[], slot: number): number =>
    rows.reduce((sum, { samples }) => sum + (samples[slot] ?? 0), 0);
  let best = { day: '', slot: 0, channels: -1 };
  for (const [day, rows] of byDay.toSorted(([one], [other]) => (one < other ? -1 : 1)))
    for (const slot of rows[0]!.samples.keys()) {
      const channels = sumOf(rows, slot);
      if (channels > best.channels) best = { day, slot, channels };
    }
  return {
    ...best,
    own: sumOf(
      own.filter(({ day }) => day === best.day),
      best.slot,
    ),
    days: byDay.length,
  };
}

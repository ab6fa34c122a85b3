import type { Use } from './use.ts';
import { printUse } from './use.ts';

/**
 * What one use of an application came to on one day: the row of the ledger. It knows no price and no cohort, and its size does
 * not grow with the number of recordings.
 */
export interface DayUsage {
  /** `2026-06-01`, of UTC+8. */
  readonly day: string;
  readonly use: Use;
  /** Channels at the highest, milliseconds, or bytes (of storage at the highest). */
  readonly quantity: bigint;
  /** Begun minutes of all uses, each counted whole by itself; 0 where no time is counted. */
  readonly begunMinutes: bigint;
  /** The sum of what recordings and others bear: milliseconds, bytes, bytes × milliseconds. */
  readonly weight: bigint;
  /** Of channels: the highest of each five minutes of the day, 288 of them; else empty. */
  readonly samples: readonly number[];
}

export const sampleMs = 300_000;

/** The first of the five minutes in which the most channels were open. */
export function peakSlot(samples: readonly number[]): number {
  return samples.indexOf(samples.reduce((most, sample) => Math.max(most, sample), 0));
}

/** What shares of a row are kept under; of channels the five minutes of the peak alone are shared. */
export function bearerKey(day: string, use: Use, slot: number | null = null): string {
  return slot === null ? `${day} ${printUse(use)}` : `${day} ${printUse(use)} ${String(slot)}`;
}

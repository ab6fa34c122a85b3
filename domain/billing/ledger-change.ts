import type { DayUsage } from './day-usage.ts';
import { printUse } from './use.ts';

/** A row that differs from what was known of it; zero where there was, or is, none. */
export interface LedgerChange {
  readonly before: bigint;
  readonly after: DayUsage;
}

const byUse = (rows: readonly DayUsage[]): ReadonlyMap<string, DayUsage> =>
  new Map(rows.map((row) => [printUse(row.use), row]));

function isSame(one: DayUsage | undefined, other: DayUsage): boolean {
  return (
    one?.quantity === other.quantity &&
    one.begunMinutes === other.begunMinutes &&
    one.weight === other.weight &&
    one.samples.join() === other.samples.join()
  );
}

/** What a day's rows became: added, changed and gone ones, the last with nothing in them. */
export function changesOf(before: readonly DayUsage[], after: readonly DayUsage[]): readonly LedgerChange[] {
  const [known, now] = [byUse(before), byUse(after)];
  const gone = before
    .filter(({ use }) => !now.has(printUse(use)))
    .map((row): DayUsage => ({ ...row, quantity: 0n, begunMinutes: 0n, weight: 0n, samples: [] }));
  return [...after, ...gone]
    .filter((row) => !isSame(known.get(printUse(row.use)), row))
    .map((row) => ({ before: known.get(printUse(row.use))?.quantity ?? 0n, after: row }));
}

/** Rows with later ones put in their places; the last of several holds, and what came to nothing is left out. */
export function correctRows(
  rows: readonly DayUsage[],
  corrections: readonly DayUsage[],
): readonly DayUsage[] {
  const corrected = new Map([...rows, ...corrections].map((row) => [`${row.day} ${printUse(row.use)}`, row]));
  return [...corrected.values()].filter(({ quantity }) => quantity > 0n);
}

import { daysOf, printDay } from './calendar.ts';
import type { Period } from './calendar.ts';
import type { DayUsage } from './day-usage.ts';
import { openChannelMeter } from './meter-channels.ts';
import { openStorageMeter } from './meter-storage.ts';
import type { Metering } from './pieces.ts';
import { mixPieces, playbackPieces, taskPieces } from './pieces.ts';
import type { Usage } from './usage.ts';
import type { ChannelColumns, FileColumns } from './usage-columns.ts';
import { columnsOfChannels, columnsOfFiles } from './usage-columns.ts';
import type { Use } from './use.ts';
import { printUse } from './use.ts';

/** A day of a meter: its rows, and the bytes that are kept as it ends. */
export interface MeteredDay {
  readonly day: Period;
  readonly rows: readonly DayUsage[];
  readonly keptBytes: bigint;
}

/** Counts what was used on each day of a time, from usage that comes in parts, each part once and in any order. */
export interface Meter {
  addChannels(channels: ChannelColumns): void;
  addFiles(files: FileColumns): void;
  /** Beside channels and files. What belongs to one task comes together. */
  add(others: Pick<Usage, 'channels' | 'tasks' | 'mixes' | 'playback'>): void;
  /** In order; asked for once, when everything was added. */
  days(): Generator<MeteredDay>;
}

/**
 * `openingBytes`: what is kept as the time begins; files from before are then added only where they end within it. Null: every
 * file that is kept in the time is added.
 */
export function openMeter(metering: Metering, openingBytes: bigint | null): Meter {
  const channels = openChannelMeter(metering);
  const storage = openStorageMeter(metering, openingBytes);
  const sums = new Map<string, { -readonly [Field in keyof DayUsage]: DayUsage[Field] }>();
  const count = (day: string, use: Use, quantity: bigint, begunMinutes: bigint, weight: bigint): void => {
    const key = `${day} ${printUse(use)}`;
    const row = sums.get(key);
    if (row === undefined) sums.set(key, { day, use, quantity, begunMinutes, weight, samples: [] });
    else {
      row.quantity += quantity;
      row.begunMinutes += begunMinutes;
      row.weight += weight;
    }
  };
  return {
    addChannels: (columns) => {
      channels.add(columns);
    },
    addFiles: (columns) => {
      storage.add(columns);
    },
    add(others) {
      for (const pieces of [taskPieces, mixPieces, playbackPieces])
        for (const { day, use, quantity, begunMinutes, weight } of pieces(others, metering))
          count(day, use, BigInt(quantity), BigInt(begunMinutes), weight);
    },
    *days() {
      const others = Map.groupBy(sums.values(), ({ day }) => day);
      for (const day of daysOf(metering.period)) {
        const stored = storage.next(day);
        const own = channels.rowsOf(day);
        const rows = [...own, ...(others.get(printDay(day.fromMs)) ?? []), ...stored.rows];
        yield { day, rows: rows.toSorted(byUse), keptBytes: stored.keptBytes };
      }
    },
  };
}

const byUse = (one: DayUsage, other: DayUsage): number => {
  const [left, right] = [printUse(one.use), printUse(other.use)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** What was used on each day of a time: the same rows in whatever order the usage comes. */
export function meterDays(usage: Usage, metering: Metering): readonly DayUsage[] {
  const meter = openMeter(metering, null);
  meter.addChannels(columnsOfChannels(usage.channels));
  meter.addFiles(columnsOfFiles(usage.files));
  meter.add(usage);
  return [...meter.days()].flatMap(({ rows }) => rows);
}

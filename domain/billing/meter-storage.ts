import type { Period } from './calendar.ts';
import { dayMs, dayStart, printDay } from './calendar.ts';
import type { DayUsage } from './day-usage.ts';
import { openGrowing, openProductSum } from './growing.ts';
import type { Metering } from './pieces.ts';
import { kept } from './pieces.ts';
import type { FileColumns } from './usage-columns.ts';

/** The days of a time in order: each one's highest storage, and what is kept as it ends. */
export interface StoredDay {
  readonly rows: readonly DayUsage[];
  readonly keptBytes: bigint;
}

export interface StorageMeter {
  add(columns: FileColumns): void;
  /** Of one day after the other, each once. */
  next(day: Period): StoredDay;
}

/** Changes of what is kept within a day: bytes in and out, each with its instant. */
interface OpenDay {
  readonly inAt: ReturnType<typeof openGrowing>;
  readonly inBytes: ReturnType<typeof openGrowing>;
  readonly outAt: ReturnType<typeof openGrowing>;
  readonly outBytes: ReturnType<typeof openGrowing>;
}

/**
 * Storage is a level that files raise and lower: a file that is kept throughout a day takes no part in it. Where the level at
 * the beginning is known, no file from before has to be read but those that end within the time.
 */
export function openStorageMeter({ period, nowMs }: Metering, openingBytes: bigint | null): StorageMeter {
  const firstMs = dayStart(period.fromMs);
  const days: OpenDay[] = [];
  let level = openingBytes ?? 0n;
  const dayAt = (atMs: number): OpenDay =>
    (days[Math.floor((atMs - firstMs) / dayMs)] ??= {
      ...{ inAt: openGrowing(), inBytes: openGrowing(), outAt: openGrowing(), outBytes: openGrowing() },
    });
  const untilMost = Math.min(period.untilMs, nowMs);
  return {
    add({ bytes: sizes, fromMs, untilMs }) {
      for (let row = 0; row < sizes.length; row++) {
        const [bytes, from] = [sizes[row]!, fromMs[row]!];
        const until = Number.isNaN(untilMs[row]!) ? Infinity : untilMs[row]!;
        // A file that was put in after now is not kept yet.
        if (until <= from || until <= period.fromMs || from >= untilMost) continue;
        if (from < period.fromMs) {
          if (openingBytes === null) level += BigInt(bytes);
        } else {
          const day = dayAt(from);
          day.inAt.push(from);
          day.inBytes.push(bytes);
        }
        if (until > untilMost) continue;
        // What goes out at midnight was not kept for any part of the new day.
        const day = dayAt(until - 1);
        day.outAt.push(until);
        day.outBytes.push(bytes);
      }
    },
    next(day) {
      const [fromMs, untilMs] = [Math.max(day.fromMs, period.fromMs), Math.min(day.untilMs, untilMost)];
      const opening = level;
      const found = days[Math.floor((fromMs - firstMs) / dayMs)];
      const swept = found === undefined ? still : sweep(found, untilMs);
      level += swept.change;
      const quantity = opening + swept.highest;
      const weight = opening * BigInt(Math.max(0, untilMs - fromMs)) + swept.weight;
      const hasAny = quantity > 0n && untilMs > fromMs;
      const row = { day: printDay(fromMs), use: kept, quantity, begunMinutes: 0n, weight, samples: [] };
      return { rows: hasAny ? [row] : [], keptBytes: level };
    },
  };
}

interface Swept {
  /** Bytes above the level at the beginning: at most, and at the end. */
  readonly highest: bigint;
  readonly change: bigint;
  /** Bytes × milliseconds above that level. */
  readonly weight: bigint;
}

const still: Swept = { highest: 0n, change: 0n, weight: 0n };

/** What goes out in the instant in which other comes in goes first. */
function sweep({ inAt, inBytes, outAt, outBytes }: OpenDay, untilMs: number): Swept {
  const into = { at: inAt.values(), bytes: inBytes.values() };
  const out = { at: outAt.values(), bytes: outBytes.values() };
  const [inOrder, outOrder] = [orderOf(into.at), orderOf(out.at)];
  const [added, taken] = [openProductSum(), openProductSum()];
  // Bytes of one day's files: exact to 9 PB.
  let [change, highest, gone] = [0, 0, 0];
  const takeUntil = (atMs: number): void => {
    for (; gone < outOrder.length && out.at[outOrder[gone]!]! <= atMs; gone++) {
      const row = outOrder[gone]!;
      change -= out.bytes[row]!;
      taken.add(out.bytes[row]!, untilMs - out.at[row]!);
    }
  };
  for (const row of inOrder) {
    takeUntil(into.at[row]!);
    change += into.bytes[row]!;
    if (change > highest) highest = change;
    added.add(into.bytes[row]!, untilMs - into.at[row]!);
  }
  takeUntil(Infinity);
  return {
    ...{ highest: BigInt(highest), change: BigInt(change) },
    weight: added.total() - taken.total(),
  };
}

/** Rows by their instants: both in one double, 27 bits of a day and 26 of rows. */
function orderOf(at: Float64Array): Uint32Array {
  const rows = 2 ** 26;
  let first = Infinity;
  for (let row = 0; row < at.length; row++) if (at[row]! < first) first = at[row]!;
  const packed = new Float64Array(at.length);
  for (let row = 0; row < at.length; row++) packed[row] = (at[row]! - first) * rows + row;
  packed.sort();
  const order = new Uint32Array(at.length);
  for (let place = 0; place < order.length; place++) order[place] = packed[place]! % rows;
  return order;
}

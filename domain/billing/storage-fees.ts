import { Decimal, printDecimal } from '../money.ts';
import type { Period } from './calendar.ts';
import { daysOf, intersect, printDay } from './calendar.ts';
import type { Bearer, Fee } from './fee.ts';
import type { Subject } from './price-book.ts';
import type { Tariff } from './tariff.ts';
import { printSource, rateOn, unpricedFee } from './tariff.ts';
import type { FileUsage } from './usage.ts';

/** Decimal, as the vendor's own examples reckon. */
export const bytesInGb = 1_000_000_000;

/** Where recordings are kept: the usage does not tell a class or a region. */
const storage: Subject = { item: 'storage.vod', class: 'standard', codec: null, region: 'outside' };

interface Kept {
  readonly file: FileUsage;
  readonly part: Period;
}

/** The most bytes kept at one instant. */
function peakBytes(kept: readonly Kept[]): number {
  const edges = kept
    .flatMap(({ file, part }) => [
      { atMs: part.fromMs, step: file.bytes },
      { atMs: part.untilMs, step: -file.bytes },
    ])
    .toSorted((one, other) => one.atMs - other.atMs || one.step - other.step);
  let now = 0;
  let peak = 0;
  for (const { step } of edges) {
    now += step;
    peak = Math.max(peak, now);
  }
  return peak;
}

/** The highest number of bytes kept on each day; borne by bytes × time. */
export function storageFees(
  tariff: Tariff,
  files: readonly FileUsage[],
  month: Period,
  nowMs: number,
): readonly Fee[] {
  const until = (file: FileUsage): number => Math.min(file.untilMs ?? nowMs, nowMs);
  const days = new Map<number, Kept[]>();
  for (const file of files) {
    const part = intersect({ fromMs: file.fromMs, untilMs: until(file) }, month);
    if (part === null) continue;
    for (const day of daysOf(part)) {
      const kept = days.get(day.fromMs) ?? [];
      days.set(day.fromMs, kept);
      kept.push({ file, part: intersect(part, day)! });
    }
  }
  return [...days.entries()]
    .toSorted(([one], [other]) => one - other)
    .map(([dayStartMs, kept]): Fee => {
      const bytes = peakBytes(kept);
      const quantity = new Decimal(bytes).div(bytesInGb);
      const bearers = kept.map(({ file, part }): Bearer => ({
        recordingId: file.recordingId,
        dayStartMs,
        weight: new Decimal(file.bytes).times(part.untilMs - part.fromMs),
      }));
      const description = `Highest storage of ${printDay(dayStartMs)}, standard, outside the mainland`;
      const unit = 'GB-day';
      const rate = rateOn(tariff, storage, dayStartMs);
      if (rate === null) return unpricedFee(storage, { description, quantity, unit, bearers });
      const unitPrice = new Decimal(rate.prices[0]!).div(rate.priceFor);
      return {
        ...{ charge: 'STORAGE', description, quantity, unit, unitPrice, bearers },
        amount: quantity.times(unitPrice),
        why: `${bytes} bytes at most = ${printDecimal(quantity)} GB × ${printDecimal(unitPrice)}`,
        source: printSource(rate.source),
      };
    });
}

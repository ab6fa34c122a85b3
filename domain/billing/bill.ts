import { Decimal, printDecimal, roundAmount } from '../money.ts';
import type { Period } from './calendar.ts';
import { dayStart, monthsOf } from './calendar.ts';
import type { Bearer, Charge, CostLine, Fee } from './fee.ts';
import { charges, shareOf } from './fee.ts';
import { cohortOfService } from './find-rate.ts';
import { playbackFees } from './playback-fees.ts';
import type { Cohort, PriceBook } from './price-book.ts';
import { recordingFees } from './recording-fees.ts';
import { storageFees } from './storage-fees.ts';
import { transcodingFees } from './transcoding-fees.ts';
import type { Usage } from './usage.ts';

export interface Bill {
  readonly lines: readonly CostLine[];
  readonly subtotals: Readonly<Record<Charge, Decimal>>;
  readonly total: Decimal;
}

export interface BillOptions {
  readonly book: PriceBook;
  readonly cohort: Cohort;
  readonly usage: Usage;
  /** What is still running or kept is counted until now. */
  readonly nowMs: number;
}

/** Every fee of the months that a time touches; `usage` must hold those months whole. */
export function feesOf({ book, cohort, usage, nowMs }: BillOptions, period: Period): readonly Fee[] {
  const tariff = { book, cohort: cohortOfService[cohort] };
  return monthsOf(period).flatMap((month) => [
    ...recordingFees(tariff, usage.channels, month, nowMs),
    ...transcodingFees(tariff, usage.mixes, month, nowMs),
    ...storageFees(tariff, usage.files, month, nowMs),
    ...playbackFees(tariff, usage.playback, month),
  ]);
}

/** The sum of lines, by charge and altogether. */
export function billOf(lines: readonly CostLine[]): Bill {
  const sumOf = (charge: Charge): Decimal =>
    Decimal.sum(0, ...lines.filter((line) => line.charge === charge).map(({ amount }) => amount));
  const subtotals = Object.fromEntries(charges.map((charge) => [charge, sumOf(charge)])) as Record<
    Charge,
    Decimal
  >;
  return { lines, subtotals, total: Decimal.sum(0, ...Object.values(subtotals)) };
}

function shareLines(fees: readonly Fee[], whose: string, belongs: (bearer: Bearer) => boolean): CostLine[] {
  return fees.flatMap(({ bearers, ...line }) => {
    const { amount, ratio } = shareOf({ bearers, ...line }, belongs);
    if (ratio.isZero()) return [];
    if (ratio.equals(1)) return [line];
    const percent = ratio.times(100).toDecimalPlaces(4);
    return [
      {
        ...line,
        quantity: roundAmount(line.quantity.times(ratio)),
        amount,
        why: `${line.why}; of this, ${whose} ${printDecimal(percent)} % by its use`,
      },
    ];
  });
}

/** The bill of a time of whole days. A fee of a month is borne by its days in proportion to their use. */
export function billPeriod(options: BillOptions, period: Period): Bill {
  const within = ({ dayStartMs }: Bearer): boolean =>
    dayStartMs >= dayStart(period.fromMs) && dayStartMs < period.untilMs;
  return billOf(shareLines(feesOf(options, period), 'this time has', within));
}

/** What one recording costs: its shares of every fee that it was part of. The shares of all recordings sum to the bill. */
export function billRecording(options: BillOptions, recordingId: string, period: Period): Bill {
  const own = (bearer: Bearer): boolean => bearer.recordingId === recordingId;
  return billOf(shareLines(feesOf(options, period), 'this recording has', own));
}

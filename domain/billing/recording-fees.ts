import { Decimal, printDecimal, roundAmount } from '../money.ts';
import { dayMs, daysOf, intersect, printDay, printMonth } from './calendar.ts';
import type { Period } from './calendar.ts';
import type { Bearer, Fee } from './fee.ts';
import { cohortRow, sizesOf } from './find-rate.ts';
import type { MinuteSpan } from './minute-fees.ts';
import { minuteFees } from './minute-fees.ts';
import type { Subject } from './price-book.ts';
import { classOfPicture } from './sizes.ts';
import type { Tariff } from './tariff.ts';
import { printSource, rateOn, unpricedFee } from './tariff.ts';
import type { ChannelUsage } from './usage.ts';

const channel: Subject = { item: 'recording.css-channel', class: null, codec: null, region: null };

/** What recording a month's channels costs, by the service that the cohort's row names. */
export function recordingFees(
  tariff: Tariff,
  channels: readonly ChannelUsage[],
  month: Period,
  nowMs: number,
): readonly Fee[] {
  return cohortRow(tariff.book, tariff.cohort).recording === 'recording.css-channel'
    ? peakChannelFees(tariff, channels, month, nowMs)
    : fileMinuteFees(tariff, channels, month, nowMs);
}

function spanOf({ startMs, endMs }: ChannelUsage, nowMs: number): Period {
  return { fromMs: startMs, untilMs: Math.max(startMs, endMs ?? nowMs) };
}

/** The highest number of spans that hold one instant. One that ends where another begins does not meet it. */
function peakOf(spans: readonly Period[]): number {
  const edges = spans
    .flatMap(({ fromMs, untilMs }) => [
      { atMs: fromMs, step: 1 },
      { atMs: untilMs, step: -1 },
    ])
    .toSorted((one, other) => one.atMs - other.atMs || one.step - other.step);
  let open = 0;
  let peak = 0;
  for (const { step } of edges) {
    open += step;
    peak = Math.max(peak, open);
  }
  return peak;
}

/**
 * The month's fee for its highest number of channels at one time. The vendor samples every five minutes and does not say
 * how within them: here the highest within counts, so a bill may be a little below this, never above.
 */
function peakChannelFees(
  tariff: Tariff,
  channels: readonly ChannelUsage[],
  month: Period,
  nowMs: number,
): readonly Fee[] {
  const parts = channels.flatMap((used) => {
    const part = intersect(spanOf(used, nowMs), month);
    return part === null ? [] : [{ recordingId: used.recordingId, part }];
  });
  if (parts.length === 0) return [];
  const bearers: Bearer[] = parts.flatMap(({ recordingId, part }) =>
    daysOf(part).map((day) => {
      const within = intersect(part, day)!;
      return { recordingId, dayStartMs: day.fromMs, weight: new Decimal(within.untilMs - within.fromMs) };
    }),
  );
  const peak = peakOf(parts.map(({ part }) => part));
  const validDays = new Set(bearers.map(({ dayStartMs }) => dayStartMs)).size;
  const monthDays = Math.round((month.untilMs - month.fromMs) / dayMs);
  const description = `Highest number of recording channels at one time in ${printMonth(month.fromMs)} (each stream in each format is one)`;
  const unit = 'channel-month';
  const rate = rateOn(tariff, channel, month.fromMs);
  if (rate === null)
    return [unpricedFee(channel, { description, quantity: new Decimal(peak), unit, bearers })];
  const unitPrice = new Decimal(rate.prices[0]!).div(rate.priceFor);
  const share = rate.byValidDays ? new Decimal(validDays).div(monthDays) : new Decimal(1);
  const days = rate.byValidDays
    ? ` × ${validDays} of ${monthDays} days with recording`
    : '; this book knows no share of days';
  return [
    {
      ...{ charge: 'RECORDING', description, unit, unitPrice, bearers },
      quantity: roundAmount(share.times(peak)),
      amount: roundAmount(
        rate.byValidDays ? unitPrice.times(peak).times(validDays).div(monthDays) : unitPrice.times(peak),
      ),
      why: `${printDecimal(unitPrice)} × ${peak} channels${days}`,
      source: printSource(rate.source),
    },
  ];
}

/** Minutes of files by day and class; the seconds of a day and class are summed, then rounded up to minutes. */
function fileMinuteFees(
  tariff: Tariff,
  channels: readonly ChannelUsage[],
  month: Period,
  nowMs: number,
): readonly Fee[] {
  const item = 'recording.trtc-file';
  const spans = channels.map((used): MinuteSpan => {
    const span = spanOf(used, nowMs);
    const { width, height } = used;
    const sizes = sizesOf(tariff.book, item, { cohort: tariff.cohort, day: printDay(span.fromMs) });
    const size =
      width === null || height === null ? 'audio' : sizes && classOfPicture(sizes, { width, height });
    return {
      ...{
        recordingId: used.recordingId,
        span,
        useId: '',
        description: `Recorded files, ${size ?? 'any size'}`,
      },
      subject: { item, class: size, codec: null, region: null },
    };
  });
  return minuteFees(tariff, spans, month);
}

import { Decimal, printDecimal, roundAmount } from '../money.ts';
import { dayMs, daysOf, intersect, printDay, printMonth } from './calendar.ts';
import type { Period } from './calendar.ts';
import type { Bearer, Fee } from './fee.ts';
import type { FileMinutePrice, PeakChannelPrice } from './price-book.ts';
import type { ChannelUsage } from './usage.ts';

const minuteMs = 60_000;

function spanOf({ startMs, endMs }: ChannelUsage, nowMs: number): Period {
  return { fromMs: startMs, untilMs: Math.max(startMs, endMs ?? nowMs) };
}

/** The highest number of spans that hold one instant. One that ends where another begins does not meet it. */
export function peakOf(spans: readonly Period[]): number {
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
export function peakChannelFees(
  price: PeakChannelPrice,
  channels: readonly ChannelUsage[],
  month: Period,
  nowMs: number,
): readonly Fee[] {
  const parts = channels.flatMap((channel) => {
    const part = intersect(spanOf(channel, nowMs), month);
    return part === null ? [] : [{ recordingId: channel.recordingId, part }];
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
  const unitPrice = new Decimal(price.perChannelMonth);
  const share = price.byValidDays ? new Decimal(validDays).div(monthDays) : new Decimal(1);
  const days = price.byValidDays
    ? ` × ${validDays} of ${monthDays} days with recording`
    : '; this book knows no share of days';
  return [
    {
      charge: 'RECORDING',
      description: `Highest number of recording channels at one time in ${printMonth(month.fromMs)} (each stream in each format is one)`,
      quantity: roundAmount(share.times(peak)),
      unit: 'channel-month',
      unitPrice,
      amount: roundAmount(unitPrice.times(peak).times(share)),
      why: `${printDecimal(unitPrice)} × ${peak} channels${days}`,
      source: price.source,
      bearers,
    },
  ];
}

function classOf(price: FileMinutePrice, { width, height }: ChannelUsage): { name: string; price: string } {
  if (width === null || height === null) return { name: 'audio', price: price.audio };
  return price.classes.find(({ maxPixels }) => maxPixels === null || width * height <= maxPixels)!;
}

/** Minutes of files by day and class; the seconds of a day and class are summed, then rounded up to minutes. */
export function fileMinuteFees(
  price: FileMinutePrice,
  channels: readonly ChannelUsage[],
  month: Period,
  nowMs: number,
): readonly Fee[] {
  const groups = new Map<string, { day: Period; name: string; price: string; bearers: Bearer[] }>();
  for (const channel of channels) {
    const part = intersect(spanOf(channel, nowMs), month);
    if (part === null) continue;
    const size = classOf(price, channel);
    for (const day of daysOf(part)) {
      const within = intersect(part, day)!;
      const key = `${day.fromMs}/${size.name}`;
      const group = groups.get(key) ?? { day, ...size, bearers: [] };
      groups.set(key, group);
      group.bearers.push({
        recordingId: channel.recordingId,
        dayStartMs: day.fromMs,
        weight: new Decimal(within.untilMs - within.fromMs),
      });
    }
  }
  return [...groups.values()].map(({ day, name, price: perThousand, bearers }) => {
    const ms = Decimal.sum(0, ...bearers.map(({ weight }) => weight));
    const minutes = ms.div(minuteMs).ceil();
    const unitPrice = new Decimal(perThousand).div(1000);
    return {
      charge: 'RECORDING' as const,
      description: `Recorded files, ${name}, ${printDay(day.fromMs)}`,
      quantity: minutes,
      unit: 'minute',
      unitPrice,
      amount: minutes.times(unitPrice),
      why: `${printDecimal(ms.div(1000))} s of all files, rounded up to ${printDecimal(minutes)} min × ${printDecimal(unitPrice)}`,
      source: price.source,
      bearers,
    };
  });
}

import { Decimal, printDecimal } from '../money.ts';
import type { Period } from './calendar.ts';
import { daysOf, intersect, printDay } from './calendar.ts';
import type { Fee } from './fee.ts';
import type { TranscodingPrice } from './price-book.ts';
import type { MixUsage } from './usage.ts';

const minuteMs = 60_000;

export function transcodingClass(
  price: TranscodingPrice,
  width: number,
  height: number,
): { readonly name: string; readonly price: string } {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  return price.classes.find(
    ({ maxLong, maxShort }) =>
      (maxLong === null || long <= maxLong) && (maxShort === null || short <= maxShort),
  )!;
}

/** Each mix by its output's class; its time on one day is rounded up to a minute. */
export function transcodingFees(
  price: TranscodingPrice,
  mixes: readonly MixUsage[],
  month: Period,
  nowMs: number,
): readonly Fee[] {
  return mixes.flatMap((mix) => {
    const part = intersect({ fromMs: mix.startMs, untilMs: mix.endMs ?? nowMs }, month);
    if (part === null) return [];
    const size = transcodingClass(price, mix.width, mix.height);
    const unitPrice = new Decimal(size.price);
    return daysOf(part).map((day): Fee => {
      const within = intersect(part, day)!;
      const ms = new Decimal(within.untilMs - within.fromMs);
      const minutes = ms.div(minuteMs).ceil();
      return {
        charge: 'TRANSCODING',
        description: `Mixing to ${mix.width}×${mix.height} (H.264, ${size.name}), ${printDay(day.fromMs)}`,
        quantity: minutes,
        unit: 'minute',
        unitPrice,
        amount: minutes.times(unitPrice),
        why: `${printDecimal(ms.div(1000))} s of this mix, rounded up to ${printDecimal(minutes)} min × ${printDecimal(unitPrice)}`,
        source: price.source,
        bearers: [{ recordingId: mix.recordingId, dayStartMs: day.fromMs, weight: ms }],
      };
    });
  });
}

import { Decimal, printDecimal } from '../money.ts';
import type { Period } from './calendar.ts';
import { dayStart, printDay } from './calendar.ts';
import type { Bearer, Fee } from './fee.ts';
import type { PlaybackPrice } from './price-book.ts';
import { bytesInGb } from './storage-fees.ts';
import type { PlaybackBytes } from './usage.ts';

/** The tier that a day's total reaches: a bound belongs to the tier that begins there. */
export function playbackTier(price: PlaybackPrice, gb: Decimal): PlaybackPrice['tiers'][number] {
  return price.tiers.findLast(({ fromGb }) => gb.greaterThanOrEqualTo(fromGb))!;
}

/** The traffic of each day; its whole total takes the price of the tier it reaches. */
export function playbackFees(
  price: PlaybackPrice,
  playback: readonly PlaybackBytes[],
  month: Period,
): readonly Fee[] {
  const days = new Map<number, Bearer[]>();
  for (const { recordingId, slotStartMs, bytes } of playback) {
    if (bytes === 0 || slotStartMs < month.fromMs || slotStartMs >= month.untilMs) continue;
    const dayStartMs = dayStart(slotStartMs);
    const bearers = days.get(dayStartMs) ?? [];
    days.set(dayStartMs, bearers);
    bearers.push({ recordingId, dayStartMs, weight: new Decimal(bytes) });
  }
  return [...days.entries()]
    .toSorted(([one], [other]) => one - other)
    .map(([dayStartMs, bearers]): Fee => {
      const bytes = Decimal.sum(0, ...bearers.map(({ weight }) => weight));
      const quantity = bytes.div(bytesInGb);
      const tier = playbackTier(price, quantity);
      const unitPrice = new Decimal(tier.perGb);
      return {
        charge: 'PLAYBACK',
        description: `Traffic of ${printDay(dayStartMs)}, ${price.where}`,
        quantity,
        unit: 'GB',
        unitPrice,
        amount: quantity.times(unitPrice),
        why: `${printDecimal(bytes)} bytes served = ${printDecimal(quantity)} GB × ${printDecimal(unitPrice)} (the day's total is in the tier from ${tier.fromGb} GB)`,
        source: price.source,
        bearers,
      };
    });
}

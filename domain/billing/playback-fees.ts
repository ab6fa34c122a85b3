import { Decimal, printDecimal } from '../money.ts';
import type { Period } from './calendar.ts';
import { dayStart, printDay } from './calendar.ts';
import type { Bearer, Fee } from './fee.ts';
import type { Subject } from './price-book.ts';
import { bytesInGb } from './storage-fees.ts';
import type { Tariff } from './tariff.ts';
import { printSource, rateOn, unpricedFee } from './tariff.ts';
import type { TierStep } from './tier-walk.ts';
import { walkTiers } from './tier-walk.ts';
import type { PlaybackBytes } from './usage.ts';

/** The usage does not tell where players were: the first region of Asia-Pacific stands for all. */
const traffic: Subject = { item: 'traffic.vod', class: null, codec: null, region: 'ap1' };

/** The traffic of each day; its whole total takes the price of the tier it reaches. */
export function playbackFees(
  tariff: Tariff,
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
      const description = `Traffic of ${printDay(dayStartMs)}, Asia-Pacific 1 (Hong Kong, Macao, Vietnam, Singapore, Thailand)`;
      const unit = 'GB';
      const rate = rateOn(tariff, traffic, dayStartMs);
      if (rate === null) return unpricedFee(traffic, { description, quantity, unit, bearers });
      const [{ unitPrice, fromQuantity, amount }] = walkTiers(rate, quantity) as [TierStep];
      return {
        ...{ charge: 'PLAYBACK', description, quantity, unit, unitPrice, amount, bearers },
        why: `${printDecimal(bytes)} bytes served = ${printDecimal(quantity)} GB × ${printDecimal(unitPrice)} (the day's total is in the tier from ${printDecimal(fromQuantity)} GB)`,
        source: printSource(rate.source),
      };
    });
}

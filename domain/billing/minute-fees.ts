import { Decimal, printDecimal } from '../money.ts';
import type { Period } from './calendar.ts';
import { daysOf, intersect, printDay } from './calendar.ts';
import type { Bearer, Fee } from './fee.ts';
import { items } from './items.ts';
import type { Subject } from './price-book.ts';
import type { Tariff } from './tariff.ts';
import { printSource, rateOn, unpricedFee } from './tariff.ts';

const minuteMs = 60_000;

/** Some time of a use that is charged by the minute. */
export interface MinuteSpan {
  readonly recordingId: string | null;
  readonly subject: Subject;
  /** The use in words; uses that are rounded up together share it. */
  readonly description: string;
  /** Tells a single use from others, where each is rounded up by itself. */
  readonly useId: string;
  readonly span: Period;
}

interface Group {
  readonly day: Period;
  readonly use: MinuteSpan;
  readonly bearers: Bearer[];
}

/** Minutes by day: begun ones count whole, of each use or of a class’s sum, as the price says. */
export function minuteFees(tariff: Tariff, spans: readonly MinuteSpan[], month: Period): readonly Fee[] {
  const groups = new Map<string, Group>();
  for (const use of spans) {
    const part = intersect(use.span, month);
    if (part === null) continue;
    for (const day of daysOf(part)) {
      const rate = rateOn(tariff, use.subject, day.fromMs);
      const { item, class: size, codec } = use.subject;
      const shared = rate?.roundUp === 'each' ? use.useId : '';
      const key = [day.fromMs, item, size, codec, shared].join('/');
      const group = groups.get(key) ?? { day, use, bearers: [] };
      groups.set(key, group);
      const within = intersect(part, day)!;
      const weight = new Decimal(within.untilMs - within.fromMs);
      group.bearers.push({ recordingId: use.recordingId, dayStartMs: day.fromMs, weight });
    }
  }
  return [...groups.values()].map((group) => minuteFee(tariff, group));
}

function minuteFee(tariff: Tariff, { day, use, bearers }: Group): Fee {
  const rate = rateOn(tariff, use.subject, day.fromMs);
  const ms = Decimal.sum(0, ...bearers.map(({ weight }) => weight));
  const quantity = ms.div(minuteMs).ceil();
  const description = `${use.description}, ${printDay(day.fromMs)}`;
  if (rate === null) return unpricedFee(use.subject, { description, quantity, unit: 'minute', bearers });
  const unitPrice = new Decimal(rate.prices[0]!).div(rate.priceFor);
  const whose = rate.roundUp === 'each' ? 'of this one' : 'of all together';
  return {
    ...{ charge: items[use.subject.item], description, quantity, unit: 'minute', unitPrice, bearers },
    amount: quantity.times(unitPrice),
    why: `${printDecimal(ms.div(1000))} s ${whose}, rounded up to ${printDecimal(quantity)} min × ${printDecimal(unitPrice)}`,
    source: printSource(rate.source),
  };
}

import { Decimal, printDecimal } from '../money.ts';
import type { Rate } from './price-book.ts';

/** The part of a quantity that lies in one tier. */
export interface TierStep {
  readonly fromQuantity: Decimal;
  /** Null in the last tier. */
  readonly untilQuantity: Decimal | null;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  readonly amount: Decimal;
}

type Tiered = Pick<Rate, 'walk' | 'tierFrom' | 'prices' | 'priceFor' | 'boundIn'>;

/** A row of a price table in numbers: from where on it holds, and what one unit costs there. */
interface Tier {
  readonly from: Decimal;
  readonly unitPrice: Decimal;
}

/** A rate never changes, and a bill of a month walks the same few a thousand times: its texts are read once. */
const known = new WeakMap<Tiered, readonly Tier[]>();

function tiersOf(rate: Tiered): readonly Tier[] {
  const found = known.get(rate);
  if (found !== undefined) return found;
  const tiers = rate.tierFrom.map((from, tier) => ({
    from: new Decimal(from),
    unitPrice: new Decimal(rate.prices[tier]!).div(rate.priceFor),
  }));
  known.set(rate, tiers);
  return tiers;
}

function tierAt(rate: Tiered, quantity: Decimal): number {
  return tiersOf(rate).findLastIndex(
    ({ from }, index) =>
      index === 0 ||
      (rate.boundIn === 'next' ? quantity.greaterThanOrEqualTo(from) : quantity.greaterThan(from)),
  );
}

/** What a quantity costs, tier by tier: one step where the whole takes one price, several where each part has its own. */
export function walkTiers(rate: Tiered, quantity: Decimal): readonly TierStep[] {
  const tiers = tiersOf(rate);
  const step = (tier: number, part: Decimal): TierStep => {
    const { from, unitPrice } = tiers[tier]!;
    return {
      fromQuantity: from,
      untilQuantity: tiers[tier + 1]?.from ?? null,
      ...{ quantity: part, unitPrice, amount: part.times(unitPrice) },
    };
  };
  const reached = tierAt(rate, quantity);
  if (rate.walk !== 'graduated') return [step(reached, quantity)];
  return tiers.slice(0, reached + 1).map(({ from }, tier) => {
    const until = tier === reached ? quantity : tiers[tier + 1]!.from;
    return step(tier, until.minus(from));
  });
}

/** How the tiers were walked, in words; null where there are none. */
export function describeWalk(rate: Tiered & Pick<Rate, 'unit' | 'per'>, step: TierStep): string | null {
  if (rate.tierFrom.length === 1) return null;
  const until = step.untilQuantity === null ? 'on' : `to ${printDecimal(step.untilQuantity)}`;
  const tier = `the tier from ${printDecimal(step.fromQuantity)} ${until} ${rate.unit}`;
  return rate.walk === 'volume'
    ? `volume: the whole of a ${rate.per} takes the price of ${tier}`
    : `graduated: ${printDecimal(step.quantity)} ${rate.unit} lie in ${tier}`;
}

/** Where a little more would cost less: the quantity from which it does, and what that costs; null where it never does. */
export function cheaperAbove(
  rate: Tiered,
  quantity: Decimal,
): { readonly fromQuantity: Decimal; readonly amount: Decimal } | null {
  if (rate.walk !== 'volume') return null;
  const now = walkTiers(rate, quantity)[0]!.amount;
  for (const { from, unitPrice } of tiersOf(rate)) {
    if (quantity.greaterThanOrEqualTo(from)) continue;
    const amount = from.times(unitPrice);
    if (amount.lessThan(now)) return { fromQuantity: from, amount };
  }
  return null;
}

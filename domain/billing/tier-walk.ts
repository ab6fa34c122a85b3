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

function tierAt(rate: Tiered, quantity: Decimal): number {
  return rate.tierFrom.findLastIndex(
    (from, index) =>
      index === 0 ||
      (rate.boundIn === 'next' ? quantity.greaterThanOrEqualTo(from) : quantity.greaterThan(from)),
  );
}

/** What a quantity costs, tier by tier: one step where the whole takes one price, several where each part has its own. */
export function walkTiers(rate: Tiered, quantity: Decimal): readonly TierStep[] {
  const step = (tier: number, part: Decimal): TierStep => {
    const unitPrice = new Decimal(rate.prices[tier]!).div(rate.priceFor);
    const until = rate.tierFrom[tier + 1];
    return {
      fromQuantity: new Decimal(rate.tierFrom[tier]!),
      untilQuantity: until === undefined ? null : new Decimal(until),
      ...{ quantity: part, unitPrice, amount: part.times(unitPrice) },
    };
  };
  const reached = tierAt(rate, quantity);
  if (rate.walk !== 'graduated') return [step(reached, quantity)];
  return rate.tierFrom.slice(0, reached + 1).map((from, tier) => {
    const until = tier === reached ? quantity : new Decimal(rate.tierFrom[tier + 1]!);
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
  for (const [tier, from] of rate.tierFrom.entries()) {
    if (quantity.greaterThanOrEqualTo(from)) continue;
    const amount = new Decimal(from).times(new Decimal(rate.prices[tier]!).div(rate.priceFor));
    if (amount.lessThan(now)) return { fromQuantity: new Decimal(from), amount };
  }
  return null;
}

import { Decimal } from '../money.ts';

/**
 * Amounts cut to so many decimals, so that they sum to the cut sum of all: each is cut down, and those that lost most get a last
 * digit more (largest remainder, the first of equals).
 */
export function roundTogether(amounts: readonly Decimal[], decimals: number): readonly Decimal[] {
  const unit = new Decimal(10).pow(-decimals);
  const cut = amounts.map((amount) => amount.toDecimalPlaces(decimals, Decimal.ROUND_FLOOR));
  const whole = Decimal.sum(0, ...amounts).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP);
  const missing = whole
    .minus(Decimal.sum(0, ...cut))
    .div(unit)
    .toNumber();
  const lost = amounts.map((amount, index) => ({ index, by: amount.minus(cut[index]!) }));
  const raised = new Set(
    lost
      .toSorted((one, other) => other.by.comparedTo(one.by) || one.index - other.index)
      .slice(0, missing)
      .map(({ index }) => index),
  );
  return cut.map((amount, index) => (raised.has(index) ? amount.plus(unit) : amount));
}

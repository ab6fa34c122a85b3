import type { Decimal } from '../money.ts';
import type { Rate } from './price-book.ts';
import { walkTiers } from './tier-walk.ts';

/** The same quantity on so many days (or months), each of which is rated by itself. */
export interface Run {
  readonly quantity: Decimal;
  readonly periods: number;
}

/** Takes what is paid already off the first periods; answers what is left to be rated, and how much was taken. */
export function coverRun(
  run: Run,
  available: Decimal,
): { readonly runs: readonly Run[]; readonly taken: Decimal } {
  const { quantity, periods } = run;
  const whole = quantity.times(periods);
  if (quantity.isZero() || available.greaterThanOrEqualTo(whole)) return { runs: [], taken: whole };
  const full = available.div(quantity).floor().toNumber();
  const rest = available.minus(quantity.times(full));
  const untouched = periods - full - (rest.isZero() ? 0 : 1);
  const runs = [
    ...(rest.isZero() ? [] : [{ quantity: quantity.minus(rest), periods: 1 }]),
    ...(untouched > 0 ? [{ quantity, periods: untouched }] : []),
  ];
  return { runs, taken: available };
}

/** What a run costs, tier by tier. */
export function rateRun(rate: Rate, { quantity, periods }: Run): ReturnType<typeof walkTiers> {
  return walkTiers(rate, quantity).map((step) => ({ ...step, amount: step.amount.times(periods) }));
}

import { Decimal } from '../money.ts';
import type { Use } from './use.ts';

/** A part of a fee's use that someone bears: all of one use on one day. */
export interface Bearer {
  readonly day: string;
  /** Which use, as the meter calls it. */
  readonly key: string;
  /** How much of it there is to share, in a measure common to the fee. */
  readonly weight: bigint;
}

/**
 * So much of one use, so many times on each of so many days. A plan and a meter both speak in these, and what follows is the
 * same for both.
 */
export interface Quantity {
  readonly use: Use;
  /** `2026-06-01`: its first day, whose prices hold. */
  readonly day: string;
  /** Of one use, in the unit of the price: minutes, GB, channels. */
  readonly each: Decimal;
  readonly usesPerDay: Decimal;
  readonly days: number;
  /** Begun units of a day's uses, each counted whole by itself; null where all uses are alike. */
  readonly begunPerDay: Decimal | null;
  /** The share of a month's days in which a month's fee was used. */
  readonly share: { readonly used: number; readonly of: number } | null;
  /** How the quantity came about, in words. */
  readonly origin: string;
  readonly assumptions: readonly string[];
  /** Empty in a plan. */
  readonly bearers: readonly Bearer[];
}

const once = new Decimal(1);
const exact = (value: Decimal | string | number): Decimal =>
  value instanceof Decimal ? value : new Decimal(value);

/** A quantity with what most have. */
export function quantityOf(
  use: Use,
  found: Pick<Quantity, 'day' | 'origin'> &
    Partial<Omit<Quantity, 'each' | 'usesPerDay'>> & {
      readonly each: Decimal | string | number;
      readonly usesPerDay?: Decimal | string | number;
    },
): Quantity {
  return {
    ...{ use, days: 1, begunPerDay: null, share: null, assumptions: [], bearers: [] },
    ...found,
    each: exact(found.each),
    usesPerDay: exact(found.usesPerDay ?? once),
  };
}

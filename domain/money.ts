import { Decimal as DecimalClass } from 'decimal.js';

/** Exact decimals for prices, quantities and money: 60 digits, far beyond anything here. Never made from a float. */
export const Decimal = DecimalClass.clone({ precision: 60, rounding: DecimalClass.ROUND_HALF_UP });
export type Decimal = DecimalClass;

/** Where a division does not end, an amount is cut here. The vendor publishes no rule for it. */
export const amountDecimals = 10;

export function roundAmount(value: Decimal): Decimal {
  return value.toDecimalPlaces(amountDecimals, DecimalClass.ROUND_HALF_UP);
}

/** Shares of a whole are cut down, so that together they never are more than it. */
export function roundAmountDown(value: Decimal): Decimal {
  return value.toDecimalPlaces(amountDecimals, DecimalClass.ROUND_DOWN);
}

/** Every digit, no exponent. */
export function printDecimal(value: Decimal): string {
  return value.toFixed();
}

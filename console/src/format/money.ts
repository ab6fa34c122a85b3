import { Decimal } from 'decimal.js';

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',');

/** A decimal as it is, to its last digit, with thousands set apart: `12,345.678`. Never a float. */
export function formatDecimal(text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text) ?? [];
  return whole === '' ? text : `${sign === '-' ? '−' : ''}${grouped(whole)}${rest}`;
}

/** `1 minute`, `7 minutes`, `0.2 channel-months`; a unit that is no word, as GB, stays as it is. */
export function formatUnit(quantity: string, unit: string): string {
  return new Decimal(quantity).equals(1) || !/[a-z]$/.test(unit) ? unit : `${unit}s`;
}

/** An amount in the parts that it is set in: `−$1,234.56` and the digits beyond cents, `7891`. */
export function splitMoney(amount: string, currency: string): readonly [cents: string, beyond: string] {
  const symbol = currency === 'USD' ? '$' : `${currency} `;
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount) ?? [];
  const cents = `${sign === '-' ? '−' : ''}${symbol}${grouped(whole)}.${fraction.slice(0, 2).padEnd(2, '0')}`;
  return [cents, fraction.slice(2)];
}

/** Money to the last digit that matters: `$0.0057`, at least two decimals. */
export function formatMoney(amount: string, currency: string): string {
  return splitMoney(amount, currency).join('');
}

/** To the cent, half to even, for what is told and not counted: a forecast has no more digits than that. */
export function formatCents(amount: string, currency: string): string {
  return formatMoney(new Decimal(amount).toFixed(2, Decimal.ROUND_HALF_EVEN), currency);
}

/** `+$1.20`, `−$0.30`, `$0.00`: the sign is said, so that no colour needs to. */
export function formatDifference(amount: string, currency: string): string {
  return `${new Decimal(amount).greaterThan(0) ? '+' : ''}${formatMoney(amount, currency)}`;
}

/** Percent that a part is of a whole, within 0 and 100, for widths and places; 0 of nothing. */
export function percentOf(part: string, whole: string): string {
  const all = new Decimal(whole);
  if (all.lessThanOrEqualTo(0)) return '0';
  return Decimal.min(100, Decimal.max(0, new Decimal(part).div(all).times(100)))
    .toDecimalPlaces(2)
    .toFixed();
}

/** `34.1 %`, and `<0.1 %` of what is there all the same. */
export function formatShare(part: string, whole: string): string {
  const all = new Decimal(whole);
  if (all.isZero()) return '0 %';
  const percent = new Decimal(part).div(all).times(100);
  if (percent.greaterThan(0) && percent.lessThan('0.1')) return '<0.1 %';
  return `${percent.toDecimalPlaces(1).toFixed()} %`;
}

export function sumOf(amounts: readonly string[]): string {
  return Decimal.sum(0, ...amounts).toFixed();
}

/** Negative where the first is less. */
export function compareAmounts(one: string, other: string): number {
  return new Decimal(one).comparedTo(other);
}

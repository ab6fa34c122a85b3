import { Decimal, roundAmount } from '../money.ts';

export const charges = ['RECORDING', 'TRANSCODING', 'STORAGE', 'PLAYBACK', 'OTHER'] as const;
export type Charge = (typeof charges)[number];

/** Who bears a fee: a part of a recording's use on one day, in some measure common to the fee. */
export interface Bearer {
  readonly recordingId: string | null;
  readonly dayStartMs: number;
  readonly weight: Decimal;
}

/** A fee as the vendor would charge it, and what it came from. */
export interface Fee {
  readonly charge: Charge;
  readonly description: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly unitPrice: Decimal;
  readonly amount: Decimal;
  /** The formula with its numbers. */
  readonly why: string;
  readonly source: string;
  readonly bearers: readonly Bearer[];
}

/** One line of a bill. */
export type CostLine = Omit<Fee, 'bearers'>;

/**
 * The part of a fee that some of its bearers have, by weight. Cut so that the parts of any division of the bearers sum to
 * the whole fee to its last digit: each bearer has the difference of two rounded running sums.
 */
export function shareOf(fee: Fee, belongs: (bearer: Bearer) => boolean): { amount: Decimal; ratio: Decimal } {
  const sorted = fee.bearers.toSorted(
    (one, other) =>
      one.dayStartMs - other.dayStartMs || (one.recordingId ?? '').localeCompare(other.recordingId ?? ''),
  );
  const whole = Decimal.sum(0, ...sorted.map(({ weight }) => weight));
  if (whole.isZero()) return { amount: new Decimal(0), ratio: new Decimal(0) };
  let running = new Decimal(0);
  let before = new Decimal(0);
  let amount = new Decimal(0);
  let weight = new Decimal(0);
  for (const bearer of sorted) {
    running = running.plus(bearer.weight);
    const until = running.equals(whole) ? fee.amount : roundAmount(fee.amount.times(running).div(whole));
    if (belongs(bearer)) {
      amount = amount.plus(until.minus(before));
      weight = weight.plus(bearer.weight);
    }
    before = until;
  }
  return { amount, ratio: weight.div(whole) };
}

import { Decimal, printDecimal, roundAmount } from '../../money.ts';
import type { Charge } from '../items.ts';
import type { Tolerance } from './measures.ts';

export const comparisonClasses = ['MATCHED', 'PROVIDER_ONLY', 'OURS_ONLY', 'DIFFERS'] as const;
export type ComparisonClass = (typeof comparisonClasses)[number];

/** What one side says of a day and a charge. */
export interface Stated {
  /** `2026-10-05`, or `2026-10` for what a whole month is charged. */
  readonly period: string;
  readonly charge: Charge;
  /** What of the charge: `recorded/HD`, or `amount`. */
  readonly of: string;
  readonly unit: string;
  readonly quantity: Decimal;
}

/** Both sides of one of them; numbers are decimal text. */
export interface Comparison {
  readonly period: string;
  readonly charge: Charge;
  readonly of: string;
  readonly unit: string;
  readonly ours: string;
  readonly theirs: string;
  /** Theirs less ours. */
  readonly difference: string;
  readonly class: ComparisonClass;
}

const keyOf = ({ period, charge, of }: Stated): string => [period, charge, of].join(' ');

function sumByKey(stated: readonly Stated[]): ReadonlyMap<string, Stated> {
  const sums = new Map<string, Stated>();
  for (const one of stated) {
    const known = sums.get(keyOf(one));
    const quantity = known === undefined ? one.quantity : known.quantity.plus(one.quantity);
    sums.set(keyOf(one), { ...one, quantity });
  }
  return sums;
}

/** Within the tolerance comes first: a second that one side alone has is no finding. */
export function classOf(ours: Decimal, theirs: Decimal, { absolute, relative }: Tolerance): ComparisonClass {
  const larger = Decimal.max(ours.abs(), theirs.abs());
  const allowed = Decimal.max(absolute, larger.times(relative));
  if (theirs.minus(ours).abs().lessThanOrEqualTo(allowed)) return 'MATCHED';
  if (ours.isZero()) return 'PROVIDER_ONLY';
  return theirs.isZero() ? 'OURS_ONLY' : 'DIFFERS';
}

/** Every day and charge that either side has anything of, in order; several statements of one are summed first. */
export function compare(
  ours: readonly Stated[],
  theirs: readonly Stated[],
  toleranceOf: (stated: Stated) => Tolerance,
): readonly Comparison[] {
  const [own, other] = [sumByKey(ours), sumByKey(theirs)];
  const keys = [...new Set([...own.keys(), ...other.keys()])].toSorted();
  return keys.flatMap((key): Comparison[] => {
    const stated = (own.get(key) ?? other.get(key))!;
    const [mine, foreign] = [own, other].map((side) =>
      roundAmount(side.get(key)?.quantity ?? new Decimal(0)),
    ) as [Decimal, Decimal];
    if (mine.isZero() && foreign.isZero()) return [];
    const { period, charge, of, unit } = stated;
    return [
      {
        ...{ period, charge, of, unit, ours: printDecimal(mine), theirs: printDecimal(foreign) },
        ...{
          difference: printDecimal(foreign.minus(mine)),
          class: classOf(mine, foreign, toleranceOf(stated)),
        },
      },
    ];
  });
}

/** How many of each class there are. */
export function countClasses(rows: readonly Comparison[]): Readonly<Record<ComparisonClass, number>> {
  const counts = { MATCHED: 0, PROVIDER_ONLY: 0, OURS_ONLY: 0, DIFFERS: 0 };
  for (const row of rows) counts[row.class] += 1;
  return counts;
}

import { Decimal, printDecimal, roundAmount, roundAmountDown } from '../money.ts';
import { carryInto } from './balances.ts';
import type { Period } from './calendar.ts';
import { dayStart, readDay } from './calendar.ts';
import type { CostLine, Fee } from './cost-line.ts';
import { charges } from './items.ts';
import type { DayUsage } from './day-usage.ts';
import type { Weights } from './weigh.ts';
import { quantitiesOf } from './metered.ts';
import type { Bearer } from './quantity.ts';
import type { Rated, Sums, Tariff } from './rate.ts';
import { isComplete, rate, sumsOf } from './rate.ts';
import type { CostWarning } from './warning.ts';

/** What was used in some time, priced. */
export interface Bill extends Sums {
  readonly lines: readonly CostLine[];
  /** False where something that was used has no price: the total then lacks it. */
  readonly complete: boolean;
  readonly warnings: readonly CostWarning[];
}

export interface RatedBeside {
  /** Days of the account's other applications in the same months, beside which its peak of channels is rated. */
  readonly others?: readonly DayUsage[];
  /** `2026-06`: months before are rated for what they leave in packages alone. */
  readonly fromMonth?: string;
}

/** What a month left in packages, and by which terms. */
interface Carried {
  readonly origin: string;
  readonly left: Rated['left'];
}

/** A month's tariff with the packages that it begins with. */
function beginMonth(told: Tariff, month: string, before: Carried): { tariff: Tariff; origin: string } {
  const origin = `${told.balancesFrom ?? month} ${JSON.stringify(told.balances ?? [])}`;
  const goesOn = told.balancesFrom !== undefined && origin === before.origin;
  const balances = carryInto(told.book, goesOn ? before.left : (told.balances ?? []), month);
  return { tariff: { ...told, balances }, origin };
}

function rateMonths(
  tariffOf: (month: string) => Tariff,
  rows: readonly DayUsage[],
  others: readonly DayUsage[],
) {
  const months = [...Map.groupBy(rows, ({ day }) => day.slice(0, 7))].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  let carried: Carried = { origin: '', left: [] };
  const rated = months.map(([month, days]) => {
    const { tariff, origin } = beginMonth(tariffOf(month), month, carried);
    const found = rate(tariff, quantitiesOf(days, others));
    carried = { origin, left: found.left };
    return { month, found };
  });
  return { rated, carried };
}

/** The tariff of a month `2026-06` with what the days before it left in packages. */
export function tariffAfter(
  tariffOf: (month: string) => Tariff,
  rows: readonly DayUsage[],
  month: string,
): Tariff {
  const before = rows.filter(({ day }) => day.slice(0, 7) < month);
  return beginMonth(tariffOf(month), month, rateMonths(tariffOf, before, []).carried).tariff;
}

/**
 * Rates whole months of metered days, each by its own tariff where there are several. What a month leaves in packages is what the
 * next begins with, as long as tariffs go back to the same balances.
 */
export function rateDays(
  tariff: Tariff | ((month: string) => Tariff),
  rows: readonly DayUsage[],
  { others = [], fromMonth = '' }: RatedBeside = {},
): Rated {
  const tariffOf = typeof tariff === 'function' ? tariff : () => tariff;
  const { rated, carried } = rateMonths(tariffOf, rows, others);
  const asked = rated.filter(({ month }) => month >= fromMonth);
  return {
    fees: asked.flatMap(({ found: { fees } }) => fees),
    warnings: asked.flatMap(({ found: { warnings } }) => warnings),
    left: carried.left,
  };
}

export function billOf(lines: readonly CostLine[], warnings: readonly CostWarning[]): Bill {
  return { lines, ...sumsOf(lines), complete: isComplete(warnings), warnings };
}

/** The part of a fee's amount between nothing and so much of its weight. */
type Cut = (amount: Decimal, weight: bigint, whole: bigint) => Decimal;

const decimalOf = (weight: bigint): Decimal => new Decimal(weight.toString());

const shareDown: Cut = (amount, weight, whole) =>
  weight === whole ? amount : roundAmountDown(amount.times(decimalOf(weight)).div(decimalOf(whole)));

const sumWeights = (bearers: readonly Bearer[]): bigint =>
  bearers.reduce((sum, { weight }) => sum + weight, 0n);

/**
 * The days' part of a fee. Each day has the difference of two rounded running sums, so that the parts of any division into
 * days sum to the whole fee to its last digit.
 */
function shareOfDays({ bearers, line: { amount } }: Fee, within: (day: string) => boolean): Decimal {
  const whole = sumWeights(bearers);
  const days = bearers.toSorted((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
  let [running, before, sum] = [0n, new Decimal(0), new Decimal(0)];
  for (const { day, weight } of days) {
    running += weight;
    const until =
      running === whole ? amount : roundAmount(amount.times(decimalOf(running)).div(decimalOf(whole)));
    if (within(day)) sum = sum.plus(until.minus(before));
    before = until;
  }
  return sum;
}

function lineOfShare({ line }: Fee, amount: Decimal, ratio: Decimal, whose: string): CostLine {
  if (ratio.equals(1) && amount.equals(line.amount)) return line;
  const percent = printDecimal(ratio.times(100).toDecimalPlaces(4));
  return {
    ...{ ...line, amount, quantity: roundAmount(line.quantity.times(ratio)) },
    why: `${line.why}; of this, ${whose} ${percent} % by its use`,
  };
}

/** The bill of a time of whole days. A fee of a month is borne by its days in proportion to their use. */
export function billPeriod({ fees, warnings }: Rated, period: Period): Bill {
  const within = (day: string): boolean => {
    const { fromMs } = readDay(day)!;
    return fromMs >= dayStart(period.fromMs) && fromMs < period.untilMs;
  };
  const lines = fees.flatMap((fee): CostLine[] => {
    const whole = sumWeights(fee.bearers);
    const own = sumWeights(fee.bearers.filter(({ day }) => within(day)));
    if (own === 0n || whole === 0n) return [];
    const ratio = decimalOf(own).div(decimalOf(whole));
    return [lineOfShare(fee, shareOfDays(fee, within), ratio, 'this time has')];
  });
  return billOf(lines, warnings);
}

function shareOfWeights(
  { bearers, line: { amount } }: Fee,
  weights: Weights,
): { own: bigint; whole: bigint; amount: Decimal } {
  const whole = sumWeights(bearers);
  const own = bearers.reduce((sum, { key }) => sum + (weights.get(key) ?? 0n), 0n);
  return { own, whole, amount: own === 0n ? new Decimal(0) : shareDown(amount, own, whole) };
}

/**
 * What some recordings cost: their shares of every fee that they were part of, each cut down at the last digit of amounts, so
 * that it is the sum of what each costs by itself.
 */
export function billShares(
  { fees, warnings }: Rated,
  recordings: Iterable<Weights>,
  whose = 'this recording has',
): Bill {
  const all = [...recordings];
  const lines = fees.flatMap((fee): CostLine[] => {
    const shares = all.map((weights) => shareOfWeights(fee, weights)).filter(({ own }) => own > 0n);
    const [first] = shares;
    if (first === undefined) return [];
    const own = shares.reduce((sum, share) => sum + share.own, 0n);
    const amount = Decimal.sum(...shares.map((share) => share.amount));
    return [lineOfShare(fee, amount, decimalOf(own).div(decimalOf(first.whole)), whose)];
  });
  return billOf(lines, warnings);
}

/** What of a bill no recording bears, and the digits that dividing it left: with all recordings it is the bill. */
export function billRest({ fees, warnings }: Rated, recordings: Iterable<Weights>): Bill {
  const all = [...recordings];
  const lines = fees.flatMap((fee): CostLine[] => {
    const { line } = fee;
    const shares = all.map((weights) => shareOfWeights(fee, weights).amount);
    const amount = line.amount.minus(Decimal.sum(0, ...shares));
    return amount.isZero() ? [] : [{ ...line, amount, why: `${line.why}; of this, what no recording bears` }];
  });
  return billOf(lines, warnings);
}

/**
 * The bill of a closed month: as it was billed, and a line for each charge by which late usage moved it. Its total is that of the
 * month as it is known now.
 */
export function billClosed(billed: Bill, current: Bill, month: string): Bill {
  const lines = charges.flatMap((charge): CostLine[] => {
    const amount = current.subtotals[charge].minus(billed.subtotals[charge]);
    if (amount.isZero()) return [];
    const was = printDecimal(billed.subtotals[charge]);
    const now = printDecimal(current.subtotals[charge]);
    return [
      {
        ...{ item: 'correction', class: null, codec: null, region: null, charge, period: month },
        ...{ description: 'Corrections since the month was closed', unit: 'correction' },
        ...{ quantity: new Decimal(1), unitPrice: amount, amount, why: `${now} − ${was}` },
        ...{
          source: 'the ledger’s corrections',
          origin: 'usage that became known after the month was closed',
        },
        ...{ tierWalk: null, rounding: null, priceFrom: `${month}-01`, priceFromIsStated: false },
        ...{ pageDate: `${month}-01`, assumptions: [] },
      },
    ];
  });
  return billOf([...billed.lines, ...lines], current.warnings);
}

import { refuseFaults } from '../errors.ts';
import { Decimal, printDecimal } from '../money.ts';
import type { RecordingFormat } from '../recording/formats.ts';
import { recordingFormats } from '../recording/formats.ts';
import { FieldReader, isAbsent } from './field-reader.ts';
import { spell } from './read-scenario-parts.ts';

export const budgetBases = ['actual', 'forecast'] as const;
/** At the start of a task, a mix or a relay, once a threshold is crossed; the later go before the earlier. */
export const budgetActions = ['none', 'warn', 'downgrade', 'refuse'] as const;
/** What a downgrade takes away: mixing, or one format. */
export const takeAways = ['mix', ...recordingFormats] as const;

export interface BudgetThreshold {
  /** Of the amount; 1 to 1000. */
  readonly percent: number;
  readonly basis: (typeof budgetBases)[number];
  readonly action: (typeof budgetActions)[number];
}

/** What an application may cost in a month, and what happens on the way there. */
export interface BudgetTerms {
  readonly name: string;
  /** Decimal text, above zero. */
  readonly amount: string;
  readonly currency: 'USD';
  readonly thresholds: readonly BudgetThreshold[];
  readonly takeAway: (typeof takeAways)[number] | null;
}

/** What the month costs so far, and at its end; null where that cannot be told yet. */
export interface BudgetTotals {
  readonly spent: Decimal;
  readonly forecast: Decimal | null;
}

const termFields = ['name', 'amount', 'currency', 'thresholds', 'takeAway'];

/** Terms from outside. Throws BAD_INPUT with every bad field. */
export function readBudgetTerms(value: unknown, path: string): BudgetTerms {
  const reader = new FieldReader();
  const given = reader.object(value, path, termFields);
  const amount = reader.decimal(given['amount'], `${path}.amount`);
  if (new Decimal(amount).isZero()) reader.fault(`${path}.amount`, given['amount'], 'an amount above 0');
  const thresholds = reader
    .list(given['thresholds'], `${path}.thresholds`, 10)
    .map((one, index) => readThreshold(reader, one, `${path}.thresholds[${String(index)}]`));
  const keys = thresholds.map(thresholdKey);
  if (keys.length === 0 || new Set(keys).size < keys.length)
    reader.fault(`${path}.thresholds`, given['thresholds'], 'one to ten, each percent of each basis once');
  const takeAway = isAbsent(given['takeAway'])
    ? null
    : reader.oneOf(spell(given['takeAway']), `${path}.takeAway`, takeAways);
  if (takeAway === null && thresholds.some(({ action }) => action === 'downgrade'))
    reader.fault(`${path}.takeAway`, given['takeAway'], 'what the downgrade takes away');
  const terms: BudgetTerms = {
    name: reader.text(given['name'], `${path}.name`, 80),
    ...{ amount, thresholds, takeAway },
    currency: reader.oneOf(given['currency'] ?? 'USD', `${path}.currency`, ['USD'] as const),
  };
  refuseFaults(reader.faults);
  return terms;
}

function readThreshold(reader: FieldReader, value: unknown, field: string): BudgetThreshold {
  const found = reader.object(value, field, ['percent', 'basis', 'action']);
  return {
    percent: reader.whole(found['percent'], `${field}.percent`, 1, 1000),
    basis: reader.oneOf(spell(found['basis'] ?? 'actual'), `${field}.basis`, budgetBases),
    action: reader.oneOf(spell(found['action'] ?? 'none'), `${field}.action`, budgetActions),
  };
}

/** One word for a threshold of a budget. */
export function thresholdKey({ percent, basis }: Pick<BudgetThreshold, 'percent' | 'basis'>): string {
  return `${String(percent)} ${basis}`;
}

export function limitOf({ amount }: Pick<BudgetTerms, 'amount'>, { percent }: BudgetThreshold): Decimal {
  return new Decimal(amount).times(percent).div(100);
}

/** The thresholds that a month has reached. */
export function crossedOf(terms: BudgetTerms, totals: BudgetTotals): readonly BudgetThreshold[] {
  return terms.thresholds.filter((threshold) => {
    const total = threshold.basis === 'actual' ? totals.spent : totals.forecast;
    return total?.greaterThanOrEqualTo(limitOf(terms, threshold)) ?? false;
  });
}

/** What is about to be started. Formats of a mix are its application's settings, a relay has none: null. */
export interface Start {
  readonly kind: 'mix' | 'task' | 'relay';
  readonly formats: readonly RecordingFormat[] | null;
}

/** What a budget says to a start. */
export interface BudgetNotice {
  readonly budget: string;
  readonly action: BudgetThreshold['action'];
  readonly basis: BudgetThreshold['basis'];
  readonly percent: number;
  readonly total: Decimal;
  readonly limit: Decimal;
  readonly takenAway: (typeof takeAways)[number] | null;
  readonly message: string;
}

export interface Admission {
  readonly notices: readonly BudgetNotice[];
  /** Of those the first that forbids it; null where it may start. */
  readonly refusal: BudgetNotice | null;
  readonly formats: readonly RecordingFormat[] | null;
}

/**
 * What budgets make of a start: the gravest threshold of each that is crossed speaks, with its figures to who may see
 * costs and without them to anyone else.
 */
export function admitStart(
  budgets: readonly (BudgetTerms & { readonly totals: BudgetTotals })[],
  start: Start,
  seesCosts: boolean,
): Admission {
  let { formats } = start;
  const notices = budgets.flatMap((budget): BudgetNotice[] => {
    const gravest = crossedOf(budget, budget.totals)
      .filter(({ action }) => action !== 'none')
      .toSorted((one, other) => rank(other) - rank(one) || other.percent - one.percent)[0];
    if (gravest === undefined) return [];
    const takenAway =
      gravest.action === 'downgrade' ? takeFrom(budget.takeAway, { ...start, formats }) : null;
    if (takenAway !== null && takenAway !== 'mix')
      formats = formats!.filter((format) => format !== takenAway);
    return [noticeOf(budget, gravest, takenAway, seesCosts)];
  });
  const forbids = ({ action, takenAway }: BudgetNotice): boolean =>
    action === 'refuse' || takenAway === 'mix';
  return { notices, refusal: notices.find(forbids) ?? null, formats };
}

const rank = ({ action }: BudgetThreshold): number => budgetActions.indexOf(action);

/** The last format stays: what takes it away as well would be a refusal. */
function takeFrom(takeAway: BudgetTerms['takeAway'], { kind, formats }: Start): BudgetTerms['takeAway'] {
  if (takeAway === null || takeAway === 'mix') return kind === 'mix' ? takeAway : null;
  return formats !== null && formats.length > 1 && formats.includes(takeAway) ? takeAway : null;
}

const enforced =
  'What the vendor records by itself, by settings or its own console, is not stopped by a budget.';

function noticeOf(
  budget: BudgetTerms & { readonly totals: BudgetTotals },
  threshold: BudgetThreshold,
  takenAway: BudgetNotice['takenAway'],
  seesCosts: boolean,
): BudgetNotice {
  const { action, basis, percent } = threshold;
  const { name, amount, currency, takeAway, totals } = budget;
  const [total, limit] = [basis === 'actual' ? totals.spent : totals.forecast!, limitOf(budget, threshold)];
  const has = basis === 'actual' ? 'has cost' : 'will have cost at its end';
  const fact = seesCosts
    ? `The month ${has} ${printDecimal(total)} ${currency}; the budget “${name}” is ${amount}, and its limit at ${String(percent)} % is ${printDecimal(limit)}.`
    : `The month ${has} at least ${String(percent)} % of the budget “${name}”.`;
  const sentences: Readonly<Record<BudgetThreshold['action'], string>> = {
    ...{ none: '', warn: '', refuse: ` Nothing is started over it. ${enforced}` },
    downgrade:
      takenAway === null
        ? ` It takes ${takeAway?.toUpperCase() ?? 'nothing'} away, which this start does not have or cannot do without: nothing was taken.`
        : takenAway === 'mix'
          ? ` Nothing is mixed over it; streams are recorded as before. ${enforced}`
          : ` ${takenAway.toUpperCase()} was taken away.`,
  };
  return {
    ...{ budget: name, action, basis, percent, total, limit, takenAway },
    message: fact + sentences[action],
  };
}

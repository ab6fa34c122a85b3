import type { FieldFault } from '../errors.ts';
import { refuseFaults } from '../errors.ts';
import { readDay, readMonth } from './calendar.ts';
import { decimalPattern } from './field-reader.ts';
import type { PriceBook } from './price-book.ts';
import type { PackageBalance } from './balances.ts';

/** What an application, or every one, is billed by from a month on. */
export interface BillingTerms {
  /** Null: every application that has no terms of its own; a book alone then, since an account has its allowances once. */
  readonly sdkAppId: number | null;
  /** `2026-10`. */
  readonly fromMonth: string;
  /** Null: the book of the newest pages. */
  readonly bookId: string | null;
  /** Whether the account's free minutes are this application's. */
  readonly useFreeMinutes: boolean;
  /** Prepaid packages and what is left in each as the month begins; what it leaves is carried on. */
  readonly balances: readonly PackageBalance[];
  readonly setAt: Date;
}

/**
 * What holds for an application in a month: of its own terms or else of everybody's the newest month's, and of those the last that
 * were set; null where there are none. `asOf` leaves out what was set later: a closed month keeps what it was billed by.
 */
export function findTerms(
  all: readonly BillingTerms[],
  sdkAppId: number,
  month: string,
  asOf: Date | null = null,
): BillingTerms | null {
  const known = all.filter(
    ({ fromMonth, setAt }) => fromMonth <= month && (asOf === null || setAt.getTime() <= asOf.getTime()),
  );
  const newest = (rows: readonly BillingTerms[]): BillingTerms | undefined =>
    rows.reduce<BillingTerms | undefined>(
      (best, row) => (best === undefined || row.fromMonth >= best.fromMonth ? row : best),
      undefined,
    );
  const own = newest(known.filter((row) => row.sdkAppId === sdkAppId));
  return own ?? newest(known.filter((row) => row.sdkAppId === null)) ?? null;
}

/** Packages hold at most this much. */
const mostLeft = 1e12;
const mostBalances = 100;

/** What an account has once would be given to each of its applications again. */
function faultsOfAllowances(
  { sdkAppId, useFreeMinutes, balances }: Omit<BillingTerms, 'setAt'>,
  path: string,
): readonly FieldFault[] {
  const given = [...(useFreeMinutes ? ['useFreeMinutes'] : []), ...(balances.length > 0 ? ['balances'] : [])];
  return sdkAppId === null && given.length > 0
    ? [
        {
          ...{ field: `${path}.sdkAppId`, got: `left out beside ${given.join(' and ')}` },
          allowed: 'one application: free minutes and packages are the account’s, and there once',
        },
      ]
    : [];
}

/** Another application that has the account's free minutes in a month in which these terms hold, the first such month with it. */
function otherHolder(
  all: readonly BillingTerms[],
  { sdkAppId, fromMonth }: Pick<BillingTerms, 'sdkAppId' | 'fromMonth'>,
): { readonly sdkAppId: number; readonly month: string } | null {
  const later = all.filter((row) => row.fromMonth > fromMonth);
  const ends = later.filter((row) => row.sdkAppId === sdkAppId).map((row) => row.fromMonth);
  const months = [fromMonth, ...later.map((row) => row.fromMonth)]
    .filter((month) => ends.every((end) => month < end))
    .toSorted();
  const others = new Set(all.map((row) => row.sdkAppId).filter((one) => one !== null && one !== sdkAppId));
  for (const month of months)
    for (const other of others)
      if (other !== null && findTerms(all, other, month)?.useFreeMinutes === true)
        return { sdkAppId: other, month };
  return null;
}

/** The account has its free minutes once. */
function faultsOfFreeMinutes(
  terms: Omit<BillingTerms, 'setAt'>,
  all: readonly BillingTerms[],
  path: string,
): readonly FieldFault[] {
  const holder = terms.useFreeMinutes ? otherHolder(all, terms) : null;
  return holder === null
    ? []
    : [
        {
          field: `${path}.useFreeMinutes`,
          got: `true, while the account's free minutes are application ${String(holder.sdkAppId)}'s in ${holder.month}`,
          allowed: 'one application of an account in a month: set that one’s terms without them first',
        },
      ];
}

/** Throws BAD_INPUT with every bad field of terms for a book, beside what was agreed before. */
export function refuseTerms(
  terms: Omit<BillingTerms, 'setAt'>,
  book: PriceBook,
  all: readonly BillingTerms[],
  path: string,
): void {
  const { fromMonth, balances } = terms;
  const known = book.packages
    .filter(({ kind }) => kind !== 'vod-storage')
    .flatMap(({ packages }) => packages.map(({ id }) => id));
  if (balances.length > mostBalances)
    refuseFaults([
      {
        field: `${path}.balances`,
        got: `${String(balances.length)} packages`,
        allowed: `at most ${String(mostBalances)}`,
      },
    ]);
  refuseFaults([
    ...faultsOfAllowances(terms, path),
    ...faultsOfFreeMinutes(terms, all, path),
    ...(readMonth(fromMonth) === null
      ? [{ field: `${path}.fromMonth`, got: JSON.stringify(fromMonth), allowed: 'a month like 2026-10' }]
      : []),
    ...balances.flatMap(({ package: id, left, boughtOn }, index) => [
      ...(boughtOn === undefined || boughtOn === null || readDay(boughtOn) !== null
        ? []
        : [
            {
              field: `${path}.balances[${String(index)}].boughtOn`,
              got: JSON.stringify(boughtOn),
              allowed: 'a day like 2026-02-28',
            },
          ]),
      ...(known.includes(id)
        ? []
        : [
            {
              field: `${path}.balances[${String(index)}].package`,
              got: JSON.stringify(id),
              allowed: `${known.join(', ') || 'none'}, the packages of ${book.id} that hold use`,
            },
          ]),
      ...(decimalPattern.test(left) && Number(left) <= mostLeft
        ? []
        : [
            {
              field: `${path}.balances[${String(index)}].left`,
              got: JSON.stringify(left),
              allowed: `decimal text from "0" to "${String(mostLeft)}"`,
            },
          ]),
    ]),
  ]);
}

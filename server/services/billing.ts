import type { Bill } from '../../domain/billing/bill.ts';
import {
  billClosed,
  billPeriod,
  billRest,
  billShares,
  rateDays,
  tariffAfter,
} from '../../domain/billing/bill.ts';
import type { PackageBalance } from '../../domain/billing/balances.ts';
import type { Period } from '../../domain/billing/calendar.ts';
import { monthsOf, printMonth, readDay, readMonth } from '../../domain/billing/calendar.ts';
import { weigh } from '../../domain/billing/weigh.ts';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import { bookAgeDays } from '../../domain/billing/shelf.ts';
import type { Rated, Tariff } from '../../domain/billing/rate.ts';
import type { Decimal } from '../../domain/money.ts';
import { badInput } from '../../domain/errors.ts';
import type { RecordingRecord, RoomRecord } from '../ports/records.ts';
import type { LedgerPage, UsageCorrection } from '../ports/ledger.ts';
import type { UsageStore } from '../ports/usage.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication } from './access/principal.ts';
import type { ApplicationRecord, Applications } from './applications.ts';
import { cohortOf, companionsOf } from './applications.ts';
import type { Ledger } from './ledger.ts';
import { currentRows, readUsage } from './ledger.ts';
import type { PriceBooks } from './price-books.ts';

/** A bill and the book that it was made by. */
export interface BookedBill {
  readonly bill: Bill;
  readonly book: PriceBook;
  /** What it was rated by. */
  readonly tariff: Tariff;
  readonly bookAgeDays: number;
  readonly period: Period;
  /** Until when it was metered; null where nothing ever was. */
  readonly measuredUntil: Date | null;
  /** Whether a month of it is not closed, so that it may still change. */
  readonly provisional: boolean;
  /** What the last month of it leaves in prepaid packages. */
  readonly packagesLeft: readonly PackageBalance[];
  /** What became known late of its time. */
  readonly corrections: readonly UsageCorrection[];
}

export type BilledApplication = Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>;

export interface Billing {
  /** The default where a caller names none: the newest pages. Throws NOT_FOUND for an id that is on no book. */
  book(id: string | null): PriceBook;
  /** A day `2026-02-28` or a month `2026-02` of UTC+8. Throws FORBIDDEN without COSTS or for a part of an application. */
  bill(
    principal: Principal,
    input: {
      readonly day: string | null;
      readonly month: string | null;
      readonly sdkAppId: number | null;
      readonly bookId: string | null;
    },
  ): Promise<BookedBill>;
  /** Months of UTC+8 in which an application used anything, newest first. */
  months(principal: Principal, sdkAppId: number): Promise<readonly string[]>;
  /** What of a month of an application no recording bears. Reads every recording of the month. */
  unallocated(
    principal: Principal,
    input: { readonly month: string; readonly sdkAppId: number | null; readonly bookId: string | null },
  ): Promise<Decimal>;
  /** What the bill of a month comes to now. For services: asks for no right. */
  spentIn(application: BilledApplication, month: Period): Promise<Decimal>;
  /** What bills a month, with the packages that it begins with. For services: asks for no right. */
  tariffIn(application: BilledApplication, month: Period, bookId: string | null): Promise<Tariff>;
  /** From its beginning until now: what is kept goes on costing. */
  recordingCost(principal: Principal, recording: RecordingRecord, bookId: string | null): Promise<BookedBill>;
  /** The sum of what its recordings cost. */
  roomCost(principal: Principal, room: RoomRecord, bookId: string | null): Promise<BookedBill>;
}

export interface BillingDeps {
  readonly usage: UsageStore;
  readonly ledger: Ledger;
  readonly applications: Applications;
  readonly books: PriceBooks;
  readonly clock: () => Date;
}

/** Of an application that is not configured any more. */
const defaultService = 'css-live-recording';

function readPeriod(day: string | null, month: string | null): Period {
  const [field, text, period] =
    day !== null
      ? (['period.day', day, readDay(day)] as const)
      : (['period.month', month ?? '', readMonth(month ?? '')] as const);
  if (period !== null) return period;
  const allowed = day !== null ? 'a day like 2026-02-28' : 'a month like 2026-02';
  throw badInput({ field, got: JSON.stringify(text), allowed });
}

export function openBilling({ usage, ledger, applications, books, clock }: BillingDeps): Billing {
  const book = (id: string | null): PriceBook => books.find(id);

  interface Pages {
    /** Of the application, from where packages are carried on. */
    readonly page: LedgerPage;
    readonly others: readonly LedgerPage[];
    readonly period: Period;
  }

  /** The first of some months, or an earlier one from which packages are carried into them. */
  const carriedFrom = (application: BilledApplication, months: readonly Period[]): number => {
    const asked = { sdkAppId: application.sdkAppId, cohort: cohortOf(application), bookId: null, asOf: null };
    const begun = months.map(({ fromMs }) => {
      const { balances = [], balancesFrom } = books.tariff({ ...asked, month: printMonth(fromMs) });
      const carried = balances.length === 0 ? null : readMonth(balancesFrom ?? '');
      return Math.min(fromMs, carried?.fromMs ?? fromMs);
    });
    return Math.min(...begun);
  };

  /** The months that a time touches, whole: a month's fee needs all of it, and of the account's other applications. */
  const pagesOf = async (application: BilledApplication, asked: Period): Promise<Pages> => {
    const months = monthsOf(asked);
    const period = { fromMs: months[0]!.fromMs, untilMs: months.at(-1)!.untilMs };
    const [page, ...others] = await Promise.all([
      ledger.read(application, { ...period, fromMs: carriedFrom(application, months) }),
      ...companionsOf(applications.all(), application).map(({ sdkAppId }) =>
        ledger.readKept(sdkAppId, period),
      ),
    ]);
    return { page, others, period };
  };

  /** A closed month goes by the book and the cohort that it was closed with, unless a book is asked for. */
  const tariffsOf =
    (application: BilledApplication, closed: LedgerPage['closed'], bookId: string | null) =>
    (month: string): Tariff => {
      const keeps = bookId === null ? closed.find((row) => row.month === month) : undefined;
      return books.tariff({
        ...{ sdkAppId: application.sdkAppId, month, bookId: keeps?.bookId ?? bookId },
        ...{ cohort: keeps?.cohort ?? cohortOf(application), asOf: keeps?.closedAt ?? null },
      });
    };

  const rated = (
    application: BilledApplication,
    { page, others, period }: Pages,
    bookId: string | null,
  ): { readonly tariff: Tariff; readonly current: Rated; readonly billed: Rated | null } => {
    const closed = bookId === null ? page.closed : [];
    const tariffOf = tariffsOf(application, closed, bookId);
    const fromMonth = printMonth(period.fromMs);
    const last = page.rows.at(-1)?.day.slice(0, 7) ?? printMonth(clock().getTime());
    const current = rateDays(tariffOf, currentRows(page), {
      ...{ others: others.flatMap(currentRows), fromMonth },
    });
    return {
      ...{ tariff: tariffOf(closed.at(-1)?.month ?? last), current },
      billed:
        closed.length === 0
          ? null
          : rateDays(tariffOf, page.rows, { others: others.flatMap(({ rows }) => rows), fromMonth }),
    };
  };

  const booked = (
    bill: Bill,
    { tariff, current }: { readonly tariff: Tariff; readonly current: Rated },
    period: Period,
    page: LedgerPage,
  ): BookedBill => {
    const closed = new Set(page.closed.map(({ month }) => month));
    return {
      ...{ bill, book: tariff.book, tariff, period, packagesLeft: current.left },
      bookAgeDays: bookAgeDays(tariff.book, clock().getTime()),
      measuredUntil: page.measuredUntil,
      provisional: !monthsOf(period).every(({ fromMs }) => closed.has(printMonth(fromMs))),
      corrections: page.corrections.filter(({ after: { day } }) => {
        const { fromMs } = readDay(day)!;
        return fromMs < period.untilMs && fromMs >= period.fromMs;
      }),
    };
  };

  /** What recordings have of the bills since the first of them began. */
  const shareOf = async (
    principal: Principal,
    of: { readonly sdkAppId: number; readonly startedAt: Date; readonly recordingIds: readonly string[] },
    whose: string,
    bookId: string | null,
  ): Promise<BookedBill> => {
    requireAction(principal, 'COSTS');
    book(bookId);
    const fromMs = of.startedAt.getTime();
    const asked = { fromMs, untilMs: Math.max(fromMs + 1, clock().getTime()) };
    const application = applications.find(of.sdkAppId, principal.scope) ?? {
      ...{ sdkAppId: of.sdkAppId, cohort: defaultService },
    };
    const [pages, own] = await Promise.all([
      pagesOf(application, asked),
      usage.ofRecordings(of.recordingIds),
    ]);
    const { page, period } = pages;
    const { tariff, current } = rated(application, pages, bookId);
    // Weighed until when the ledger was metered, so that parts and the whole are of one instant.
    const metering = { period, nowMs: page.measuredUntil?.getTime() ?? 0 };
    const ids = new Set(of.recordingIds);
    const weights = weigh(own, metering, (recordingId) => ids.has(recordingId));
    return booked(billShares(current, weights.values(), whose), { tariff, current }, asked, page);
  };

  const chooseWhole = (principal: Principal, sdkAppId: number | null): ApplicationRecord => {
    requireAction(principal, 'COSTS');
    const application = applications.choose(sdkAppId, principal.scope);
    requireWholeApplication(principal, application.sdkAppId);
    return application;
  };

  return {
    book,
    async bill(principal, { day, month, sdkAppId, bookId }) {
      const application = chooseWhole(principal, sdkAppId);
      const period = readPeriod(day, month);
      book(bookId);
      const pages = await pagesOf(application, period);
      const { page } = pages;
      const { tariff, current, billed } = rated(application, pages, bookId);
      const bill =
        billed === null || day !== null
          ? billPeriod(current, period)
          : billClosed(billPeriod(billed, period), billPeriod(current, period), printMonth(period.fromMs));
      return booked(bill, { tariff, current }, period, page);
    },
    months: async (principal, sdkAppId) => ledger.months(chooseWhole(principal, sdkAppId)),
    async unallocated(principal, { month, sdkAppId, bookId }) {
      const application = chooseWhole(principal, sdkAppId);
      const pages = await pagesOf(application, readPeriod(null, month));
      const { page, period } = pages;
      const { current } = rated(application, pages, bookId);
      const nowMs = page.measuredUntil?.getTime() ?? 0;
      const measured = await readUsage(usage, application.sdkAppId, period);
      return billRest(current, weigh(measured, { period, nowMs }, () => true).values()).total;
    },
    async spentIn(application, month) {
      return billPeriod(rated(application, await pagesOf(application, month), null).current, month).total;
    },
    async tariffIn(application, month, bookId) {
      const fromMs = carriedFrom(application, [month]);
      const page = await ledger.read(application, { fromMs, untilMs: month.untilMs });
      const tariffOf = tariffsOf(application, page.closed, bookId);
      return tariffAfter(tariffOf, currentRows(page), printMonth(month.fromMs));
    },
    recordingCost: (principal, { id, sdkAppId, startedAt }, bookId) =>
      shareOf(principal, { sdkAppId, startedAt, recordingIds: [id] }, 'this recording has', bookId),
    async roomCost(principal, { id, sdkAppId, startedAt }, bookId) {
      requireAction(principal, 'COSTS');
      const recordingIds = await usage.recordingsOfRoom(id);
      return shareOf(principal, { sdkAppId, startedAt, recordingIds }, 'this room has', bookId);
    },
  };
}

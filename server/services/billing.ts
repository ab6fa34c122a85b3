import type { Bill, BillOptions } from '../../domain/billing/bill.ts';
import { billPeriod, billRecording } from '../../domain/billing/bill.ts';
import type { Period } from '../../domain/billing/calendar.ts';
import { monthsOf, readDay, readMonth } from '../../domain/billing/calendar.ts';
import { requireBook } from '../../domain/billing/estimate.ts';
import type { Cohort, PriceBook } from '../../domain/billing/price-book.ts';
import { bookAgeDays, priceBooks } from '../../domain/billing/shelf.ts';
import type { Usage } from '../../domain/billing/usage.ts';
import { DomainError } from '../../domain/errors.ts';
import type { RecordingRecord } from '../ports/records.ts';
import type { UsageStore } from '../ports/usage.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication } from './access/principal.ts';
import type { Applications } from './applications.ts';

/** A bill and the book that it was made by. */
export interface BookedBill {
  readonly bill: Bill;
  readonly book: PriceBook;
  readonly bookAgeDays: number;
  readonly period: Period | null;
}

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
  /** From its beginning until now: what is kept goes on costing. */
  recordingCost(principal: Principal, recording: RecordingRecord, bookId: string | null): Promise<BookedBill>;
}

export interface BillingDeps {
  readonly usage: UsageStore;
  readonly applications: Applications;
  readonly clock: () => Date;
}

/** Costs of a list of recordings ask for the same months; they are read once in this time. */
const usageFreshMs = 1000;
const defaultCohort: Cohort = 'css-live-recording';

function readPeriod(day: string | null, month: string | null): Period {
  const [field, text, period] =
    day !== null
      ? (['period.day', day, readDay(day)] as const)
      : (['period.month', month ?? '', readMonth(month ?? '')] as const);
  if (period !== null) return period;
  const allowed = day !== null ? 'a day like 2026-02-28' : 'a month like 2026-02';
  throw new DomainError('BAD_INPUT', 'caller', `${field} is ${JSON.stringify(text)}; allowed: ${allowed}`, {
    faults: [{ field, got: JSON.stringify(text), allowed }],
  });
}

export function openBilling({ usage, applications, clock }: BillingDeps): Billing {
  const recent = new Map<string, { readonly atMs: number; readonly usage: Promise<Usage> }>();

  /** The months that a time touches, whole: a month's fee needs all of it. */
  const usageOf = (sdkAppId: number, period: Period): Promise<Usage> => {
    const months = monthsOf(period);
    const fromMs = months[0]!.fromMs;
    const untilMs = months.at(-1)!.untilMs;
    const key = `${sdkAppId}/${fromMs}/${untilMs}`;
    const nowMs = clock().getTime();
    const known = recent.get(key);
    if (known !== undefined && nowMs - known.atMs < usageFreshMs) return known.usage;
    const read = Promise.all([
      usage.recordingChannels(sdkAppId, fromMs, untilMs),
      usage.mixes(sdkAppId, fromMs, untilMs),
      usage.storedFiles(sdkAppId, fromMs, untilMs),
      usage.playback(sdkAppId, fromMs, untilMs),
    ]).then(([channels, mixes, files, playback]) => ({ channels, mixes, files, playback }));
    for (const [other, { atMs }] of recent) if (nowMs - atMs >= usageFreshMs) recent.delete(other);
    recent.set(key, { atMs: nowMs, usage: read });
    return read;
  };

  const book = (id: string | null): PriceBook => requireBook(priceBooks, id);

  const booked = (
    bookId: string | null,
    period: Period | null,
    make: (chosen: PriceBook, nowMs: number) => Bill,
  ) => {
    const chosen = book(bookId);
    const nowMs = clock().getTime();
    return { bill: make(chosen, nowMs), book: chosen, bookAgeDays: bookAgeDays(chosen, nowMs), period };
  };

  return {
    book,
    async bill(principal, { day, month, sdkAppId, bookId }) {
      requireAction(principal, 'COSTS');
      const application = applications.choose(sdkAppId, principal.scope);
      requireWholeApplication(principal, application.sdkAppId);
      const period = readPeriod(day, month);
      book(bookId);
      const measured = await usageOf(application.sdkAppId, period);
      return booked(bookId, period, (chosen, nowMs) => {
        const options: BillOptions = { book: chosen, cohort: application.cohort, usage: measured, nowMs };
        return billPeriod(options, period);
      });
    },
    async recordingCost(principal, recording, bookId) {
      requireAction(principal, 'COSTS');
      book(bookId);
      const fromMs = recording.startedAt.getTime();
      const period = { fromMs, untilMs: Math.max(fromMs + 1, clock().getTime()) };
      const measured = await usageOf(recording.sdkAppId, period);
      const cohort = applications.find(recording.sdkAppId, principal.scope)?.cohort ?? defaultCohort;
      return booked(bookId, period, (chosen, nowMs) =>
        billRecording({ book: chosen, cohort, usage: measured, nowMs }, recording.id, period),
      );
    },
  };
}

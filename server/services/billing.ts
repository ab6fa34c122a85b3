import { kindOfApplication } from '../../domain/application/kind.ts';
import type { Bill } from '../../domain/billing/bill.ts';
import { billPeriod, billShare, rateDays } from '../../domain/billing/bill.ts';
import type { Period } from '../../domain/billing/calendar.ts';
import { monthsOf, readDay, readMonth } from '../../domain/billing/calendar.ts';
import { requireBook } from '../../domain/billing/estimate.ts';
import { meterDays, weigh } from '../../domain/billing/meter.ts';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import { bookAgeDays, priceBooks } from '../../domain/billing/shelf.ts';
import type { Usage } from '../../domain/billing/usage.ts';
import { DomainError } from '../../domain/errors.ts';
import type { RecordingRecord } from '../ports/records.ts';
import type { UsageStore } from '../ports/usage.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication } from './access/principal.ts';
import type { ApplicationRecord, Applications } from './applications.ts';
import { cohortOf } from './applications.ts';

/** A bill and the book that it was made by. */
export interface BookedBill {
  readonly bill: Bill;
  readonly book: PriceBook;
  readonly bookAgeDays: number;
  readonly period: Period;
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
/** Of an application that is not configured any more. */
const defaultService = 'css-live-recording';

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
  const usageOf = (sdkAppId: number, { fromMs, untilMs }: Period): Promise<Usage> => {
    const key = `${sdkAppId}/${fromMs}/${untilMs}`;
    const nowMs = clock().getTime();
    const known = recent.get(key);
    if (known !== undefined && nowMs - known.atMs < usageFreshMs) return known.usage;
    const isOfTasks = kindOfApplication(sdkAppId) === 'task';
    const read = Promise.all([
      usage.recordingChannels(sdkAppId, fromMs, untilMs),
      isOfTasks ? usage.tasks(sdkAppId, fromMs, untilMs) : [],
      usage.mixes(sdkAppId, fromMs, untilMs),
      usage.storedFiles(sdkAppId, fromMs, untilMs),
      usage.playback(sdkAppId, fromMs, untilMs),
    ]).then(([channels, tasks, mixes, files, playback]) => ({
      // What settings record has ids of tasks too, which are nothing to money.
      channels: isOfTasks ? channels : channels.map((channel) => ({ ...channel, taskId: null })),
      ...{ tasks, mixes, files, playback },
    }));
    for (const [other, { atMs }] of recent) if (nowMs - atMs >= usageFreshMs) recent.delete(other);
    recent.set(key, { atMs: nowMs, usage: read });
    return read;
  };

  const book = (id: string | null): PriceBook => requireBook(priceBooks, id);

  /** Everything that an application used in the months that a time touches, rated; and the meter that it came from. */
  const rated = async (
    application: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>,
    asked: Period,
    chosen: PriceBook,
  ) => {
    const months = monthsOf(asked);
    const period = { fromMs: months[0]!.fromMs, untilMs: months.at(-1)!.untilMs };
    const measured = await usageOf(application.sdkAppId, period);
    const metering = { period, nowMs: clock().getTime() };
    const tariff = { book: chosen, cohort: cohortOf(application), useFreeMinutes: false, packages: [] };
    return { measured, metering, fees: rateDays(tariff, meterDays(measured, metering)) };
  };

  const booked = (bill: Bill, chosen: PriceBook, period: Period): BookedBill => ({
    ...{ bill, book: chosen, bookAgeDays: bookAgeDays(chosen, clock().getTime()), period },
  });

  return {
    book,
    async bill(principal, { day, month, sdkAppId, bookId }) {
      requireAction(principal, 'COSTS');
      const application = applications.choose(sdkAppId, principal.scope);
      requireWholeApplication(principal, application.sdkAppId);
      const period = readPeriod(day, month);
      const chosen = book(bookId);
      const { fees } = await rated(application, period, chosen);
      return booked(billPeriod(fees, period), chosen, period);
    },
    async recordingCost(principal, { id, sdkAppId, startedAt }, bookId) {
      requireAction(principal, 'COSTS');
      const chosen = book(bookId);
      const fromMs = startedAt.getTime();
      const period = { fromMs, untilMs: Math.max(fromMs + 1, clock().getTime()) };
      const application = applications.find(sdkAppId, principal.scope) ?? {
        sdkAppId,
        cohort: defaultService,
      };
      const { fees, measured, metering } = await rated(application, period, chosen);
      const weights = weigh(measured, metering, (recordingId) => recordingId === id).get(id);
      return booked(billShare(fees, weights ?? new Map()), chosen, period);
    },
  };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { billPeriod, rateDays } from '../../domain/billing/bill.ts';
import type { Period } from '../../domain/billing/calendar.ts';
import { dayMs, monthOf, printMonth, readMonth } from '../../domain/billing/calendar.ts';
import type { Forecast, ForecastQuestion, ForecastRefusal } from '../../domain/billing/forecast.ts';
import { forecastInSteps, mostPastDays } from '../../domain/billing/forecast.ts';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import type { Tariff } from '../../domain/billing/rate.ts';
import { bookAgeDays } from '../../domain/billing/shelf.ts';
import { badInput } from '../../domain/errors.ts';
import type { Decimal } from '../../domain/money.ts';
import type { LedgerPage } from '../ports/ledger.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication } from './access/principal.ts';
import type { ApplicationRecord, Applications } from './applications.ts';
import { cohortOf, companionsOf } from './applications.ts';
import type { Ledger } from './ledger.ts';
import { currentRows } from './ledger.ts';
import type { PriceBooks } from './price-books.ts';

type Application = Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>;

export interface BookedForecast {
  readonly month: string;
  readonly book: PriceBook;
  readonly bookAgeDays: number;
  readonly measuredUntil: Date | null;
  readonly answer: Forecast | ForecastRefusal;
}

export interface Forecasts {
  /** Of this month or one that was; null: this one. Throws BAD_INPUT for a month to come, FORBIDDEN without COSTS. */
  forecast(
    principal: Principal,
    input: {
      readonly month: string | null;
      readonly sdkAppId: number | null;
      readonly bookId: string | null;
    },
  ): Promise<BookedForecast>;
  /** What this month's bill comes to now. */
  spent(application: Application): Promise<Decimal>;
  /** What it will have cost; null where there is too little to tell from. */
  ahead(application: Application): Promise<Decimal | null>;
}

export interface ForecastsDeps {
  readonly ledger: Ledger;
  readonly applications: Pick<Applications, 'all' | 'choose'>;
  readonly books: Pick<PriceBooks, 'find' | 'tariff'>;
  readonly clock: () => Date;
}

function readForecastMonth(text: string | null, now: Date): Period {
  const current = monthOf(now.getTime());
  if (text === null) return current;
  const month = readMonth(text);
  if (month !== null && month.fromMs <= current.fromMs) return month;
  const [field, allowed] = ['month', 'this month or an earlier one, like 2026-02'];
  throw badInput({ field, got: JSON.stringify(text), allowed });
}

/** Others go first after so long: between two of its steps, each a few milliseconds. */
const stepsMs = 5;

/** The forecast, made a few milliseconds at a time, so that no request waits behind it. */
async function forecastBeside(question: ForecastQuestion): Promise<Forecast | ForecastRefusal> {
  const steps = forecastInSteps(question);
  let since = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (performance.now() - since < stepsMs) continue;
    await nextTurn();
    since = performance.now();
  }
}

export function openForecasts({ ledger, applications, books, clock }: ForecastsDeps): Forecasts {
  /** What bills the month: a closed one by what it was closed with, unless a book is asked for. */
  const tariffOf = (
    application: Application,
    month: Period,
    { closed }: Pick<LedgerPage, 'closed'>,
    bookId: string | null,
  ): Tariff => {
    const name = printMonth(month.fromMs);
    const keeps = bookId === null ? closed.find((row) => row.month === name) : undefined;
    return books.tariff({
      ...{ sdkAppId: application.sdkAppId, month: name, bookId: keeps?.bookId ?? bookId },
      ...{ cohort: keeps?.cohort ?? cohortOf(application), asOf: keeps?.closedAt ?? null },
    });
  };

  const ask = async (application: Application, month: Period, bookId: string | null) => {
    const from = monthOf(month.fromMs - (mostPastDays + 1) * dayMs);
    const page = await ledger.read(application, { fromMs: from.fromMs, untilMs: month.untilMs });
    const knownUntilMs = page.measuredUntil?.getTime() ?? month.fromMs;
    const tariff = tariffOf(application, month, page, bookId);
    const answer = await forecastBeside({ month, knownUntilMs, rows: currentRows(page), tariff });
    return { answer, book: tariff.book, measuredUntil: page.measuredUntil };
  };

  return {
    async forecast(principal, { month: text, sdkAppId, bookId }) {
      requireAction(principal, 'COSTS');
      const application = applications.choose(sdkAppId, principal.scope);
      requireWholeApplication(principal, application.sdkAppId);
      const now = clock();
      const month = readForecastMonth(text, now);
      books.find(bookId);
      const asked = await ask(application, month, bookId);
      return {
        ...{ month: printMonth(month.fromMs), ...asked },
        bookAgeDays: bookAgeDays(asked.book, now.getTime()),
      };
    },
    async spent(application) {
      const month = monthOf(clock().getTime());
      const beside = companionsOf(applications.all(), application);
      const [page, ...others] = await Promise.all(
        [application, ...beside].map((one) => ledger.read(one, month)),
      );
      const tariff = tariffOf(application, month, page!, null);
      const rated = rateDays(tariff, currentRows(page!), { others: others.flatMap(currentRows) });
      return billPeriod(rated, month).total;
    },
    async ahead(application) {
      const { answer } = await ask(application, monthOf(clock().getTime()), null);
      return answer.kind === 'forecast' ? answer.total : null;
    },
  };
}

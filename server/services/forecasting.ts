import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Period } from '../../domain/billing/calendar.ts';
import { dayMs, monthOf, printMonth, readMonth } from '../../domain/billing/calendar.ts';
import type { Forecast, ForecastQuestion, ForecastRefusal } from '../../domain/billing/forecast.ts';
import { forecastInSteps } from '../../domain/billing/forecast.ts';
import { mostPastDays } from '../../domain/billing/forecast-known.ts';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import { bookAgeDays } from '../../domain/billing/shelf.ts';
import { badInput } from '../../domain/errors.ts';
import type { Decimal } from '../../domain/money.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication } from './access/principal.ts';
import type { Applications } from './applications.ts';
import type { BilledApplication, Billing } from './billing.ts';
import type { Ledger } from './ledger.ts';
import { currentRows } from './ledger.ts';
import type { PriceBooks } from './price-books.ts';

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
  /** What it will have cost; null where there is too little to tell from. */
  ahead(application: BilledApplication): Promise<Decimal | null>;
}

export interface ForecastsDeps {
  readonly ledger: Pick<Ledger, 'read'>;
  readonly applications: Pick<Applications, 'all' | 'choose'>;
  readonly billing: Pick<Billing, 'tariffIn'>;
  readonly books: Pick<PriceBooks, 'find'>;
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

/** Others go first after so long, between two of its steps: each is short, however much was used. */
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

export function openForecasts({ ledger, billing, applications, books, clock }: ForecastsDeps): Forecasts {
  const ask = async (application: BilledApplication, month: Period, bookId: string | null) => {
    const from = monthOf(month.fromMs - (mostPastDays + 1) * dayMs);
    const page = await ledger.read(application, { fromMs: from.fromMs, untilMs: month.untilMs });
    const knownUntilMs = page.measuredUntil?.getTime() ?? month.fromMs;
    const tariff = await billing.tariffIn(application, month, bookId);
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
    async ahead(application) {
      const { answer } = await ask(application, monthOf(clock().getTime()), null);
      return answer.kind === 'forecast' ? answer.total : null;
    },
  };
}

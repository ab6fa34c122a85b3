import { billPeriod, rateDays } from '../../domain/billing/bill.ts';
import type { Period } from '../../domain/billing/calendar.ts';
import { dayMs, monthOf, printDay, readMonth } from '../../domain/billing/calendar.ts';
import { requireBook } from '../../domain/billing/estimate.ts';
import type { Forecast, ForecastRefusal } from '../../domain/billing/forecast.ts';
import { forecastMonth, mostPastDays } from '../../domain/billing/forecast.ts';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import type { Tariff } from '../../domain/billing/rate.ts';
import { bookAgeDays, priceBooks } from '../../domain/billing/shelf.ts';
import { badInput } from '../../domain/errors.ts';
import type { Decimal } from '../../domain/money.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication } from './access/principal.ts';
import type { ApplicationRecord, Applications } from './applications.ts';
import { cohortOf } from './applications.ts';
import type { Ledger } from './ledger.ts';
import { currentRows } from './ledger.ts';

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
  /** What this month has cost by the newest pages. */
  spent(application: Application): Promise<Decimal>;
  /** What it will have cost; null where there is too little to tell from. */
  ahead(application: Application): Promise<Decimal | null>;
}

export interface ForecastsDeps {
  readonly ledger: Ledger;
  readonly applications: Pick<Applications, 'choose'>;
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

export function openForecasts({ ledger, applications, clock }: ForecastsDeps): Forecasts {
  const tariffOf = (application: Application, bookId: string | null): Tariff => ({
    ...{ book: requireBook(priceBooks, bookId), cohort: cohortOf(application) },
    ...{ useFreeMinutes: false, packages: [] },
  });

  const ask = async (application: Application, month: Period, tariff: Tariff) => {
    const from = monthOf(month.fromMs - (mostPastDays + 1) * dayMs);
    const page = await ledger.read(application, { fromMs: from.fromMs, untilMs: month.untilMs });
    const knownUntilMs = page.measuredUntil?.getTime() ?? month.fromMs;
    const answer = forecastMonth({ month, knownUntilMs, rows: currentRows(page), tariff });
    return { answer, measuredUntil: page.measuredUntil };
  };

  return {
    async forecast(principal, { month: text, sdkAppId, bookId }) {
      requireAction(principal, 'COSTS');
      const application = applications.choose(sdkAppId, principal.scope);
      requireWholeApplication(principal, application.sdkAppId);
      const now = clock();
      const month = readForecastMonth(text, now);
      const tariff = tariffOf(application, bookId);
      return {
        ...{ month: printDay(month.fromMs).slice(0, 7), book: tariff.book },
        bookAgeDays: bookAgeDays(tariff.book, now.getTime()),
        ...(await ask(application, month, tariff)),
      };
    },
    async spent(application) {
      const month = monthOf(clock().getTime());
      const page = await ledger.read(application, month);
      return billPeriod(rateDays(tariffOf(application, null), currentRows(page)), month).total;
    },
    async ahead(application) {
      const { answer } = await ask(application, monthOf(clock().getTime()), tariffOf(application, null));
      return answer.kind === 'forecast' ? answer.total : null;
    },
  };
}

import type { Admission, BudgetNotice, Start } from '../../domain/billing/budget.ts';
import { admitStart, crossedOf, readBudgetTerms } from '../../domain/billing/budget.ts';
import { monthOf, printMonth } from '../../domain/billing/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Decimal } from '../../domain/money.ts';
import { printDecimal } from '../../domain/money.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { BudgetRecord, BudgetStore } from '../ports/budgets.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication, seesCostsOf } from './access/principal.ts';
import type { ApplicationRecord, Applications } from './applications.ts';
import type { Billing } from './billing.ts';
import type { Forecasts } from './forecasting.ts';

export interface Budgets {
  /** Throws FORBIDDEN without COSTS. */
  list(principal: Principal, sdkAppId: number | null): Promise<readonly BudgetRecord[]>;
  /** Puts terms in the place of those of the same name, and looks at the month at once. Throws BAD_INPUT. */
  set(principal: Principal, sdkAppId: number | null, terms: unknown): Promise<BudgetRecord>;
  /** Throws NOT_FOUND. */
  remove(principal: Principal, sdkAppId: number | null, name: string): Promise<void>;
  /** What budgets make of a start. Throws BUDGET_EXCEEDED where one forbids it; figures are told only to who may see costs. */
  admit(principal: Principal, sdkAppId: number, start: Start): Promise<Admission>;
  /** Looks at the month of every application that has a budget; tells what was crossed. */
  look(): Promise<void>;
}

export interface BudgetsDeps {
  readonly store: BudgetStore;
  readonly billing: Pick<Billing, 'spentIn'>;
  readonly forecasts: Pick<Forecasts, 'ahead'>;
  readonly applications: Pick<Applications, 'choose' | 'visible' | 'all'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: () => Date;
}

/** A forecast is good for so long; what was spent is asked for anew at each look. */
const forecastForMs = 300_000;

/** The figures stand in the fault too: the application is what a caller can change about it. */
function refusalOf(
  sdkAppId: number,
  { message, total, limit, budget }: BudgetNotice,
  seesCosts: boolean,
): DomainError {
  const got = String(sdkAppId);
  const fault = seesCosts
    ? {
        ...{ field: 'input.sdkAppId', got: `${got}, whose month comes to ${printDecimal(total)} USD` },
        allowed: `an application below ${printDecimal(limit)} USD`,
      }
    : { field: 'input.sdkAppId', got, allowed: `an application within its budget “${budget}”` };
  return new DomainError('BUDGET_EXCEEDED', 'caller', message, { faults: [fault] });
}

export function openBudgets({ store, billing, forecasts, applications, audit, clock }: BudgetsDeps): Budgets {
  const aheadOf = new Map<number, { readonly untilMs: number; readonly ahead: Decimal | null }>();

  const forecastOf = async (application: ApplicationRecord, nowMs: number): Promise<Decimal | null> => {
    const known = aheadOf.get(application.sdkAppId);
    if (known !== undefined && nowMs < known.untilMs) return known.ahead;
    const ahead = await forecasts.ahead(application);
    aheadOf.set(application.sdkAppId, { untilMs: nowMs + forecastForMs, ahead });
    return ahead;
  };

  /** The budgets of an application with what its month comes to now. */
  const lookAt = async (application: ApplicationRecord, budgets: readonly BudgetRecord[]) => {
    const now = clock();
    const asksAhead = budgets.some(({ thresholds }) => thresholds.some(({ basis }) => basis === 'forecast'));
    const spent = await billing.spentIn(application, monthOf(now.getTime()));
    const forecast = asksAhead ? await forecastOf(application, now.getTime()) : null;
    const look = {
      ...{ month: printMonth(monthOf(now.getTime()).fromMs), spent: printDecimal(spent), lookedAt: now },
      forecast: forecast === null ? null : printDecimal(forecast),
    };
    const seen = budgets.map((budget) => ({ ...budget, totals: { spent, forecast } }));
    for (const budget of seen) await store.look(budget, look, crossedOf(budget, budget.totals));
    return seen;
  };

  const choose = (principal: Principal, sdkAppId: number | null): ApplicationRecord => {
    requireAction(principal, 'COSTS');
    const application = applications.choose(sdkAppId, principal.scope);
    requireWholeApplication(principal, application.sdkAppId);
    return application;
  };

  return {
    async list(principal, sdkAppId) {
      requireAction(principal, 'COSTS');
      const asked = sdkAppId === null ? applications.visible(principal.scope) : [choose(principal, sdkAppId)];
      for (const application of asked) requireWholeApplication(principal, application.sdkAppId);
      return store.list(asked.map((application) => application.sdkAppId));
    },
    async set(principal, sdkAppId, given) {
      const application = choose(principal, sdkAppId);
      const terms = readBudgetTerms(given, 'input');
      await store.set(application.sdkAppId, terms, principal.keyFingerprint, clock());
      const detail = { ...terms };
      await audit.append({ action: 'budget.set', principal, sdkAppId: application.sdkAppId, detail });
      const own = async () =>
        (await store.list([application.sdkAppId])).filter(({ name }) => name === terms.name);
      await lookAt(application, await own());
      return (await own())[0]!;
    },
    async remove(principal, sdkAppId, name) {
      const application = choose(principal, sdkAppId);
      if (await store.remove(application.sdkAppId, name)) {
        const detail = { name };
        await audit.append({ action: 'budget.remove', principal, sdkAppId: application.sdkAppId, detail });
        return;
      }
      throw new DomainError('NOT_FOUND', 'caller', `There is no budget ${JSON.stringify(name)}.`, {
        field: 'input.name',
      });
    },
    async admit(principal, sdkAppId, start) {
      const budgets = await store.list([sdkAppId]);
      const application = applications.all().find((one) => one.sdkAppId === sdkAppId);
      if (budgets.length === 0 || application === undefined)
        return { notices: [], refusal: null, formats: start.formats };
      const seesCosts = seesCostsOf(principal, sdkAppId);
      const admission = admitStart(await lookAt(application, budgets), start, seesCosts);
      if (admission.refusal !== null) throw refusalOf(sdkAppId, admission.refusal, seesCosts);
      return admission;
    },
    async look() {
      const budgets = Map.groupBy(await store.list(null), ({ sdkAppId }) => sdkAppId);
      for (const application of applications.all()) {
        const own = budgets.get(application.sdkAppId);
        if (own !== undefined) await lookAt(application, own);
      }
    },
  };
}

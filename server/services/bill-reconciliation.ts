import { kindOfApplication } from '../../domain/application/kind.ts';
import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import type { Period } from '../../domain/billing/calendar.ts';
import { readMonth } from '../../domain/billing/calendar.ts';
import { compare } from '../../domain/billing/reconciliation/compare.ts';
import type { Stated } from '../../domain/billing/reconciliation/compare.ts';
import type { Measure } from '../../domain/billing/reconciliation/measures.ts';
import { amountTolerances, usageTolerances } from '../../domain/billing/reconciliation/measures.ts';
import { measuredDays, stateMeasured } from '../../domain/billing/reconciliation/metered-measures.ts';
import { readInvoice, stateInvoice } from '../../domain/billing/reconciliation/read-invoice.ts';
import { badInput, DomainError, refuseFaults } from '../../domain/errors.ts';
import { Decimal, printDecimal } from '../../domain/money.ts';
import type {
  BillReconciliationStore,
  KeptEstimate,
  LockedReconciliation,
  ReconciledInvoice,
  ReconciledMonth,
  ReconciledSide,
  ReconciliationLock,
} from '../ports/bill-reconciliation.ts';
import type { NewAuditEntry } from '../ports/audit.ts';
import type { Provider } from '../ports/provider.ts';
import type { SubApplications } from '../ports/sub-applications.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication } from './access/principal.ts';
import type { Applications } from './applications.ts';
import type { Billing } from './billing.ts';
import { readInvoiceTable } from './invoice-table.ts';
import type { Ledger } from './ledger.ts';
import { currentRows } from './ledger.ts';

/** What the provider and its invoice say beside what was metered, of an account's month. */
export interface BillReconciliation extends LockedReconciliation {
  readonly month: string;
  readonly lock: ReconciliationLock | null;
}

/**
 * Reconciling is for a key or token with COSTS that reaches the whole account; changing anything is for keys alone. Months are
 * `2026-10`; those that are locked answer what they were, and refuse every change with CONFLICT.
 */
export interface BillReconciling {
  reconciliation(principal: Principal, month: string): Promise<BillReconciliation>;
  importProviderUsage(principal: Principal, month: string): Promise<BillReconciliation>;
  /** Throws BAD_INPUT that names row and column; nothing of the invoice is kept then. */
  importInvoice(principal: Principal, month: string, csv: string): Promise<BillReconciliation>;
  lock(principal: Principal, month: string): Promise<BillReconciliation>;
  unlock(principal: Principal, month: string, reason: string): Promise<BillReconciliation>;
  /** Keeps a plan's total as what a month of an application was estimated at, in place of an earlier one. */
  keepEstimate(
    principal: Principal,
    of: { readonly month: string; readonly sdkAppId: number | null },
    estimate: EstimateAnswer,
  ): Promise<KeptEstimate>;
  /** The three numbers of a month of an application, whose metered one is given. They stay apart. */
  numbers(
    of: { readonly month: string; readonly sdkAppId: number | null; readonly principal: Principal },
    metered: Pick<MonthNumber, 'amount' | 'currency' | 'knownAt'>,
  ): Promise<MonthNumbers>;
}

export interface BillReconcilingDeps {
  readonly store: BillReconciliationStore;
  readonly ledger: Ledger;
  readonly billing: Billing;
  readonly applications: Applications;
  readonly provider: Pick<Provider, 'usageOfMonth'>;
  readonly subApplications: Pick<SubApplications, 'list'>;
  readonly clock: () => Date;
}

const maxReasonLength = 500;

function later(one: Date | undefined, other: Date | undefined): Date | null {
  const times = [one, other].filter((time) => time !== undefined);
  return times.length === 0 ? null : new Date(Math.max(...times.map((time) => time.getTime())));
}

function requireMonth(text: string): Period {
  const month = readMonth(text);
  if (month !== null) return month;
  throw badInput({ field: 'month', got: JSON.stringify(text), allowed: 'a month like 2026-02' });
}

/** One of a month's three numbers. */
export interface MonthNumber {
  /** Decimal text; null where nobody said it. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** Until when, or when, it was known. */
  readonly knownAt: Date | null;
  /** When it was last set beside another of the three. */
  readonly reconciledAt: Date | null;
  /** Whether it is the whole account's, of which the application is a part. */
  readonly ofAccount: boolean;
}

export interface MonthNumbers {
  readonly estimated: MonthNumber;
  readonly metered: MonthNumber;
  readonly billed: MonthNumber;
  readonly lockedAt: Date | null;
}

export function openBillReconciling(deps: BillReconcilingDeps): BillReconciling {
  const { store, ledger, billing, applications, provider, subApplications, clock } = deps;

  const requireReach = (principal: Principal): void => {
    requireAction(principal, 'COSTS');
    // A token of every application sees all that an account's sums are made of.
    const covered = applications.visible(principal.scope).length === applications.all().length;
    if (covered) for (const { sdkAppId } of applications.all()) requireWholeApplication(principal, sdkAppId);
    else requireWholeApplication(principal, null);
  };
  const requireKey = (principal: Principal): void => {
    requireReach(principal);
    if (principal.kind !== 'API_KEY')
      throw new DomainError('FORBIDDEN', 'caller', 'Reconciling is for API keys, not for viewer tokens.');
  };
  const entry = (
    action: NewAuditEntry['action'],
    principal: Principal,
    detail: Readonly<Record<string, unknown>>,
  ): NewAuditEntry => ({ action, principal, sdkAppId: null, detail });

  const meteredUse = async (month: Period): Promise<readonly Stated[]> => {
    const own = await Promise.all(
      applications.all().map(async (application) => ({
        kind: kindOfApplication(application.sdkAppId),
        rows: currentRows(await ledger.read(application, month)),
      })),
    );
    return measuredDays(own).map(stateMeasured);
  };

  const meteredAmounts = async (principal: Principal, month: string): Promise<readonly Stated[]> => {
    const bills = await Promise.all(
      applications
        .all()
        .map(({ sdkAppId }) => billing.bill(principal, { day: null, month, sdkAppId, bookId: null })),
    );
    return bills.flatMap(({ bill, book }) =>
      bill.lines.map(({ period, charge, amount }) => ({
        ...{ period, charge, of: 'amount', unit: book.currency, quantity: amount },
      })),
    );
  };

  const compareUsage = async (
    kept: NonNullable<ReconciledMonth['usage']>,
    month: Period,
  ): Promise<ReconciledSide> => ({
    readAt: kept.readAt,
    comparisons: compare(
      await meteredUse(month),
      kept.days.map(stateMeasured),
      ({ of }) => usageTolerances[of.split('/')[0] as Measure],
    ),
  });

  const compareInvoice = async (
    kept: NonNullable<ReconciledMonth['invoice']>,
    principal: Principal,
    month: string,
  ): Promise<ReconciledInvoice> => ({
    ...{ readAt: kept.readAt, currency: kept.currency },
    total: printDecimal(Decimal.sum(0, ...kept.rows.map(({ amount }) => amount))),
    comparisons: compare(
      await meteredAmounts(principal, month),
      stateInvoice(kept, kept.currency),
      ({ charge }) => amountTolerances[charge],
    ),
  });

  const answer = async (principal: Principal, month: string): Promise<BillReconciliation> => {
    const period = requireMonth(month);
    const { usage, invoice, lock } = await store.read(month);
    if (lock !== null) {
      const { kept, ...who } = lock;
      return { month, ...kept, lock: who };
    }
    const comparedAt = clock();
    return {
      ...{ month, comparedAt, lock: null },
      usage: usage && (await compareUsage(usage, period)),
      invoice: invoice && (await compareInvoice(invoice, principal, month)),
    };
  };

  return {
    async reconciliation(principal, month) {
      requireReach(principal);
      return answer(principal, month);
    },

    async importProviderUsage(principal, month) {
      requireKey(principal);
      const period = requireMonth(month);
      const now = clock();
      if (period.fromMs > now.getTime())
        refuseFaults([{ field: 'month', got: month, allowed: 'a month that has begun' }]);
      const homes = (await subApplications.list()).filter(({ status }) => !status.startsWith('DESTROY'));
      // The list has the main one too; where it is empty there is no other.
      const ids = homes.length === 0 ? [null] : homes.map(({ subAppId }) => subAppId);
      const days = await provider.usageOfMonth(period, now, ids);
      const detail = { month, days: days.length };
      await store.keepUsage(month, days, now, entry('reconciliation.usage', principal, detail));
      return answer(principal, month);
    },

    async importInvoice(principal, month, csv) {
      requireKey(principal);
      const path = 'input.csv';
      const { currency } = billing.book(null);
      const terms = { month: requireMonth(month), currency, path };
      const { rows, total } = readInvoice(await readInvoiceTable(csv, path), terms);
      const detail = { month, rows: rows.length, total: printDecimal(total), currency };
      await store.keepInvoice(
        month,
        { readAt: clock(), currency, rows },
        entry('reconciliation.invoice', principal, detail),
      );
      return answer(principal, month);
    },

    async lock(principal, month) {
      requireKey(principal);
      const { comparedAt, usage, invoice, lock } = await answer(principal, month);
      if (lock === null && usage === null && invoice === null)
        throw new DomainError(
          ...(['CONFLICT', 'caller'] as const),
          `There is nothing to lock in ${month}: read the provider’s usage or its invoice first.`,
          { field: 'month' },
        );
      const kept = { comparedAt, usage, invoice };
      const who = { lockedAt: clock(), lockedBy: principal.id, lockedByRole: principal.role };
      await store.lock(month, { ...who, kept }, entry('reconciliation.lock', principal, { month }));
      return answer(principal, month);
    },

    async unlock(principal, month, reason) {
      requireKey(principal);
      requireMonth(month);
      const said = reason.trim();
      if (said.length < 1 || said.length > maxReasonLength)
        refuseFaults([
          {
            ...{ field: 'input.reason', got: `${String(said.length)} characters` },
            allowed: `1 to ${String(maxReasonLength)} characters`,
          },
        ]);
      await store.unlock(month, entry('reconciliation.unlock', principal, { month, reason: said }));
      return answer(principal, month);
    },

    async keepEstimate(principal, { month, sdkAppId }, { book, estimate }) {
      requireAction(principal, 'COSTS');
      requireMonth(month);
      const application = applications.choose(sdkAppId, principal.scope);
      requireWholeApplication(principal, application.sdkAppId);
      const kept: KeptEstimate = {
        ...{ sdkAppId: application.sdkAppId, month, total: printDecimal(estimate.total) },
        ...{ currency: book.currency, bookId: book.id, keptAt: clock() },
      };
      await store.keepEstimate(kept);
      return kept;
    },

    async numbers({ month, sdkAppId, principal }, metered) {
      const application = applications.choose(sdkAppId, principal.scope);
      const [estimate, { usage, invoice, lock }] = await Promise.all([
        store.estimateOf(application.sdkAppId, month),
        store.read(month),
      ]);
      const total = invoice && Decimal.sum(0, ...invoice.rows.map(({ amount }) => amount));
      return {
        estimated: {
          ...{ amount: estimate?.total ?? null, currency: estimate?.currency ?? null },
          ...{ knownAt: estimate?.keptAt ?? null, reconciledAt: estimate && (lock?.lockedAt ?? null) },
          ofAccount: false,
        },
        metered: { ...metered, reconciledAt: later(usage?.readAt, invoice?.readAt), ofAccount: false },
        billed: {
          ...{ amount: total && printDecimal(total), currency: invoice?.currency ?? null },
          ...{ knownAt: invoice?.readAt ?? null, reconciledAt: invoice?.readAt ?? null },
          ofAccount: applications.all().length > 1,
        },
        lockedAt: lock?.lockedAt ?? null,
      };
    },
  };
}

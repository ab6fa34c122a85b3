import type { MeasuredDay } from '../../domain/billing/reconciliation/metered-measures.ts';
import type { InvoiceRow } from '../../domain/billing/reconciliation/read-invoice.ts';
import type { Comparison } from '../../domain/billing/reconciliation/compare.ts';
import type { NewAuditEntry } from './audit.ts';

/** Who closed the books of a month, and when. */
export interface ReconciliationLock {
  readonly lockedAt: Date;
  readonly lockedBy: string;
  readonly lockedByRole: string;
}

/** One side by side with ours. */
export interface ReconciledSide {
  /** When the provider was asked, or the invoice was read. */
  readonly readAt: Date;
  readonly comparisons: readonly Comparison[];
}

export interface ReconciledInvoice extends ReconciledSide {
  readonly currency: string;
  /** Decimal text. */
  readonly total: string;
}

/** What a locked month keeps: nothing that becomes known later changes it. */
export interface LockedReconciliation {
  readonly comparedAt: Date;
  readonly usage: ReconciledSide | null;
  readonly invoice: ReconciledInvoice | null;
}

/** What is kept of an account's month. */
export interface ReconciledMonth {
  readonly usage: { readonly readAt: Date; readonly days: readonly MeasuredDay[] } | null;
  readonly invoice: {
    readonly readAt: Date;
    readonly currency: string;
    readonly rows: readonly InvoiceRow[];
  } | null;
  readonly lock: (ReconciliationLock & { readonly kept: LockedReconciliation }) | null;
}

/** A plan that a month of an application is held against. */
export interface KeptEstimate {
  readonly sdkAppId: number;
  /** `2026-10`. */
  readonly month: string;
  /** Decimal text. */
  readonly total: string;
  readonly currency: string;
  readonly bookId: string;
  readonly keptAt: Date;
}

/**
 * Months are the account's: `2026-10`. Every change is whole or not at all, with its row of the audit log, and CONFLICT where the
 * month is locked.
 */
export interface BillReconciliationStore {
  read(month: string): Promise<ReconciledMonth>;
  /** In place of what was read before. */
  keepUsage(month: string, days: readonly MeasuredDay[], readAt: Date, audit: NewAuditEntry): Promise<void>;
  keepInvoice(
    month: string,
    invoice: NonNullable<ReconciledMonth['invoice']>,
    audit: NewAuditEntry,
  ): Promise<void>;
  lock(
    month: string,
    lock: ReconciliationLock & { readonly kept: LockedReconciliation },
    audit: NewAuditEntry,
  ): Promise<void>;
  /** CONFLICT where it is not locked. */
  unlock(month: string, audit: NewAuditEntry): Promise<void>;
  /** In place of an earlier one of the month. */
  keepEstimate(estimate: KeptEstimate): Promise<void>;
  estimateOf(sdkAppId: number, month: string): Promise<KeptEstimate | null>;
}

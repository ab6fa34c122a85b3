import type postgres from 'postgres';
import { charges } from '../../../domain/billing/items.ts';
import type { Comparison } from '../../../domain/billing/reconciliation/compare.ts';
import { measureNames } from '../../../domain/billing/reconciliation/measures.ts';
import { DomainError } from '../../../domain/errors.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';
import type { NewAuditEntry } from '../../ports/audit.ts';
import type {
  BillReconciliationStore,
  LockedReconciliation,
  ReconciledInvoice,
  ReconciledMonth,
} from '../../ports/bill-reconciliation.ts';
import { openAuditLog } from './audit-log.ts';

interface MonthRow {
  readonly usage_read_at: Date | null;
  readonly invoice_read_at: Date | null;
  readonly invoice_currency: string | null;
  readonly locked_at: Date | null;
  readonly locked_by: string | null;
  readonly locked_by_role: string | null;
  readonly kept: KeptJson | null;
}

/** Instants are text in JSON. */
interface KeptJson {
  readonly comparedAt: string;
  readonly usage: { readonly readAt: string; readonly comparisons: readonly Comparison[] } | null;
  readonly invoice: (Omit<ReconciledInvoice, 'readAt'> & { readonly readAt: string }) | null;
}

function readKept({ comparedAt, usage, invoice }: KeptJson): LockedReconciliation {
  return {
    comparedAt: new Date(comparedAt),
    usage: usage && { ...usage, readAt: new Date(usage.readAt) },
    invoice: invoice && { ...invoice, readAt: new Date(invoice.readAt) },
  };
}

function readLock(row: MonthRow): ReconciledMonth['lock'] {
  if (row.locked_at === null || row.kept === null) return null;
  const who = { lockedBy: row.locked_by ?? '', lockedByRole: row.locked_by_role ?? '' };
  return { lockedAt: row.locked_at, ...who, kept: readKept(row.kept) };
}

async function readMonth(sql: postgres.Sql, month: string): Promise<ReconciledMonth> {
  const [[row], days, rows] = await Promise.all([
    sql<MonthRow[]>`select * from bill_months where month = ${month}`,
    sql<{ day: string; measure: string; class: string; quantity: string }[]>`
      select day::text as day, measure, class, quantity from provider_usage where month = ${month}
      order by day, measure, class`,
    sql<{ period: string; charge: string; amount: string }[]>`
      select period, charge, amount from invoice_rows where month = ${month} order by period, charge`,
  ]);
  if (row === undefined) return { usage: null, invoice: null, lock: null };
  return {
    usage: row.usage_read_at && {
      readAt: row.usage_read_at,
      days: days.flatMap(({ day, measure, class: size, quantity }) => {
        const known = measureNames.find((name) => name === measure);
        const found = { day, class: size === '' ? null : size, quantity: new Decimal(quantity) };
        return known === undefined ? [] : [{ ...found, measure: known }];
      }),
    },
    invoice: row.invoice_read_at && {
      ...{ readAt: row.invoice_read_at, currency: row.invoice_currency ?? '' },
      rows: rows.flatMap(({ period, charge, amount }) => {
        const known = charges.find((name) => name === charge);
        return known === undefined ? [] : [{ period, charge: known, amount: new Decimal(amount) }];
      }),
    },
    lock: readLock(row),
  };
}

const monthIs = (month: string, what: string): DomainError =>
  new DomainError('CONFLICT', 'caller', `The reconciliation of ${month} is ${what}.`, {
    field: 'input.month',
  });

/** Changes a month that is not locked, or one that is, with its row of the audit log. */
async function change(
  sql: postgres.Sql,
  month: string,
  audit: NewAuditEntry,
  work: (transaction: postgres.TransactionSql) => Promise<unknown>,
  mustBeLocked = false,
): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`insert into bill_months (month) values (${month}) on conflict do nothing`;
    const [row] = await transaction<{ locked_at: Date | null; locked_by: string | null }[]>`
      select locked_at, locked_by from bill_months where month = ${month} for update`;
    const { locked_at: at = null, locked_by: by = null } = row ?? {};
    if (mustBeLocked && at === null) throw monthIs(month, 'not locked');
    if (!mustBeLocked && at !== null)
      throw monthIs(month, `locked since ${at.toISOString()} by ${by ?? ''}; unlock it first`);
    await work(transaction);
    await openAuditLog(transaction as unknown as postgres.Sql).append(audit);
  });
}

export function openBillReconciliationStore(sql: postgres.Sql): BillReconciliationStore {
  return {
    read: (month) => readMonth(sql, month),
    keepUsage: (month, days, readAt, audit) =>
      change(sql, month, audit, async (transaction) => {
        await transaction`delete from provider_usage where month = ${month}`;
        const rows = days.map(({ day, measure, class: size, quantity }) => ({
          ...{ month, day, measure, class: size ?? '', quantity: printDecimal(quantity) },
        }));
        if (rows.length > 0) await transaction`insert into provider_usage ${transaction(rows)}`;
        await transaction`update bill_months set usage_read_at = ${readAt} where month = ${month}`;
      }),
    keepInvoice: (month, { readAt, currency, rows: given }, audit) =>
      change(sql, month, audit, async (transaction) => {
        await transaction`delete from invoice_rows where month = ${month}`;
        const rows = given.map(({ period, charge, amount }) => ({
          ...{ month, period, charge, amount: printDecimal(amount) },
        }));
        if (rows.length > 0) await transaction`insert into invoice_rows ${transaction(rows)}`;
        await transaction`
          update bill_months set invoice_read_at = ${readAt}, invoice_currency = ${currency} where month = ${month}`;
      }),
    lock: (month, { lockedAt, lockedBy, lockedByRole, kept }, audit) =>
      change(
        sql,
        month,
        audit,
        (transaction) => transaction`
          update bill_months set locked_at = ${lockedAt}, locked_by = ${lockedBy}, locked_by_role = ${lockedByRole},
            kept = ${transaction.json(kept as unknown as postgres.JSONValue)}
          where month = ${month}`,
      ),
    unlock: (month, audit) =>
      change(
        sql,
        month,
        audit,
        (transaction) => transaction`
          update bill_months set locked_at = null, locked_by = null, locked_by_role = null, kept = null
          where month = ${month}`,
        true,
      ),
    async keepEstimate({ sdkAppId, month, total, currency, bookId, keptAt }) {
      const row = { sdk_app_id: sdkAppId, month, total, currency, book_id: bookId, kept_at: keptAt };
      await sql`
        insert into kept_estimates ${sql(row)}
        on conflict (sdk_app_id, month) do update set total = excluded.total, currency = excluded.currency,
          book_id = excluded.book_id, kept_at = excluded.kept_at`;
    },
    async estimateOf(sdkAppId, month) {
      const [row] = await sql<{ total: string; currency: string; book_id: string; kept_at: Date }[]>`
        select total, currency, book_id, kept_at from kept_estimates
        where sdk_app_id = ${sdkAppId} and month = ${month}`;
      if (row === undefined) return null;
      const { total, currency, book_id: bookId, kept_at: keptAt } = row;
      return { sdkAppId, month, total, currency, bookId, keptAt };
    },
  };
}

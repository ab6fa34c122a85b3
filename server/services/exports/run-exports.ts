import { printLine } from '../../../domain/billing/export/bill-table.ts';
import type { ExportBill } from '../../../domain/billing/export/bill-table.ts';
import { unpricedOf } from '../../../domain/billing/incomplete.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { BillExportRecord, BillExportStore } from '../../ports/bill-exports.ts';
import type { Principal } from '../access/principal.ts';
import { everything } from '../access/principal.ts';
import type { Billing } from '../billing.ts';
import { drawExport } from './draw-export.ts';

/** A file may be fetched for so long after it became ready. */
export const exportKeptMs = 24 * 3_600_000;
/** What could not be made in so many attempts is told as failed. */
const maxAttempts = 5;

/** Who asked was allowed to when the export was started; the work is ours. */
const ourselves: Principal = {
  ...{ id: 'bill-exports', kind: 'API_KEY', role: 'finance', keyFingerprint: '', expiresAt: null },
  ...{ actions: new Set(['COSTS'] as const), scope: everything },
};

export interface ExportRunDeps {
  readonly store: BillExportStore;
  readonly billing: Pick<Billing, 'bill'>;
  /** Meters an application until now: a bill that is asked for may be a little behind. */
  readonly meter: (sdkAppId: number) => Promise<void>;
  readonly clock: () => Date;
}

/** Makes what is waiting, the oldest first, a month at a time; forgets what was fetched long enough. */
export async function runExports(deps: ExportRunDeps): Promise<void> {
  const { store, clock } = deps;
  await store.forget(new Date(clock().getTime() - exportKeptMs));
  for (let next = await store.take(); next !== null; next = await store.take()) {
    const { job, attempts } = next;
    if (attempts > maxAttempts)
      await store.fail(job.id, `It could not be made in ${String(maxAttempts)} attempts.`, clock());
    else
      try {
        await runExport(deps, job);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        await store.fail(job.id, error.message, clock());
      }
  }
}

async function runExport(
  { store, billing, meter, clock }: ExportRunDeps,
  job: BillExportRecord,
): Promise<void> {
  const { id, sdkAppId, format, digits, bookId } = job;
  await meter(sdkAppId);
  const done = new Set((await store.months(id)).map(({ month }) => month));
  for (const month of job.months.filter((one) => !done.has(one))) {
    const { bill, book } = await billing.bill(ourselves, { day: null, month, sdkAppId, bookId });
    const lines = bill.lines.map((line) => printLine(line, bill.total));
    const unpriced = unpricedOf(bill.warnings);
    const kept: ExportBill = { bookId: book.id, currency: book.currency, lines, unpriced };
    if (!(await store.keepMonth(id, month, kept))) return;
  }
  const account = { id: String(sdkAppId), name: `Application ${String(sdkAppId)}` };
  const months = await store.months(id);
  const incompleteMonths = months.filter(({ bill }) => bill.unpriced.length > 0).map(({ month }) => month);
  const file = await drawExport(months, format, digits, account);
  await store.finish(id, { ...file, incompleteMonths }, clock());
}

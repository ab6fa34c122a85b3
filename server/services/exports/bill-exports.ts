import { monthsOf, printMonth, readMonth } from '../../../domain/billing/calendar.ts';
import type { FieldFault } from '../../../domain/errors.ts';
import { DomainError, refuseFaults } from '../../../domain/errors.ts';
import type { BillExportFormat, BillExportRecord, BillExportStore } from '../../ports/bill-exports.ts';
import type { IdempotencyStore } from '../../ports/commands.ts';
import type { Principal } from '../access/principal.ts';
import { requireAction, requireWholeApplication } from '../access/principal.ts';
import type { Applications } from '../applications.ts';
import type { Billing } from '../billing.ts';
import { once } from '../once.ts';

export interface StartBillExport {
  readonly fromMonth: string;
  /** The last one; null: the first alone. */
  readonly untilMonth: string | null;
  readonly format: BillExportFormat;
  readonly digits: number | null;
  readonly bookId: string | null;
  readonly sdkAppId: number | null;
  readonly idempotencyKey: string;
}

/** All of it needs COSTS and the whole application. */
export interface BillExports {
  start(principal: Principal, input: StartBillExport): Promise<BillExportRecord>;
  find(principal: Principal, id: string): Promise<BillExportRecord | null>;
  /** Throws CONFLICT where it is over already, NOT_FOUND where there is none. */
  cancel(principal: Principal, id: string): Promise<BillExportRecord>;
  /** The file of one that is ready; null otherwise. For whoever has its signed address. */
  file(id: string): Promise<{ readonly record: BillExportRecord; readonly content: Buffer } | null>;
}

export interface BillExportDeps {
  readonly store: BillExportStore;
  readonly billing: Pick<Billing, 'book'>;
  readonly applications: Applications;
  readonly idempotency: IdempotencyStore;
  readonly clock: () => Date;
}

const maxMonths = 36;
const maxDigits = 10;

function readMonths({ fromMonth, untilMonth, digits }: StartBillExport): readonly string[] {
  const faults: FieldFault[] = [];
  const read = (field: string, text: string) => {
    const month = readMonth(text);
    if (month === null) faults.push({ field, got: JSON.stringify(text), allowed: 'a month like 2026-02' });
    return month;
  };
  const first = read('input.fromMonth', fromMonth);
  const last = untilMonth === null ? first : read('input.untilMonth', untilMonth);
  if (digits !== null && (!Number.isInteger(digits) || digits < 0 || digits > maxDigits))
    faults.push({ field: 'input.digits', got: String(digits), allowed: `0 to ${String(maxDigits)}` });
  refuseFaults(faults);
  // More is not listed: a month has at least 28 days.
  const endMs = Math.min(last!.untilMs, first!.fromMs + (maxMonths + 2) * 31 * 86_400_000);
  const months = monthsOf({ fromMs: first!.fromMs, untilMs: endMs }).map(({ fromMs }) => printMonth(fromMs));
  if (months.length < 1 || months.length > maxMonths)
    refuseFaults([
      {
        ...{ field: 'input.untilMonth', got: untilMonth ?? fromMonth },
        allowed: `the first month or later, at most ${String(maxMonths)} months in all`,
      },
    ]);
  return months;
}

export function openBillExports(deps: BillExportDeps): BillExports {
  const { store, billing, applications, idempotency, clock } = deps;

  const find = async (principal: Principal, id: string): Promise<BillExportRecord | null> => {
    requireAction(principal, 'COSTS');
    const job = await store.find(id);
    if (job !== null) requireWholeApplication(principal, job.sdkAppId);
    return job;
  };

  return {
    async start(principal, input) {
      requireAction(principal, 'COSTS');
      const { sdkAppId } = applications.choose(input.sdkAppId, principal.scope);
      requireWholeApplication(principal, sdkAppId);
      const months = readMonths(input);
      const { format, digits, bookId, idempotencyKey: key } = input;
      billing.book(bookId);
      const asked = { sdkAppId, months, format, digits, bookId };
      const id = await once(
        idempotency,
        { principal, key, operation: 'startBillExport', input: asked },
        async () => (await store.create(asked, clock())).id,
      );
      const job = await store.find(id);
      if (job !== null) return job;
      throw new DomainError('NOT_FOUND', 'caller', 'The export of this idempotencyKey is forgotten by now.');
    },
    find,
    async cancel(principal, id) {
      const job = await find(principal, id);
      if (job === null) throw new DomainError('NOT_FOUND', 'caller', 'There is no such export.');
      const cancelled = await store.cancel(id, clock());
      if (cancelled !== null) return cancelled;
      throw new DomainError('CONFLICT', 'caller', `The export is ${job.state}: it is over already.`);
    },
    async file(id) {
      const [record, content] = await Promise.all([store.find(id), store.content(id)]);
      return record === null || content === null ? null : { record, content };
    },
  };
}

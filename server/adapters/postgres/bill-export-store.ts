import type postgres from 'postgres';
import type { ExportBill } from '../../../domain/billing/export/bill-table.ts';
import type { EventType } from '../../ports/event-log.ts';
import type {
  BillExportFormat,
  BillExportRecord,
  BillExportState,
  BillExportStore,
} from '../../ports/bill-exports.ts';
import { appendEvents } from './append-event.ts';
import { uuids } from './scope.ts';

interface ExportRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly months: readonly string[];
  readonly format: BillExportFormat;
  readonly digits: number | null;
  readonly book_id: string | null;
  readonly state: BillExportState;
  readonly attempts: number;
  readonly months_done: number;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly error: string | null;
  readonly bytes: number | null;
  readonly total: string | null;
  readonly incomplete_months: readonly string[] | null;
}

function readRow(row: ExportRow): BillExportRecord {
  return {
    ...{ id: row.id, sdkAppId: Number(row.sdk_app_id), months: row.months, format: row.format },
    ...{ digits: row.digits, bookId: row.book_id, state: row.state, monthsDone: row.months_done },
    ...{ createdAt: row.created_at, finishedAt: row.finished_at, error: row.error },
    ...{ bytes: row.bytes, total: row.total, incompleteMonths: row.incomplete_months },
  };
}

export function openBillExportStore(sql: postgres.Sql): BillExportStore {
  const columns = sql`
    id, sdk_app_id, months, format, digits, book_id, state, attempts, created_at, finished_at, error,
    octet_length(content) as bytes, total, incomplete_months,
    case state when 'READY' then cardinality(months)
      else (select count(*)::int from bill_export_months where export_id = bill_exports.id) end as months_done`;

  /** Ends a job that runs and tells of it, in one. */
  const end = async (
    id: string,
    type: EventType,
    at: Date,
    values: {
      readonly state: BillExportState;
      readonly error?: string;
      readonly total?: string;
      readonly content?: Buffer;
      readonly incomplete_months?: string[];
    },
  ): Promise<void> => {
    await sql.begin(async (transaction) => {
      const [row] = await transaction<ExportRow[]>`
        update bill_exports set ${transaction({ ...values, finished_at: at })}
        where id = ${id} and state = 'RUNNING' returning ${columns}`;
      if (row === undefined) return;
      await transaction`delete from bill_export_months where export_id = ${id}`;
      const { sdkAppId, months, format, state, error } = readRow(row);
      await appendEvents(transaction, [
        {
          ...{ type, occurredAt: at, sdkAppId, roomId: null, recordingId: null, userId: null },
          data: { exportId: id, months, format, state, error },
        },
      ]);
    });
  };

  return {
    async create({ sdkAppId, months, format, digits, bookId }, createdAt) {
      const values = { sdk_app_id: sdkAppId, months: months as string[], format, digits, book_id: bookId };
      const [row] = await sql<ExportRow[]>`
        insert into bill_exports ${sql({ ...values, state: 'QUEUED', created_at: createdAt })} returning ${columns}`;
      return readRow(row!);
    },
    async find(id) {
      const [row] = await sql<ExportRow[]>`
        select ${columns} from bill_exports where id = any(${uuids([id])}::uuid[])`;
      return row === undefined ? null : readRow(row);
    },
    async take() {
      const [row] = await sql<ExportRow[]>`
        update bill_exports set state = 'RUNNING', attempts = attempts + 1
        where id = (select id from bill_exports where state in ('QUEUED', 'RUNNING') order by created_at, id limit 1)
        returning ${columns}`;
      return row === undefined ? null : { job: readRow(row), attempts: row.attempts };
    },
    async keepMonth(id, month, bill) {
      const json = sql.json(bill as unknown as postgres.JSONValue);
      const rows = await sql`
        insert into bill_export_months (export_id, month, bill)
        select id, ${month}, ${json} from bill_exports where id = ${id} and state = 'RUNNING'
        on conflict (export_id, month) do update set bill = excluded.bill returning 1`;
      return rows.length > 0;
    },
    async months(id) {
      const rows = await sql<{ month: string; bill: ExportBill }[]>`
        select month, bill from bill_export_months where export_id = ${id} order by month`;
      return rows.map(({ month, bill }) => ({ month, bill }));
    },
    finish: (id, { content, total, incompleteMonths }, at) =>
      end(id, 'bill.export_ready', at, {
        ...{ state: 'READY', content, total, incomplete_months: [...incompleteMonths] },
      }),
    fail: (id, error, at) => end(id, 'bill.export_failed', at, { state: 'FAILED', error }),
    async cancel(id, at) {
      const [row] = await sql<ExportRow[]>`
        update bill_exports set state = 'CANCELLED', finished_at = ${at}
        where id = any(${uuids([id])}::uuid[]) and state in ('QUEUED', 'RUNNING') returning ${columns}`;
      if (row === undefined) return null;
      await sql`delete from bill_export_months where export_id = ${row.id}`;
      return readRow(row);
    },
    async content(id) {
      const [row] = await sql<{ content: Buffer | null }[]>`
        select content from bill_exports where id = any(${uuids([id])}::uuid[]) and state = 'READY'`;
      return row?.content ?? null;
    },
    async forget(before) {
      await sql`delete from bill_exports where finished_at < ${before}`;
    },
  };
}

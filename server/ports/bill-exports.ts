import type { ExportBill } from '../../domain/billing/export/bill-table.ts';

export const billExportFormats = ['CSV', 'FOCUS', 'XLSX'] as const;
export type BillExportFormat = (typeof billExportFormats)[number];
export const billExportStates = ['QUEUED', 'RUNNING', 'READY', 'FAILED', 'CANCELLED'] as const;
export type BillExportState = (typeof billExportStates)[number];

export interface BillExportRequest {
  readonly sdkAppId: number;
  /** `2026-10`, in order. */
  readonly months: readonly string[];
  readonly format: BillExportFormat;
  /** Decimals of amounts; null: every digit. */
  readonly digits: number | null;
  readonly bookId: string | null;
}

export interface BillExportRecord extends BillExportRequest {
  readonly id: string;
  readonly state: BillExportState;
  readonly monthsDone: number;
  readonly createdAt: Date;
  /** When it became ready, failed or was cancelled. */
  readonly finishedAt: Date | null;
  readonly error: string | null;
  readonly bytes: number | null;
  /** Decimal text: what its amounts sum to. */
  readonly total: string | null;
  /** Those of its months in which something used has no price, so that the total is too low; null until it is ready. */
  readonly incompleteMonths: readonly string[] | null;
}

export interface BillExportFile {
  readonly content: Buffer;
  readonly total: string;
  readonly incompleteMonths: readonly string[];
}

/** Rows are the queue: what a killed process leaves is gone on with by the next, from the month where it was. */
export interface BillExportStore {
  create(request: BillExportRequest, createdAt: Date): Promise<BillExportRecord>;
  find(id: string): Promise<BillExportRecord | null>;
  /** The oldest that is not over, now RUNNING, and how often it was taken up, this time too. */
  take(): Promise<{ readonly job: BillExportRecord; readonly attempts: number } | null>;
  /** Answers whether the job still runs. */
  keepMonth(id: string, month: string, bill: ExportBill): Promise<boolean>;
  months(id: string): Promise<readonly { readonly month: string; readonly bill: ExportBill }[]>;
  /** READY, with its event; nothing where it runs no more. */
  finish(id: string, file: BillExportFile, at: Date): Promise<void>;
  /** FAILED, with its event; nothing where it runs no more. */
  fail(id: string, error: string, at: Date): Promise<void>;
  /** Null where it is over already, or nowhere. */
  cancel(id: string, at: Date): Promise<BillExportRecord | null>;
  content(id: string): Promise<Buffer | null>;
  /** Forgets what was over before then. */
  forget(before: Date): Promise<void>;
}

import type { DayUsage } from '../../domain/billing/day-usage.ts';
import type { LedgerChange } from '../../domain/billing/ledger-change.ts';
import type { AccountCohort } from '../../domain/billing/price-book.ts';

export interface ClosedMonth {
  /** `2026-06`. */
  readonly month: string;
  readonly bookId: string;
  readonly cohort: AccountCohort;
  /** Decimal text: what it was billed at. */
  readonly total: string;
  readonly closedAt: Date;
}

export interface UsageCorrection extends LedgerChange {
  readonly madeAt: Date;
  /** Whether the month was closed: its rows then stay as they were billed. */
  readonly afterClose: boolean;
}

/** What is known of some days of an application. */
export interface LedgerPage {
  /** As they are billed: without corrections that came after their month was closed. */
  readonly rows: readonly DayUsage[];
  /** In the order in which they were made. */
  readonly corrections: readonly UsageCorrection[];
  readonly closed: readonly ClosedMonth[];
  /** Null where nothing was ever metered. */
  readonly measuredUntil: Date | null;
}

/** One application's ledger, held against everybody else. */
export interface OpenLedger {
  readonly measuredUntil: Date;
  /** Times whose usage changed since the last metering; null is without an end. Asked for once: they are then forgotten. */
  readonly marks: readonly { readonly fromMs: number; readonly untilMs: number | null }[];
  /** When a day was metered last; null for never. */
  meteredAt(day: string): Promise<Date | null>;
  /** Bytes that were kept as a day began, from the metering of the day before; null where that is not known. */
  keptAt(day: string): Promise<bigint | null>;
  /** Bytes that are kept as a metered day ends. */
  keep(day: string, keptBytes: bigint): Promise<void>;
  page(fromDay: string, untilDay: string): Promise<LedgerPage>;
  /** A day's rows in place of what there was. */
  replaceDay(day: string, rows: readonly DayUsage[], meteredAt: Date): Promise<void>;
  correct(corrections: readonly UsageCorrection[]): Promise<void>;
  close(month: ClosedMonth): Promise<void>;
}

export interface LedgerStore {
  /** Months `2026-06` in which anything was used, newest first. */
  months(sdkAppId: number): Promise<readonly string[]>;
  /** Days from one to before another, `2026-06-01`. */
  read(sdkAppId: number, fromDay: string, untilDay: string): Promise<LedgerPage>;
  /**
   * Lets one caller at a time meter an application. All of it is kept, with `until` as the new end, or nothing. A ledger that
   * is new begins at the first thing that was ever used.
   */
  update(sdkAppId: number, until: Date, work: (ledger: OpenLedger) => Promise<void>): Promise<void>;
}

import type postgres from 'postgres';
import type { DayUsage } from '../../../domain/billing/day-usage.ts';
import type { AccountCohort } from '../../../domain/billing/price-book.ts';
import { printUse, readUse } from '../../../domain/billing/use.ts';
import type {
  ClosedMonth,
  LedgerPage,
  LedgerStore,
  OpenLedger,
  UsageCorrection,
} from '../../ports/ledger.ts';

interface UsageRow {
  readonly day_text: string;
  readonly use: string;
  readonly quantity: string;
  readonly begun_minutes: string;
  readonly weight: string;
  readonly samples: readonly number[];
}

interface CorrectionRow extends UsageRow {
  readonly made_at: Date;
  readonly after_close: boolean;
  readonly quantity_before: string;
}

/** A use that this release does not know was written by a later one: it has no price here. */
function readRow(row: UsageRow): readonly DayUsage[] {
  const use = readUse(row.use);
  if (use === null) return [];
  const { day_text: day, samples } = row;
  const numbers = { quantity: BigInt(row.quantity), begunMinutes: BigInt(row.begun_minutes) };
  return [{ day, use, ...numbers, weight: BigInt(row.weight), samples }];
}

function readCorrection(row: CorrectionRow): readonly UsageCorrection[] {
  return readRow(row).map((after) => ({
    ...{ after, before: BigInt(row.quantity_before), madeAt: row.made_at, afterClose: row.after_close },
  }));
}

function printRow(sdkAppId: number, { day, use, quantity, begunMinutes, weight, samples }: DayUsage) {
  return {
    ...{ sdk_app_id: sdkAppId, day, use: printUse(use), quantity: quantity.toString() },
    ...{ begun_minutes: begunMinutes.toString(), weight: weight.toString(), samples: samples as number[] },
  };
}

async function readPage(
  sql: postgres.Sql | postgres.TransactionSql,
  sdkAppId: number,
  fromDay: string,
  untilDay: string,
): Promise<LedgerPage> {
  const [rows, corrections, closed, [ledger]] = await Promise.all([
    sql<UsageRow[]>`
      select day::text as day_text, use, quantity, begun_minutes, weight, samples from usage_days
      where sdk_app_id = ${sdkAppId} and day >= ${fromDay} and day < ${untilDay} order by day, use`,
    sql<CorrectionRow[]>`
      select day::text as day_text, use, quantity_before, quantity, begun_minutes, weight, samples, made_at, after_close
      from usage_corrections
      where sdk_app_id = ${sdkAppId} and day >= ${fromDay} and day < ${untilDay} order by id`,
    sql<{ month: string; book_id: string; cohort: AccountCohort; total: string; closed_at: Date }[]>`
      select month, book_id, cohort, total, closed_at from closed_months
      where sdk_app_id = ${sdkAppId} and month between ${fromDay.slice(0, 7)} and ${untilDay.slice(0, 7)}
        and month || '-01' < ${untilDay} order by month`,
    sql<{ measured_until: Date }[]>`select measured_until from usage_ledgers where sdk_app_id = ${sdkAppId}`,
  ]);
  return {
    rows: rows.flatMap(readRow),
    corrections: corrections.flatMap(readCorrection),
    closed: closed.map(({ month, book_id, cohort, total, closed_at }) => ({
      ...{ month, bookId: book_id, cohort, total, closedAt: closed_at },
    })),
    measuredUntil: ledger?.measured_until ?? null,
  };
}

/** The ledger's row, locked; a new one begins with the first thing that was used. */
async function lockLedger(sql: postgres.TransactionSql, sdkAppId: number, until: Date): Promise<Date> {
  await sql`
    insert into usage_ledgers (sdk_app_id, measured_until)
    select ${sdkAppId}, least(${until}::timestamptz,
      (select min(started_at) from recordings where sdk_app_id = ${sdkAppId}),
      (select min(started_at) from streams where sdk_app_id = ${sdkAppId}),
      (select min(requested_at) from recording_tasks where sdk_app_id = ${sdkAppId}))
    where not exists (select from usage_ledgers where sdk_app_id = ${sdkAppId})
    on conflict do nothing`;
  const [row] = await sql<{ measured_until: Date }[]>`
    select measured_until from usage_ledgers where sdk_app_id = ${sdkAppId} for update`;
  return row!.measured_until;
}

function openLedger(
  sql: postgres.TransactionSql,
  sdkAppId: number,
  found: Pick<OpenLedger, 'measuredUntil' | 'marks'>,
): OpenLedger {
  return {
    ...found,
    page: (fromDay, untilDay) => readPage(sql, sdkAppId, fromDay, untilDay),
    async meteredAt(day) {
      const [row] = await sql<{ metered_at: Date }[]>`
        select metered_at from usage_metered_days where sdk_app_id = ${sdkAppId} and day = ${day}`;
      return row?.metered_at ?? null;
    },
    async keptAt(day) {
      const [row] = await sql<{ kept_bytes: string | null }[]>`
        select kept_bytes from usage_metered_days where sdk_app_id = ${sdkAppId} and day = ${day}::date - 1`;
      const bytes = row?.kept_bytes ?? null;
      return bytes === null ? null : BigInt(bytes);
    },
    async keep(day, keptBytes) {
      const bytes = keptBytes.toString();
      await sql`
        update usage_metered_days set kept_bytes = ${bytes}
        where sdk_app_id = ${sdkAppId} and day = ${day} and kept_bytes is distinct from ${bytes}`;
    },
    async replaceDay(day, rows, meteredAt) {
      // One connection: they are sent together and done in this order.
      await Promise.all([
        sql`delete from usage_days where sdk_app_id = ${sdkAppId} and day = ${day}`,
        ...(rows.length > 0
          ? [sql`insert into usage_days ${sql(rows.map((row) => printRow(sdkAppId, row)))}`]
          : []),
        sql`
          insert into usage_metered_days ${sql({ sdk_app_id: sdkAppId, day, metered_at: meteredAt })}
          on conflict (sdk_app_id, day) do update set metered_at = excluded.metered_at`,
      ]);
    },
    async correct(corrections) {
      if (corrections.length === 0) return;
      const rows = corrections.map(({ before, after, madeAt, afterClose }) => ({
        ...printRow(sdkAppId, after),
        ...{ quantity_before: before.toString(), made_at: madeAt, after_close: afterClose },
      }));
      await sql`insert into usage_corrections ${sql(rows)}`;
    },
    async close({ month, bookId, cohort, total, closedAt }: ClosedMonth) {
      await sql`
        insert into closed_months ${sql({
          ...{ sdk_app_id: sdkAppId, month, book_id: bookId, cohort, total, closed_at: closedAt },
        })} on conflict do nothing`;
    },
  };
}

export function openLedgerStore(sql: postgres.Sql): LedgerStore {
  return {
    async months(sdkAppId) {
      // Each next month is one step in the index, however many days and uses there are.
      const rows = await sql<{ month: string }[]>`
        with recursive known as (
          (select max(day) as day from usage_days where sdk_app_id = ${sdkAppId})
          union all
          select (select max(day) from usage_days
            where sdk_app_id = ${sdkAppId} and day < date_trunc('month', known.day)::date)
          from known where known.day is not null)
        select to_char(day, 'YYYY-MM') as month from known where day is not null`;
      return rows.map(({ month }) => month);
    },
    read: (sdkAppId, fromDay, untilDay) => readPage(sql, sdkAppId, fromDay, untilDay),
    async update(sdkAppId, until, work) {
      await sql.begin(async (transaction) => {
        const measuredUntil = await lockLedger(transaction, sdkAppId, until);
        // A change that commits after this statement keeps its mark for the next metering.
        const marks = await transaction<{ from_ms: string; until_ms: string | null }[]>`
          delete from usage_marks where sdk_app_id = ${sdkAppId} returning from_ms, until_ms`;
        await work(
          openLedger(transaction, sdkAppId, {
            measuredUntil,
            marks: marks.map(({ from_ms, until_ms }) => ({
              ...{ fromMs: Number(from_ms), untilMs: until_ms === null ? null : Number(until_ms) },
            })),
          }),
        );
        await transaction`
          update usage_ledgers set measured_until = greatest(measured_until, ${until}) where sdk_app_id = ${sdkAppId}`;
      });
    },
  };
}

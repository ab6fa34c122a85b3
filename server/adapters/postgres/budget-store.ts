import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { BudgetTerms, BudgetThreshold } from '../../../domain/billing/budget.ts';
import type { BudgetRecord, BudgetStore, Crossing } from '../../ports/budgets.ts';
import { appendEvents } from './append-event.ts';

interface BudgetRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly name: string;
  readonly amount_text: string;
  readonly thresholds: readonly BudgetThreshold[];
  readonly take_away: BudgetTerms['takeAway'];
  readonly set_at: Date;
  readonly month: string | null;
  readonly spent_text: string | null;
  readonly forecast_text: string | null;
  readonly looked_at: Date | null;
  readonly crossings: readonly {
    readonly percent: number;
    readonly basis: Crossing['basis'];
    readonly crossed_at: string;
  }[];
}

function readRow(row: BudgetRow): BudgetRecord {
  const { id, name, amount_text: amount, thresholds, month } = row;
  return {
    ...{ id, name, amount, thresholds, currency: 'USD', takeAway: row.take_away },
    ...{ sdkAppId: Number(row.sdk_app_id), setAt: row.set_at },
    look:
      month === null
        ? null
        : { month, spent: row.spent_text!, forecast: row.forecast_text, lookedAt: row.looked_at! },
    crossings: row.crossings.map(({ percent, basis, crossed_at }) => ({
      ...{ month: month!, percent, basis, crossedAt: new Date(crossed_at) },
    })),
  };
}

export function openBudgetStore(sql: postgres.Sql): BudgetStore {
  return {
    async list(sdkAppIds) {
      const rows = await sql<BudgetRow[]>`
        select id, sdk_app_id, name, amount::text as amount_text, thresholds, take_away, set_at, month, spent::text as spent_text, forecast::text as forecast_text,
          looked_at, (
            select coalesce(jsonb_agg(jsonb_build_object('percent', percent, 'basis', basis, 'crossed_at', crossed_at)
              order by percent, basis), '[]')
            from budget_crossings where budget_id = id and budget_crossings.month = budgets.month
          ) as crossings
        from budgets where ${sdkAppIds === null ? sql`true` : sql`sdk_app_id = any(${sdkAppIds as number[]})`}
        order by sdk_app_id, name`;
      return rows.map(readRow);
    },
    async set(sdkAppId, { name, amount, thresholds, takeAway }, by, at) {
      await sql`
        insert into budgets (id, sdk_app_id, name, amount, thresholds, take_away, set_by, set_at)
        values (${randomUUID()}, ${sdkAppId}, ${name}, ${amount},
          ${sql.json(thresholds as unknown as postgres.JSONValue)}, ${takeAway}, ${by}, ${at})
        on conflict (sdk_app_id, name) do update set amount = excluded.amount, thresholds = excluded.thresholds,
          take_away = excluded.take_away, set_by = excluded.set_by, set_at = excluded.set_at`;
    },
    async remove(sdkAppId, name) {
      const { count } = await sql`delete from budgets where sdk_app_id = ${sdkAppId} and name = ${name}`;
      return count > 0;
    },
    async look({ id, sdkAppId, name }, { month, spent, forecast, lookedAt }, crossed) {
      await sql.begin(async (transaction) => {
        const { count } = await transaction`
          update budgets set month = ${month}, spent = ${spent}, forecast = ${forecast}, looked_at = ${lookedAt}
          where id = ${id}`;
        if (count === 0 || crossed.length === 0) return;
        const rows = crossed.map(({ percent, basis }) => ({
          ...{ budget_id: id, month, percent, basis, crossed_at: lookedAt },
        }));
        const told = await transaction<{ percent: number; basis: string }[]>`
          insert into budget_crossings ${transaction(rows)} on conflict do nothing returning percent, basis`;
        await appendEvents(
          transaction,
          told.map(({ percent, basis }) => ({
            ...{ type: 'budget.crossed', occurredAt: lookedAt, sdkAppId },
            ...{ roomId: null, recordingId: null, userId: null },
            data: { budget: name, month, percent, basis: basis.toUpperCase() },
          })),
        );
      });
    },
  };
}

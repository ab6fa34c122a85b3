import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { Expiry, RetentionStore } from '../../ports/retention.ts';
import { appendEvents } from './append-event.ts';
import { recordingScope, uuids } from './scope.ts';

interface ExpiryRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_id: string | null;
  readonly user_id: string | null;
  readonly bytes: string;
  readonly ends_at: Date;
  readonly held: boolean;
}

function readExpiry(row: ExpiryRow): Expiry {
  return {
    recordingId: row.id,
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    expiresAt: row.ends_at,
    bytes: Number(row.bytes),
    isHeld: row.held,
  };
}

const columns = (sql: postgres.Sql | postgres.TransactionSql) => sql`
  recordings.id, sdk_app_id, room_id, user_id, recordings.bytes, retention_end(recordings) as ends_at,
  is_protected(recordings) as held`;

export function openRetentionStore(sql: postgres.Sql): RetentionStore {
  return {
    async policies(scope) {
      const rows = await sql<
        { sdk_app_id: string; tag: string; days: number; changed_by: string; changed_at: Date }[]
      >`
        select sdk_app_id, tag, days, changed_by, changed_at from retention_policies
        where ${scope.sdkAppIds === null ? sql`true` : sql`sdk_app_id = any(${scope.sdkAppIds as number[]})`}
        order by sdk_app_id, tag`;
      return rows.map((row) => ({
        sdkAppId: Number(row.sdk_app_id),
        tag: row.tag === '' ? null : row.tag,
        days: row.days,
        changedBy: row.changed_by,
        changedAt: row.changed_at,
      }));
    },

    async setPolicy({ sdkAppId, tag, days, changedBy, changedAt }) {
      if (days === null) {
        await sql`delete from retention_policies where sdk_app_id = ${sdkAppId} and tag = ${tag ?? ''}`;
        return;
      }
      await sql`
        insert into retention_policies (id, sdk_app_id, tag, days, changed_by, changed_at)
        values (${randomUUID()}, ${sdkAppId}, ${tag ?? ''}, ${days}, ${changedBy}, ${changedAt})
        on conflict (sdk_app_id, tag) do update set days = excluded.days, changed_by = excluded.changed_by,
          changed_at = excluded.changed_at`;
    },

    async setOwn(recordingId, days) {
      await sql.begin(async (transaction) => {
        const [row] = await transaction<ExpiryRow[]>`
          update recordings set retention_days = ${days} where id = ${recordingId}
          returning ${columns(transaction)}`;
        if (row === undefined) return;
        await appendEvents(transaction, [
          {
            ...{ type: 'recording.updated', occurredAt: new Date(), sdkAppId: Number(row.sdk_app_id) },
            ...{ roomId: row.room_id, recordingId, userId: row.user_id },
            data: { id: recordingId, retentionDays: days },
          },
        ]);
      });
    },

    async preview(until, scope, limit) {
      const condition = sql`
        state in ('READY', 'PROCESSING', 'TRASHED') and retention_end(recordings) <= ${until}
        ${recordingScope(sql, scope)}`;
      const [rows, [sum]] = await Promise.all([
        sql<ExpiryRow[]>`
          select ${columns(sql)} from recordings where ${condition} order by ends_at, id limit ${limit}`,
        sql<{ n: number; bytes: string }[]>`
          select count(*)::int as n, coalesce(sum(recordings.bytes), 0)::bigint as bytes
          from recordings where ${condition}`,
      ]);
      return {
        expiries: rows.map(readExpiry),
        totalCount: sum?.n ?? 0,
        totalBytes: Number(sum?.bytes ?? 0),
      };
    },

    async due(now, limit) {
      const rows = await sql<ExpiryRow[]>`
        select ${columns(sql)} from recordings
        where state in ('READY', 'TRASHED') and retention_end(recordings) <= ${now}
          and not is_protected(recordings)
        order by ends_at, id limit ${limit}`;
      return rows.map(readExpiry);
    },

    tellExpiring: (until, limit) =>
      sql.begin(async (transaction) => {
        const rows = await transaction<ExpiryRow[]>`
          update recordings set noticed_expiry = retention_end(recordings)
          where id in (select id from recordings
            where state = 'READY' and retention_end(recordings) <= ${until}
              and noticed_expiry is distinct from retention_end(recordings)
            order by id limit ${limit} for update skip locked)
          returning ${columns(transaction)}`;
        await appendEvents(
          transaction,
          rows.map((row) => ({
            ...{ type: 'recording.expiring' as const, occurredAt: new Date() },
            ...{ sdkAppId: Number(row.sdk_app_id), roomId: row.room_id, recordingId: row.id },
            userId: row.user_id,
            data: {
              ...{ id: row.id, expiresAt: row.ends_at.toISOString(), bytes: Number(row.bytes) },
              isHeld: row.held,
            },
          })),
        );
        return rows.length;
      }),

    async endsOf(recordingIds) {
      const rows = await sql<{ id: string; ends_at: Date }[]>`
        select id, retention_end(recordings) as ends_at from recordings
        where id = any(${uuids(recordingIds)}::uuid[]) and retention_end(recordings) is not null`;
      return new Map(rows.map((row) => [row.id, row.ends_at]));
    },
  };
}

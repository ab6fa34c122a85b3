import type postgres from 'postgres';
import { DomainError } from '../../../domain/errors.ts';
import type { AuditAction, AuditEntry, AuditLog } from '../../ports/audit.ts';
import { grantScope, uuids } from './scope.ts';

interface EntryRow {
  readonly id: string;
  readonly at: Date;
  readonly action: AuditAction;
  readonly principal: string | null;
  readonly role: string | null;
  readonly key_fingerprint: string | null;
  readonly sdk_app_id: string | null;
  readonly recording_id: string | null;
  readonly room_id: string | null;
  readonly user_id: string | null;
  readonly file_id: string | null;
  readonly grant_id: string | null;
  readonly detail: Record<string, unknown>;
}

function readEntry(row: EntryRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    principal: row.principal,
    role: row.role,
    keyFingerprint: row.key_fingerprint,
    sdkAppId: row.sdk_app_id === null ? null : Number(row.sdk_app_id),
    recordingId: row.recording_id,
    roomId: row.room_id,
    userId: row.user_id,
    fileId: row.file_id,
    grantId: row.grant_id,
    detail: row.detail,
  };
}

function readCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (/^\d{1,18}$/.test(text)) return text;
  throw new DomainError('BAD_INPUT', 'caller', 'after is no cursor that this API gave', {
    faults: [{ field: 'after', got: JSON.stringify(cursor), allowed: 'a cursor of an earlier page' }],
  });
}

/** The schema `audit` is not the server's own: its role may insert and select there, and nothing else. */
export function openAuditLog(sql: postgres.Sql): AuditLog {
  return {
    async append(...entries) {
      if (entries.length === 0) return;
      const rows = entries.map((entry) => ({
        action: entry.action,
        principal: entry.principal?.id ?? null,
        role: entry.principal?.role ?? null,
        key_fingerprint: entry.principal?.keyFingerprint ?? null,
        sdk_app_id: entry.sdkAppId,
        recording_id: entry.recordingId ?? null,
        room_id: entry.roomId ?? null,
        user_id: entry.userId ?? null,
        file_id: entry.fileId ?? null,
        grant_id: entry.grantId ?? null,
        detail: sql.json((entry.detail ?? {}) as postgres.JSONValue) as unknown as string,
      }));
      await sql`insert into audit.entries ${sql(rows)}`;
    },

    async entries(filter, scope, page) {
      const { sdkAppId, recordingId, userId, grantId, principal, actions, after, before } = filter;
      const condition = sql`
        true
        ${sdkAppId === undefined ? sql`` : sql`and sdk_app_id = ${sdkAppId}`}
        ${recordingId === undefined ? sql`` : sql`and recording_id = any(${uuids([recordingId])}::uuid[])`}
        ${userId === undefined ? sql`` : sql`and user_id = ${userId}`}
        ${grantId === undefined ? sql`` : sql`and grant_id = ${grantId}`}
        ${principal === undefined ? sql`` : sql`and principal = ${principal}`}
        ${actions === undefined ? sql`` : sql`and action = any(${actions as string[]})`}
        ${after === undefined ? sql`` : sql`and at >= ${after}`}
        ${before === undefined ? sql`` : sql`and at < ${before}`}
        ${grantScope(sql, scope)}`;
      const [rows, [counted]] = await Promise.all([
        sql<EntryRow[]>`
          select id, at, action, principal, role, key_fingerprint, sdk_app_id, recording_id, room_id, user_id,
            file_id, grant_id, detail
          from audit.entries where ${condition}
            ${page.after === null ? sql`` : sql`and id < ${readCursor(page.after)}`}
          order by id desc limit ${page.first + 1}`,
        sql<{ n: number }[]>`select count(*)::int as n from audit.entries where ${condition}`,
      ]);
      return {
        rows: rows.slice(0, page.first).map((row) => ({
          row: readEntry(row),
          cursor: Buffer.from(row.id, 'utf8').toString('base64url'),
        })),
        hasNextPage: rows.length > page.first,
        totalCount: counted?.n ?? 0,
      };
    },

    async appendViewings(hour, totals) {
      if (totals.length === 0) return;
      const name = hour.toISOString().slice(0, 13);
      const items = sql.json(
        totals.map(({ grantId, fileId, bytes, requests, firstAt, lastAt }) => ({
          ...{ grant_id: grantId, file_id: fileId, bytes, requests },
          ...{ first_at: firstAt.toISOString(), last_at: lastAt.toISOString() },
        })),
      );
      // The name of a row holds the total that it brings the hour to: two who write the same difference write it once.
      await sql`
        insert into audit.viewings (log_name, grant_id, file_id, sdk_app_id, recording_id, bytes, requests, first_at,
          last_at)
        select ${name} || '#' || total.bytes || '/' || total.requests, total.grant_id, total.file_id,
          recordings.sdk_app_id, recordings.id, total.bytes - known.bytes, total.requests - known.requests,
          total.first_at, total.last_at
        from jsonb_to_recordset(${items}) as total (grant_id text, file_id text, bytes bigint, requests int,
          first_at timestamptz, last_at timestamptz)
        cross join lateral (
          select coalesce(sum(bytes), 0)::bigint as bytes, coalesce(sum(requests), 0)::int as requests
          from audit.viewings
          where grant_id = total.grant_id and file_id = total.file_id and log_name like ${`${name}#%`}) as known
        left join recording_files as files on files.file_id = total.file_id
        left join recordings on recordings.id = files.recording_id
        where total.bytes > known.bytes or total.requests > known.requests
        on conflict (log_name, grant_id, file_id) do nothing`;
    },

    async viewingsOf(recordingId) {
      const rows = await sql<
        {
          grant_id: string;
          file_id: string;
          recording_id: string | null;
          bytes: string;
          requests: string;
          first_at: Date;
          last_at: Date;
        }[]
      >`
        select grant_id, file_id, recording_id, sum(bytes)::bigint as bytes, sum(requests)::bigint as requests,
          min(first_at) as first_at, max(last_at) as last_at
        from audit.viewings where recording_id = any(${uuids([recordingId])}::uuid[])
        group by grant_id, file_id, recording_id order by max(last_at) desc limit 1000`;
      return rows.map((row) => ({
        grantId: row.grant_id,
        fileId: row.file_id,
        recordingId: row.recording_id,
        bytes: Number(row.bytes),
        requests: Number(row.requests),
        firstAt: row.first_at,
        lastAt: row.last_at,
      }));
    },
  };
}

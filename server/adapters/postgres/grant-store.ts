import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import type { AuditActor } from '../../ports/audit.ts';
import type { GrantRecord, GrantRequest, GrantStore } from '../../ports/grants.ts';
import { pageOf, readPosition } from './page.ts';
import { grantScope, uuids } from './scope.ts';

interface GrantRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly recording_id: string;
  readonly file_id: string;
  readonly principal: string;
  readonly named: boolean;
  readonly viewer: string | null;
  readonly preview_seconds: number | null;
  readonly max_addresses: number | null;
  readonly download: boolean;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

function readGrant(row: GrantRow): GrantRecord {
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    recordingId: row.recording_id,
    fileId: row.file_id,
    principal: row.principal,
    named: row.named,
    viewer: row.viewer,
    previewSeconds: row.preview_seconds,
    maxAddresses: row.max_addresses,
    download: row.download,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}

/** The vendor takes letters and digits in `us`; the id is also the secret-free name in its logs. */
const newId = (): string => randomBytes(8).toString('hex');
/** Repetitions within this share a grant: a list that is polled makes no row each time. */
const sharedFor = '10 minutes';

export function openGrantStore(sql: postgres.Sql): GrantStore {
  const insert = async (
    by: AuditActor,
    requests: readonly GrantRequest[],
    now: Date,
    named: boolean,
  ): Promise<readonly { n: number; id: string }[]> => {
    const wanted = sql.json(
      requests.map((request, n) => ({
        ...{ n, id: newId(), recording_id: request.recordingId, file_id: request.fileId },
        ...{ expires_at: request.expiresAt.toISOString(), viewer: request.viewer },
        ...{ preview_seconds: request.previewSeconds, max_addresses: request.maxAddresses },
        download: request.download,
      })),
    );
    return sql<{ n: number; id: string }[]>`
      with wanted as (
        select * from jsonb_to_recordset(${wanted}) as item (n int, id text, recording_id uuid,
          file_id text, expires_at timestamptz, viewer text, preview_seconds int, max_addresses int, download boolean)),
      known as (
        select distinct on (wanted.n) wanted.n, grants.id, wanted.expires_at
        from wanted join playback_grants as grants on not ${named} and not grants.named
          and grants.principal = ${by.id} and grants.file_id = wanted.file_id and grants.revoked_at is null
          and grants.preview_seconds is not distinct from wanted.preview_seconds
          and grants.max_addresses is not distinct from wanted.max_addresses
          and grants.download = wanted.download and grants.created_at > ${now}::timestamptz - ${sharedFor}::interval
        order by wanted.n, grants.created_at desc),
      prolonged as (
        update playback_grants set expires_at = greatest(playback_grants.expires_at, known.expires_at)
        from known where known.id = playback_grants.id),
      made as (
        insert into playback_grants (id, sdk_app_id, recording_id, file_id, principal, role, key_fingerprint, named,
          viewer, preview_seconds, max_addresses, download, created_at, expires_at)
        select wanted.id, recordings.sdk_app_id, recording_id, file_id, ${by.id}, ${by.role}, ${by.keyFingerprint},
          ${named}, viewer, preview_seconds, max_addresses, download, ${now}, expires_at
        from wanted join recordings on recordings.id = recording_id
        where n not in (select n from known) returning *),
      logged as (
        insert into audit.entries (action, principal, role, key_fingerprint, sdk_app_id, recording_id, file_id,
          grant_id, detail)
        select 'playback.grant', principal, role, key_fingerprint, sdk_app_id, recording_id, file_id, id,
          jsonb_build_object('named', named, 'viewer', viewer, 'expiresAt', expires_at, 'download', download,
            'previewSeconds', preview_seconds, 'maxAddresses', max_addresses)
        from made)
      select n, id from known union all select wanted.n, wanted.id from wanted join made on made.id = wanted.id`;
  };
  const find = async (id: string): Promise<GrantRecord | null> => {
    const [row] = await sql<GrantRow[]>`select * from playback_grants where id = ${id}`;
    return row === undefined ? null : readGrant(row);
  };

  return {
    async idsFor(by, requests, now) {
      if (requests.length === 0) return [];
      const ids = new Map((await insert(by, requests, now, false)).map(({ n, id }) => [n, id]));
      return requests.map((_, n) => ids.get(n)!);
    },

    async make(by, request, now) {
      const [made] = await insert(by, [request], now, true);
      return (await find(made!.id))!;
    },

    async find(id, scope) {
      const [row] = await sql<GrantRow[]>`
        select * from playback_grants where id = ${id} ${grantScope(sql, scope)}`;
      return row === undefined ? null : readGrant(row);
    },

    async list({ recordingId, viewer, liveAt }, scope, page) {
      const condition = sql`
        named
        ${recordingId === undefined ? sql`` : sql`and recording_id = any(${uuids([recordingId])}::uuid[])`}
        ${viewer === undefined ? sql`` : sql`and viewer = ${viewer}`}
        ${liveAt === undefined ? sql`` : sql`and revoked_at is null and expires_at > ${liveAt}`}
        ${grantScope(sql, scope)}`;
      const after = page.after === null ? null : readPosition(page.after, /^[0-9a-f]{16}$/);
      const [rows, [counted]] = await Promise.all([
        sql<GrantRow[]>`
          select * from playback_grants where ${condition}
            ${after === null ? sql`` : sql`and (created_at, id) < (${after.startedAt}, ${after.id})`}
          order by created_at desc, id desc limit ${page.first + 1}`,
        sql<{ n: number }[]>`select count(*)::int as n from playback_grants where ${condition}`,
      ]);
      const dated = rows.map(readGrant).map((grant) => ({ ...grant, startedAt: grant.createdAt }));
      return pageOf(dated, page, counted?.n ?? 0);
    },

    async renew(id, expiresAt) {
      const [row] = await sql<GrantRow[]>`
        update playback_grants set expires_at = greatest(expires_at, ${expiresAt})
        where id = ${id} and revoked_at is null returning *`;
      return row === undefined ? null : readGrant(row);
    },

    async revoke(id, at) {
      const [row] = await sql<GrantRow[]>`
        update playback_grants set revoked_at = coalesce(revoked_at, ${at}) where id = ${id} returning *`;
      return readGrant(row!);
    },

    async markRevocationTold(id, at) {
      await sql`update playback_grants set revocation_told_at = ${at} where id = ${id}`;
    },

    async untoldRevocations(now, limit) {
      const rows = await sql<GrantRow[]>`
        select * from playback_grants
        where revoked_at is not null and revocation_told_at is null and expires_at > ${now}
        order by revoked_at limit ${limit}`;
      return rows.map(readGrant);
    },
  };
}

import type postgres from 'postgres';
import type { ConsentOutcome, ConsentRecord, ConsentStore } from '../../ports/consents.ts';
import { appendEvents } from './append-event.ts';
import { printPosition, readPosition } from './page.ts';
import { readRoomName } from './rows.ts';

interface ConsentRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_kind: 'int' | 'string' | null;
  readonly room_name: string | null;
  readonly user_id: string | null;
  readonly allowed: boolean;
  readonly evidence: string | null;
  readonly evidence_sha256: string | null;
  readonly principal: string;
  readonly at: Date;
  readonly outcome: Exclude<ConsentOutcome, 'PENDING'> | null;
  readonly failure: string | null;
}

function readConsent(row: ConsentRow): ConsentRecord {
  const { room_kind: kind, room_name: name } = row;
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    room: kind === null || name === null ? null : readRoomName(kind, name),
    userId: row.user_id,
    allowed: row.allowed,
    evidence: row.evidence,
    evidenceSha256: row.evidence_sha256,
    principal: row.principal,
    at: row.at,
    outcome: row.outcome ?? 'PENDING',
    failure: row.failure,
  };
}

export function openConsentStore(sql: postgres.Sql): ConsentStore {
  const answers = sql`
    consent_log as log left join lateral (
      select outcome, failure from consent_outcomes where consent_id = log.id order by position desc limit 1
    ) as last on true`;
  return {
    append: (answer) =>
      sql.begin(async (transaction) => {
        const { id, sdkAppId, room, userId, allowed, evidence, evidenceSha256, principal, at } = answer;
        await transaction`insert into consent_log ${transaction({
          ...{ id, sdk_app_id: sdkAppId, user_id: userId, allowed, evidence, principal, at },
          room_kind: room?.kind ?? null,
          room_name: room === null ? null : String(room.value),
          evidence_sha256: evidenceSha256,
        })}`;
        const data = { id, room, userId, allowed, evidenceSha256, by: principal };
        await appendEvents(transaction, [
          {
            type: 'consent.changed',
            occurredAt: at,
            sdkAppId,
            roomId: null,
            recordingId: null,
            userId,
            data,
          },
        ]);
      }),

    async settle(id, outcome, failure) {
      await sql`insert into consent_outcomes ${sql({ consent_id: id, outcome, failure })}`;
    },

    async find(id) {
      const [row] = await sql<ConsentRow[]>`
        select log.*, last.outcome, last.failure from ${answers} where log.id = ${id}`;
      return row === undefined ? null : readConsent(row);
    },

    async list({ sdkAppId, userId, room }, page) {
      const after = page.after === null ? null : readPosition(page.after);
      const condition = sql`
        sdk_app_id = ${sdkAppId}
        ${userId === undefined ? sql`` : sql`and user_id = ${userId}`}
        ${room === undefined ? sql`` : sql`and room_kind = ${room.kind} and room_name = ${String(room.value)}`}`;
      const [rows, [count]] = await Promise.all([
        sql<ConsentRow[]>`
          select log.*, last.outcome, last.failure from ${answers} where ${condition}
            ${after === null ? sql`` : sql`and (at, id) < (${after.startedAt}, ${after.id}::uuid)`}
          order by at desc, id desc limit ${page.first + 1}`,
        sql<{ n: number }[]>`select count(*)::int as n from consent_log where ${condition}`,
      ]);
      return {
        rows: rows.slice(0, page.first).map((row) => ({
          row: readConsent(row),
          cursor: printPosition({ startedAt: row.at, id: row.id }),
        })),
        hasNextPage: rows.length > page.first,
        totalCount: count?.n ?? 0,
      };
    },

    async unapplied(before) {
      const rows = await sql<ConsentRow[]>`
        select log.*, last.outcome, last.failure from ${answers}
        where log.at < ${before} and coalesce(last.outcome, 'UNCONFIRMED') = 'UNCONFIRMED'
          and not exists (
            select from consent_log as later where later.sdk_app_id = log.sdk_app_id
              and later.user_id is not distinct from log.user_id
              and later.room_kind is not distinct from log.room_kind
              and later.room_name is not distinct from log.room_name and later.position > log.position)
        order by log.position limit 100`;
      return rows.map(readConsent);
    },
  };
}

import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { HoldKind, HoldRecord, HoldStore, HoldTarget } from '../../ports/holds.ts';
import { appendEvents } from './append-event.ts';
import type { RecordingRow } from './rows.ts';
import { uuids } from './scope.ts';

interface HoldRow {
  readonly id: string;
  readonly kind: HoldKind;
  readonly sdk_app_id: string;
  readonly target: string;
  readonly reason: string;
  readonly held_by: string;
  readonly held_at: Date;
}

function readHold(row: HoldRow): HoldRecord {
  return {
    id: row.id,
    kind: row.kind,
    sdkAppId: Number(row.sdk_app_id),
    target: row.target,
    reason: row.reason,
    heldBy: row.held_by,
    heldAt: row.held_at,
  };
}

type Sql = postgres.Sql | postgres.TransactionSql;

function under(sql: Sql, { kind, target, sdkAppId }: HoldTarget) {
  switch (kind) {
    case 'recording':
      return sql`id = any(${uuids([target])}::uuid[]) and sdk_app_id = ${sdkAppId}`;
    case 'room':
      return sql`room_id = any(${uuids([target])}::uuid[]) and sdk_app_id = ${sdkAppId}`;
    case 'user':
      return sql`user_id = ${target} and sdk_app_id = ${sdkAppId}`;
  }
}

async function tell(
  sql: postgres.TransactionSql,
  type: 'recording.held' | 'recording.released',
  hold: HoldRecord,
  at: Date,
): Promise<void> {
  const rows = await sql<RecordingRow[]>`select * from recordings where ${under(sql, hold)}`;
  await appendEvents(
    sql,
    rows.map((row) => ({
      ...{ type, occurredAt: at, sdkAppId: hold.sdkAppId, roomId: row.room_id, recordingId: row.id },
      userId: row.user_id,
      data: { id: row.id, holdId: hold.id, kind: hold.kind, reason: hold.reason, heldBy: hold.heldBy },
    })),
  );
}

export function openHoldStore(sql: postgres.Sql): HoldStore {
  return {
    async ask({ kind, target, sdkAppId }, reason, by, at) {
      const id = randomUUID();
      const asked = { kind, target, reason, sdk_app_id: sdkAppId, held_by: by, asked_at: at };
      await sql`insert into legal_holds ${sql({ id, ...asked })} on conflict do nothing`;
      const [row] = await sql<{ id: string; held_at: Date | null }[]>`
        select id, held_at from legal_holds
        where kind = ${kind} and target = ${target} and sdk_app_id = ${sdkAppId} and released_at is null`;
      return { id: row!.id, stands: row!.held_at !== null };
    },

    async acknowledge(id, at) {
      await sql.begin(async (transaction) => {
        const [row] = await transaction<HoldRow[]>`
          update legal_holds set held_at = ${at} where id = ${id} and held_at is null returning *`;
        if (row !== undefined) await tell(transaction, 'recording.held', readHold(row), at);
      });
    },

    async withdraw(id) {
      await sql`delete from legal_holds where id = ${id} and held_at is null`;
    },

    async release(hold, at) {
      return sql.begin(async (transaction) => {
        const [row] = await transaction<HoldRow[]>`
          update legal_holds set released_at = ${at}
          where kind = ${hold.kind} and target = ${hold.target} and sdk_app_id = ${hold.sdkAppId}
            and released_at is null and held_at is not null returning *`;
        if (row === undefined) return null;
        await tell(transaction, 'recording.released', readHold(row), at);
        return readHold(row);
      });
    },

    async withdrawStale(askedBefore) {
      const { count } = await sql`
        delete from legal_holds where held_at is null and asked_at < ${askedBefore}`;
      return count;
    },

    async recordingsUnder(hold) {
      const rows = await sql<{ id: string; room_id: string | null }[]>`
        select id, room_id from recordings where ${under(sql, hold)} order by started_at, id`;
      return rows.map(({ id, room_id }) => ({ id, roomId: room_id }));
    },

    async holdsOver(recordingIds) {
      const rows = await sql<(HoldRow & { recording_id: string })[]>`
        select hold.*, recordings.id as recording_id
        from recordings cross join lateral holds_over(recordings) as hold
        where recordings.id = any(${uuids(recordingIds)}::uuid[]) and hold.held_at is not null
        order by hold.held_at, hold.id`;
      return rows.map((row) => ({ ...readHold(row), recordingId: row.recording_id }));
    },
  };
}

import type postgres from 'postgres';
import type { MixLayout } from '../../../domain/mixing/layout.ts';
import type { EventType } from '../../ports/event-log.ts';
import type { CommandStore } from '../../ports/commands.ts';
import type { MixRecord } from '../../ports/records.ts';
import { appendEvents } from './append-event.ts';
import type { MixRow } from './rows.ts';
import { readMix } from './rows.ts';

const mixEvents: Readonly<Record<MixRecord['state'], EventType | null>> = {
  REQUESTED: 'mix.requested',
  RUNNING: 'mix.started',
  STOPPED: 'mix.stopped',
  REFUSED: 'mix.refused',
  UNCONFIRMED: null,
};

async function tellMix(sql: postgres.TransactionSql, mix: MixRecord): Promise<void> {
  const type = mixEvents[mix.state];
  if (type === null) return;
  const { id, sdkAppId, roomId, streamId, recordId, state, failure } = mix;
  const occurredAt = state === 'REQUESTED' ? mix.requestedAt : new Date();
  const data = { id, streamId, recordId, state, failure };
  await appendEvents(sql, [{ type, occurredAt, sdkAppId, roomId, recordingId: null, userId: null, data }]);
}

async function tellLayout(
  sql: postgres.TransactionSql,
  type: EventType,
  { id, sdkAppId, roomId, streamId, recordId }: MixRecord,
  { template }: MixLayout,
): Promise<void> {
  const data = { id, streamId, recordId, template };
  const occurredAt = new Date();
  await appendEvents(sql, [{ type, occurredAt, sdkAppId, roomId, recordingId: null, userId: null, data }]);
}

/** `locks` is a pool of its own: who waits for a lock must not keep connections from who holds it. */
export function openCommandStore(sql: postgres.Sql, locks: postgres.Sql): CommandStore {
  return {
    requestMix: (mix) =>
      sql.begin(async (transaction) => {
        const [row] = await transaction<MixRow[]>`
          insert into mixes ${transaction({
            id: mix.id,
            sdk_app_id: mix.sdkAppId,
            room_id: mix.roomId,
            stream_id: mix.streamId,
            record_id: mix.recordId,
            state: 'REQUESTED',
            width: mix.width,
            height: mix.height,
            form: transaction.json(mix.form as unknown as postgres.JSONValue) as unknown as string,
            requested_at: mix.requestedAt,
          })} returning *`;
        const stored = readMix(row!);
        await tellMix(transaction, stored);
        return stored;
      }),

    settleMix: (id, state, failure) =>
      sql.begin(async (transaction) => {
        const [former] = await transaction<MixRow[]>`select * from mixes where id = ${id} for update`;
        if (former === undefined) throw new Error(`there is no mix ${id}`);
        // What the stream's own events told in the meantime is not taken back.
        if (former.state === 'STOPPED' || (former.state === state && former.failure === failure))
          return readMix(former);
        const stoppedAt = state === 'STOPPED' || state === 'REFUSED' ? new Date() : null;
        const [row] = await transaction<MixRow[]>`
          update mixes set state = ${state}, failure = ${failure}, stopped_at = ${stoppedAt},
            stop_requested_at = case when ${state === 'UNCONFIRMED'} then stop_requested_at end
          where id = ${id} returning *`;
        const stored = readMix(row!);
        // One that was not stopped after all did not start again.
        if (former.stop_requested_at === null || state !== 'RUNNING') await tellMix(transaction, stored);
        return stored;
      }),

    async requestStop(id, requestedAt) {
      await sql`
        update mixes set state = 'UNCONFIRMED', failure = null, stop_requested_at = ${requestedAt}
        where id = ${id} and state in ('REQUESTED', 'RUNNING', 'UNCONFIRMED')`;
    },

    requestLayout: (id, layout, requestedAt) =>
      sql.begin(async (transaction) => {
        const [row] = await transaction<MixRow[]>`
          update mixes set next_layout = ${transaction.json(layout as unknown as postgres.JSONValue)},
            layout_state = 'REQUESTED', layout_requested_at = ${requestedAt}
          where id = ${id} returning *`;
        await tellLayout(transaction, 'mix.layout_requested', readMix(row!), layout);
      }),

    settleLayout: (id, outcome) =>
      sql.begin(async (transaction) => {
        const [former] = await transaction<MixRow[]>`select * from mixes where id = ${id} for update`;
        const mix = readMix(former!);
        if (mix.nextLayout === null) return;
        if (outcome === 'UNCONFIRMED') {
          await transaction`update mixes set layout_state = 'UNCONFIRMED' where id = ${id}`;
          return;
        }
        const applied = outcome === 'APPLIED';
        await transaction`
          update mixes set next_layout = null, layout_state = 'APPLIED',
            form = case when ${applied} then jsonb_set(form, '{layout}', next_layout) else form end
          where id = ${id}`;
        await tellLayout(
          transaction,
          applied ? 'mix.layout_changed' : 'mix.layout_refused',
          mix,
          mix.nextLayout,
        );
      }),

    lapseMixes: (requestedBefore) =>
      sql.begin(async (transaction) => {
        // A mix that began, or goes on, shows in its stream. One that did not begin in time is taken for refused, one that does
        // not go on is stopped, and of one that goes on its stop was not taken.
        const rows = await transaction<(MixRow & { readonly stops: boolean })[]>`
          update mixes set
            state = case when live then 'RUNNING' when stops then 'STOPPED' else 'REFUSED' end,
            failure = case when live = stops
              then coalesce(failure || ' ', '') || 'Nothing showed in time that the provider did it.' end,
            stopped_at = case when live then null else now() end,
            stop_requested_at = null
          from (select id, stop_requested_at is not null as stops, exists (
              select from streams where streams.sdk_app_id = mixes.sdk_app_id
                and streams.stream_id = mixes.stream_id and streams.state = 'LIVE') as live
            from mixes where state in ('REQUESTED', 'UNCONFIRMED')
              and coalesce(stop_requested_at, requested_at) < ${requestedBefore}) as open
          where mixes.id = open.id and mixes.state in ('REQUESTED', 'UNCONFIRMED') returning mixes.*, stops`;
        for (const row of rows)
          if (!(row.stops && row.state === 'RUNNING')) await tellMix(transaction, readMix(row));
        // Nothing that the provider tells shows a layout: whoever asked for it may ask again.
        const layouts = await transaction`
          update mixes set layout_state = 'UNCONFIRMED'
          where layout_state = 'REQUESTED' and layout_requested_at < ${requestedBefore}`;
        return rows.length + layouts.count;
      }),

    async serialised(roomId, work) {
      // A session's lock on a connection of its own: it falls with the connection, whatever happens to us.
      const connection = await locks.reserve();
      try {
        await connection`select pg_advisory_lock(hashtextextended(${roomId}, 0))`;
        try {
          return await work();
        } finally {
          // Where its connection broke there is none to give back, and what was done stays done.
          await connection`select pg_advisory_unlock(hashtextextended(${roomId}, 0))`.catch(() => undefined);
        }
      } finally {
        connection.release();
      }
    },
  };
}

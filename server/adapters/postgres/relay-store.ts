import type postgres from 'postgres';
import type { CommandedRelay } from '../../../domain/relay/relay-lifecycle.ts';
import type { RelayStore } from '../../ports/relays.ts';
import { appendEvents } from './append-event.ts';
import { lockApplications } from './lock-applications.ts';
import { relayScope, uuids } from './scope.ts';
import { followRelay, readRelay, relayEvent, type RelayRow } from './take-relay-facts.ts';

const unseen = 'Nothing showed in time that the provider did it.';

export function openRelayStore(sql: postgres.Sql): RelayStore {
  const command = async (
    transaction: postgres.TransactionSql,
    id: string,
    came: {
      readonly to: CommandedRelay;
      readonly failure: string | null;
      readonly taskId?: string | undefined;
    },
  ): Promise<void> => {
    const [row] = await transaction<RelayRow[]>`
      update relays set commanded = ${came.to}, commanded_failure = ${came.failure}, commanded_at = now(),
        task_id = coalesce(${came.taskId ?? null}, task_id)
      where id = ${id} returning *`;
    await appendEvents(transaction, await followRelay(transaction, row!));
  };

  return {
    async request(relay) {
      await sql.begin(async (transaction) => {
        const [row] = await transaction<RelayRow[]>`
          insert into relays ${transaction({
            id: relay.id,
            sdk_app_id: relay.sdkAppId,
            room_id: relay.roomId,
            robot_user_id: relay.robotUserId,
            user_id: relay.userId,
            stream_type: relay.streamType,
            stream_id: relay.streamId,
            urls: transaction.json([...relay.urls]) as unknown as string,
            max_idle_seconds: relay.maxIdleSeconds,
            commanded: 'REQUESTED',
            commanded_at: relay.requestedAt,
            state: 'REQUESTED',
            requested_at: relay.requestedAt,
          })} returning *`;
        await appendEvents(transaction, [relayEvent('relay.requested', readRelay(row!))]);
      });
    },

    async settle(id, came) {
      await sql.begin(async (transaction) => {
        const [known] = await transaction<{ sdk_app_id: string }[]>`
          select sdk_app_id from relays where id = ${id}`;
        await lockApplications(transaction, [Number(known!.sdk_app_id)]);
        await command(transaction, id, came);
      });
    },

    async find(id, scope) {
      const rows = await sql<RelayRow[]>`
        select * from relays where id = any(${uuids([id])}::uuid[]) ${relayScope(sql, scope)}`;
      return rows.map(readRelay)[0] ?? null;
    },

    async byRoomIds(roomIds, scope) {
      const rows = await sql<RelayRow[]>`
        select * from relays where room_id = any(${uuids(roomIds)}::uuid[]) ${relayScope(sql, scope)}
        order by requested_at desc, id desc`;
      return rows.map(readRelay);
    },

    lapse: (openBefore) =>
      sql.begin(async (transaction) => {
        const open = await transaction<{ id: string; sdk_app_id: string }[]>`
          select relays.id, relays.sdk_app_id from relays join rooms on rooms.id = relays.room_id
          where (commanded in ('REQUESTED', 'START_UNCONFIRMED', 'STOP_UNCONFIRMED') and commanded_at < ${openBefore}
              and relays.state in ('REQUESTED', 'UNCONFIRMED', 'RUNNING'))
            or (commanded = 'RUNNING' and relays.state = 'RUNNING'
              and rooms.ended_at < ${openBefore}::timestamptz - make_interval(secs => max_idle_seconds))`;
        await lockApplications(
          transaction,
          open.map((row) => Number(row.sdk_app_id)),
        );
        for (const { id } of open) {
          const [row] = await transaction<RelayRow[]>`select * from relays where id = ${id} for update`;
          const { commanded, targets, task_id: taskId } = row!;
          if (commanded === 'RUNNING') await command(transaction, id, { to: 'STOPPED', failure: null });
          else if (commanded === 'STOP_UNCONFIRMED')
            await command(transaction, id, { to: 'RUNNING', failure: unseen });
          else
            await command(
              transaction,
              id,
              targets.length > 0 || taskId !== null
                ? { to: 'RUNNING', failure: null }
                : { to: 'REFUSED', failure: unseen },
            );
        }
        return open.length;
      }),
  };
}

import type postgres from 'postgres';
import type { CommandedRelay, RelayFact, RelayTargetStatus } from '../../../domain/relay/relay-lifecycle.ts';
import { deriveRelay } from '../../../domain/relay/relay-lifecycle.ts';
import type { StreamType } from '../../../domain/room/room-key.ts';
import type { EventType } from '../../ports/event-log.ts';
import type { RelayRecord } from '../../ports/relays.ts';
import type { NewEvent } from './append-event.ts';
import { addFacts } from './facts-of-subject.ts';

type Transaction = postgres.TransactionSql;

export interface RelayRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_id: string;
  readonly robot_user_id: string;
  readonly user_id: string;
  readonly stream_type: StreamType;
  readonly stream_id: string;
  readonly urls: readonly string[];
  readonly task_id: string | null;
  readonly commanded: CommandedRelay;
  readonly commanded_failure: string | null;
  readonly state: RelayRecord['state'];
  readonly failure: string | null;
  readonly targets: readonly RelayTargetStatus[];
  readonly requested_at: Date;
  readonly stopped_at: Date | null;
}

export function readRelay(row: RelayRow): RelayRecord {
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    robotUserId: row.robot_user_id,
    userId: row.user_id,
    streamType: row.stream_type,
    streamId: row.stream_id,
    urls: row.urls,
    taskId: row.task_id,
    state: row.state,
    failure: row.failure,
    targets: row.targets,
    requestedAt: row.requested_at,
    stoppedAt: row.stopped_at,
  };
}

const stateEvents: Readonly<Record<RelayRecord['state'], EventType | null>> = {
  REQUESTED: 'relay.requested',
  RUNNING: 'relay.started',
  STOPPED: 'relay.stopped',
  REFUSED: 'relay.refused',
  FAILED: 'relay.failed',
  UNCONFIRMED: null,
};

/** Targets are told by their place: their addresses may hold secrets. */
export function relayEvent(type: EventType, relay: RelayRecord): NewEvent {
  const { id, sdkAppId, roomId, userId, streamId, streamType, state, failure, urls, targets } = relay;
  return {
    type,
    occurredAt: state === 'REQUESTED' ? relay.requestedAt : new Date(),
    ...{ sdkAppId, roomId, recordingId: null, userId },
    data: {
      ...{ id, userId, streamType, streamId, state, failure },
      targets: urls.map((url, place) => {
        const told = targets.find((target) => target.url === url);
        return { place, state: told?.state ?? null, message: told?.message ?? '' };
      }),
    },
  };
}

function eventsOf(row: RelayRow, changed: RelayRecord): readonly NewEvent[] {
  const type = stateEvents[changed.state];
  const isOther = row.state !== changed.state;
  // One whose stop was not taken did not start again: only of a start is the vendor's id not known.
  const goesOn = changed.state === 'RUNNING' && row.state === 'UNCONFIRMED' && row.task_id !== null;
  const wasTold = isOther && !goesOn && type !== null ? [relayEvent(type, changed)] : [];
  const targetsMoved = changed.targets.some(
    ({ url, state }) => row.targets.find((target) => target.url === url)?.state !== state,
  );
  return targetsMoved ? [...wasTold, relayEvent('relay.target_changed', changed)] : wasTold;
}

const subjectOf = (robotUserId: string): string => `relay/${robotUserId}`;

/** Derives a relay anew from what was commanded and all that was told of it. The row must be locked. */
export async function followRelay(sql: Transaction, row: RelayRow): Promise<readonly NewEvent[]> {
  const known = await sql<{ fact: RelayFact }[]>`
    select fact from facts where sdk_app_id = ${row.sdk_app_id} and subject = ${subjectOf(row.robot_user_id)}`;
  const { state, failure, taskId, endedAtMs, targets } = deriveRelay(
    { state: row.commanded, failure: row.commanded_failure },
    row.urls,
    known.map(({ fact }) => fact),
  );
  const over = state === 'STOPPED' || state === 'REFUSED' || state === 'FAILED';
  const stoppedAt = !over ? null : endedAtMs === null ? (row.stopped_at ?? new Date()) : new Date(endedAtMs);
  const [changed] = await sql<RelayRow[]>`
    update relays set state = ${state}, failure = ${failure}, task_id = coalesce(task_id, ${taskId}),
      stopped_at = ${stoppedAt}, targets = ${sql.json(targets as unknown as postgres.JSONValue)}
    where id = ${row.id} returning *`;
  return eventsOf(row, readRelay(changed!));
}

/** Facts of a robot's relay. One that we did not ask for has no row: what is told of it is only kept. */
export async function takeRelayFacts(
  sql: Transaction,
  sdkAppId: number,
  robotUserId: string,
  facts: readonly RelayFact[],
): Promise<readonly NewEvent[]> {
  await addFacts(
    sql,
    sdkAppId,
    subjectOf(robotUserId),
    facts.map((fact) => ({
      key: `${fact.taskId}/${fact.url}/${fact.state}/${String(fact.atMs)}`,
      at: new Date(fact.atMs),
      fact,
    })),
  );
  const [row] = await sql<RelayRow[]>`
    select * from relays where sdk_app_id = ${sdkAppId} and robot_user_id = ${robotUserId} for update`;
  return row === undefined ? [] : followRelay(sql, row);
}

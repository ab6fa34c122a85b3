import { setTimeout as delay } from 'node:timers/promises';
import type postgres from 'postgres';
import { DomainError } from '../../../domain/errors.ts';
import type { EventFilter, EventLog, EventRecord, EventType } from '../../ports/event-log.ts';
import type { VisibleScope } from '../../ports/records.ts';
import { eventChannel } from './append-event.ts';
import { eventScope, uuids } from './scope.ts';

interface EventRow {
  readonly xid: string;
  readonly number: string;
  readonly id: string;
  readonly type: EventType;
  readonly schema_version: number;
  readonly occurred_at: Date;
  readonly sdk_app_id: string;
  readonly room_id: string | null;
  readonly recording_id: string | null;
  readonly user_id: string | null;
  readonly data: Record<string, unknown>;
}

interface Position {
  readonly xid: string;
  readonly number: string;
}

const beginning: Position = { xid: '0', number: '0' };
const batchSize = 200;
/** A row held back by an older transaction shows at the latest after this; new ones wake their readers at once. */
const pollMs = 300;

function printCursor({ xid, number }: Position): string {
  return Buffer.from(`${xid}.${number}`, 'utf8').toString('base64url');
}

function readCursor(cursor: string | null): Position {
  if (cursor === null) return beginning;
  const match = /^(\d{1,20})\.(\d{1,19})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match === null) {
    throw new DomainError('BAD_INPUT', 'caller', 'after is no cursor that this API gave', {
      faults: [{ field: 'after', got: JSON.stringify(cursor), allowed: 'the cursor of an event' }],
    });
  }
  const [, xid, number] = match as unknown as [string, string, string];
  return { xid, number };
}

function readEvent(row: EventRow): EventRecord {
  return {
    cursor: printCursor(row),
    id: row.id,
    schemaVersion: row.schema_version,
    type: row.type,
    occurredAt: row.occurred_at,
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    recordingId: row.recording_id,
    userId: row.user_id,
    data: row.data,
  };
}

function narrow(sql: postgres.Sql, { types, roomId, recordingId }: EventFilter) {
  return sql`
    ${types === undefined ? sql`` : sql`and type = any(${types as string[]})`}
    ${roomId === undefined ? sql`` : sql`and room_id = any(${uuids([roomId])}::uuid[])`}
    ${recordingId === undefined ? sql`` : sql`and recording_id = any(${uuids([recordingId])}::uuid[])`}`;
}

/** One LISTEN for all followers of this process. */
class Bell {
  readonly #sql: postgres.Sql;
  readonly #waiting = new Set<() => void>();
  #listening: Promise<unknown> | null = null;

  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  /** Resolves at the next ring, or after the time; never rejects. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    this.#listening ??= this.#sql.listen(eventChannel, () => {
      for (const ring of this.#waiting) ring();
    });
    // Without the bell readers poll: later, and nothing is lost.
    this.#listening.catch(() => {
      this.#listening = null;
    });
    const late = new AbortController();
    let ring: () => void = () => undefined;
    const rung = new Promise<void>((resolve) => {
      ring = resolve;
    });
    this.#waiting.add(ring);
    await Promise.race([
      rung,
      delay(ms, undefined, { signal: AbortSignal.any([signal, late.signal]) }).catch(() => undefined),
    ]);
    late.abort();
    this.#waiting.delete(ring);
  }
}

export function openEventLog(sql: postgres.Sql): EventLog {
  const bell = new Bell(sql);

  const read = async (
    after: string | null,
    filter: EventFilter,
    scope: VisibleScope,
    limit: number,
  ): Promise<readonly EventRecord[]> => {
    const position = readCursor(after);
    const rows = await sql<EventRow[]>`
      select xid, number, id, type, schema_version, occurred_at, sdk_app_id, room_id, recording_id,
        user_id, data
      from events
      where (xid, number) > (${position.xid}::text::xid8, ${position.number}::bigint)
        and xid < pg_snapshot_xmin(pg_current_snapshot())
        ${narrow(sql, filter)}
        ${eventScope(sql, scope)}
      order by xid, number limit ${limit}`;
    return rows.map(readEvent);
  };

  return {
    read,
    async end() {
      // The last row, and not the last transaction number given out: after a crash PostgreSQL gives those anew that
      // never reached its log, and a row with such a number would lie before the cursor.
      const [row] = await sql<{ xid: string; number: string }[]>`
        select xid, number from events where xid < pg_snapshot_xmin(pg_current_snapshot())
        order by xid desc, number desc limit 1`;
      return printCursor(row ?? beginning);
    },
    async beforeLast(count, filter, scope) {
      const [row] = await sql<Position[]>`
        select xid, number from events
        where xid < pg_snapshot_xmin(pg_current_snapshot())
          ${narrow(sql, filter)}
          ${eventScope(sql, scope)}
        order by xid desc, number desc offset ${count} limit 1`;
      return printCursor(row ?? beginning);
    },
    async *follow(after, filter, scope, signal) {
      let cursor = after;
      const over = (): boolean => signal.aborted;
      while (!over()) {
        // Asked for before the look, so that what commits during it rings for the next one.
        const next = bell.wait(pollMs, signal);
        const events = await read(cursor, filter, scope, batchSize);
        for (const event of events) {
          if (over()) return;
          yield event;
          cursor = event.cursor;
        }
        if (events.length < batchSize) await next;
      }
    },
  };
}

import type postgres from 'postgres';
import { DomainError } from '../../../domain/errors.ts';
import type {
  Facet,
  ValueCount,
  RecordingOrder,
  RecordingSearch,
  RecordingSort,
} from '../../ports/recording-search.ts';
import { recordingCondition } from './recording-condition.ts';
import type { RecordingRow } from './rows.ts';
import { readRecording } from './rows.ts';

type Fragment = postgres.PendingQuery<postgres.Row[]>;

interface SortKey {
  /** The sorted column, never null, so that a cursor can say where it stands in it. */
  readonly column: (sql: postgres.Sql) => Fragment;
  readonly type: string;
  readonly valueOf: (row: RecordingRow) => string;
  /** What a cursor's value must look like; null takes any text. */
  readonly pattern: RegExp | null;
}

const number = /^-?\d{1,18}$/;
const sortKeys: Readonly<Record<RecordingSort, SortKey>> = {
  STARTED_AT: {
    column: (sql) => sql`started_at`,
    type: 'timestamptz',
    valueOf: ({ started_at }) => started_at.toISOString(),
    pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  },
  DURATION: {
    column: (sql) => sql`coalesce(duration_ms, -1)`,
    type: 'bigint',
    valueOf: ({ duration_ms }) => duration_ms ?? '-1',
    pattern: number,
  },
  SIZE: {
    column: (sql) => sql`recordings.bytes`,
    type: 'bigint',
    valueOf: ({ bytes }) => bytes,
    pattern: number,
  },
  NAME: {
    column: (sql) => sql`recordings.name collate "C"`,
    type: 'text',
    valueOf: ({ name }) => name,
    pattern: null,
  },
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function printCursor({ field, direction }: RecordingOrder, row: RecordingRow): string {
  const position = [field, direction, sortKeys[field].valueOf(row), row.id];
  return Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
}

/** Throws BAD_INPUT for a cursor that was never given, or was given under another order. */
function readCursor(order: RecordingOrder, cursor: string): { readonly value: string; readonly id: string } {
  const { pattern } = sortKeys[order.field];
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && read.length === 4 && read.every((part) => typeof part === 'string')) {
      const [field, direction, value, id] = read as [string, string, string, string];
      const fits = (pattern === null || pattern.test(value)) && uuid.test(id) && !value.includes('\0');
      if (field === order.field && direction === order.direction && fits) return { value, id };
    }
  } catch {
    // Not even JSON: the same fault.
  }
  throw new DomainError('BAD_INPUT', 'caller', 'after is no cursor that this API gave for this order', {
    faults: [
      { field: 'after', got: JSON.stringify(cursor.slice(0, 80)), allowed: 'a cursor of an earlier page' },
    ],
  });
}

const values: Readonly<Record<Facet, (sql: postgres.Sql) => Fragment>> = {
  STATE: (sql) => sql`state`,
  KIND: (sql) => sql`kind`,
  USER: (sql) => sql`user_id`,
  FORMAT: (sql) => sql`unnest(formats)`,
  TAG: (sql) => sql`unnest(tags)`,
  // The vendor's day, as bills have it.
  DAY: (sql) => sql`to_char(started_at at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD')`,
};

export function openRecordingSearch(sql: postgres.Sql): RecordingSearch {
  return {
    async search(filter, order, scope, page) {
      const condition = recordingCondition(sql, filter, scope);
      const { column, type } = sortKeys[order.field];
      const after = page.after === null ? null : readCursor(order, page.after);
      const isDescending = order.direction === 'DESC';
      const beyond =
        after === null
          ? sql``
          : sql`and (${column(sql)}, id) ${isDescending ? sql`<` : sql`>`}
              (${after.value}::text::${sql.unsafe(type)}, ${after.id}::uuid)`;
      const way = isDescending ? sql`desc` : sql`asc`;
      const [rows, [counted]] = await Promise.all([
        sql<RecordingRow[]>`
          select * from recordings where ${condition} ${beyond}
          order by ${column(sql)} ${way}, id ${way} limit ${page.first + 1} offset ${page.offset}`,
        sql<{ n: number }[]>`select count(*)::int as n from recordings where ${condition}`,
      ]);
      return {
        rows: rows
          .slice(0, page.first)
          .map((row) => ({ row: readRecording(row), cursor: printCursor(order, row) })),
        hasNextPage: rows.length > page.first,
        totalCount: counted?.n ?? 0,
      };
    },

    async count(facet, filter, scope, top) {
      return sql<ValueCount[]>`
        select value, count(*)::int as count
        from (select ${values[facet](sql)} as value from recordings
          where ${recordingCondition(sql, filter, scope)}) as carried
        where value is not null group by value order by count desc, value limit ${top}`;
    },
  };
}

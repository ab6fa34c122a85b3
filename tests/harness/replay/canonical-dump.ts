import type postgres from 'postgres';
import { canonicalEvents, canonicalFacts, withoutNotice, type Row } from './canonical-facts.ts';

/** The rows of each table as text, sorted. */
export type CanonicalDump = Readonly<Record<string, readonly string[]>>;

interface TableRule {
  /** Columns that say when, how often or under which number something came, not what. */
  readonly leaveOut?: readonly string[];
  /** Of these only whether there is a value: when is a matter of the run. */
  readonly whetherOnly?: readonly string[];
  readonly rows?: (rows: readonly Row[]) => readonly Row[];
}

/**
 * What of each table is no part of what is known. Everything else of every table, those that are made later too, must be
 * the same whatever came late, twice or never.
 */
const rules: Readonly<Record<string, TableRule>> = {
  // A room's callbacks are compared as facts: a list tells them in other words. A stream's are the same text from any list.
  'server.inbox': {
    ...{ leaveOut: ['id', 'received_at'], whetherOnly: ['applied_at'] },
    rows: (rows) => rows.filter(({ kind }) => kind === 'css'),
  },
  'server.facts': { leaveOut: ['id'], rows: canonicalFacts },
  'server.events': { leaveOut: ['xid', 'number', 'schema_version'], rows: canonicalEvents },
  // By which way a lost file was noticed is a matter of who was first.
  'server.recording_files': {
    rows: (rows) =>
      rows.map((row) => ({
        ...row,
        gone_because: String(row['gone_because']).replace(/^lost-by-.*/, 'lost'),
      })),
    leaveOut: ['next_check_at', 'checks'],
    whetherOnly: ['described_at', 'swept_at'],
  },
  'server.playback_usage': { leaveOut: ['updated_at'] },
  'server.usage_metered_days': { leaveOut: ['metered_at'] },
  'server.usage_corrections': { leaveOut: ['id', 'made_at'] },
  'server.usage_marks': { leaveOut: ['id'] },
  'server.application_settings': { whetherOnly: ['changed_at', 'applied_at'] },
  'server.access_logs_read': { leaveOut: ['read_at'] },
  'server.migrations': { leaveOut: ['at', 'applied_at'] },
  'audit.entries': {
    leaveOut: ['id', 'at'],
    rows: (rows) => rows.map((row) => ({ ...row, detail: withoutNotice(row['detail'] as Row) })),
  },
  'audit.viewings': { leaveOut: ['id'] },
};

/** Dumps every table of the server and of its audit log, with natural keys in the place of ids that were made up. */
export async function dumpTables(sql: postgres.Sql): Promise<CanonicalDump> {
  const tables = await sql<{ name: string }[]>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('server', 'audit') and table_type = 'BASE TABLE' order by 1`;
  const names = await naturalKeys(sql);
  const dump: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const {
      leaveOut = [],
      whetherOnly = [],
      rows: canonical = (all: readonly Row[]) => all,
    } = rules[name] ?? {};
    const rows = await sql<{ row: Row }[]>`select to_jsonb(item) as row from ${sql(name)} as item`;
    const known = rows.map(({ row }) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([column]) => !leaveOut.includes(column))
          .map(([column, value]) => [column, whetherOnly.includes(column) ? value !== null : value]),
      ),
    );
    const named = known.map((row) => rename(row, names) as Row);
    dump[name] = canonical(named).map(printRow).toSorted();
  }
  return dump;
}

/** By what a row is known to anybody, in the place of the id that it was given when it became known. */
async function naturalKeys(sql: postgres.Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ made_up: string; key: string }[]>`
    select id::text as made_up, 'room ' || sdk_app_id || '/' || room_kind || '/' || room_name || '#' || number as key from server.rooms
    union all
    select recordings.id::text as made_up, 'recording ' || recordings.stream_id || ' of ' ||
        coalesce(streams.started_at, recordings.started_at)
      from server.recordings left join server.streams on streams.id = recordings.id
    union all
    select streams.id::text as made_up, 'stream ' || stream_id || ' of ' || started_at from server.streams
      where not exists (select from server.recordings where recordings.id = streams.id)
    union all
    select id::text as made_up, 'file ' || file_id from server.recording_files`;
  return new Map(rows.map(({ made_up, key }) => [made_up, key]));
}

function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => rename(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rename(item, names)]));
}

function printRow(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** What two dumps do not have in common, a sentence each. */
export function compareDumps(clean: CanonicalDump, other: CanonicalDump): readonly string[] {
  const faults: string[] = [];
  for (const table of new Set([...Object.keys(clean), ...Object.keys(other)])) {
    const missing = without(clean[table] ?? [], other[table] ?? []);
    const added = without(other[table] ?? [], clean[table] ?? []);
    faults.push(
      ...missing.map((row) => `${table} lacks ${row}`),
      ...added.map((row) => `${table} has besides ${row}`),
    );
  }
  return faults;
}

/** The rows of one that the other does not have as often. */
function without(one: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of other) left.set(row, (left.get(row) ?? 0) + 1);
  return one.filter((row) => {
    const count = left.get(row) ?? 0;
    if (count > 0) left.set(row, count - 1);
    return count === 0;
  });
}

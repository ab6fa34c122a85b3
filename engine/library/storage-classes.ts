import type postgres from 'postgres';
import type { MediaFile, StorageClass } from './media-file.ts';

/** How a sleeping file is woken; what a class does not offer is absent. The vendor's times, in seconds. */
export const restoreTiers = {
  ARCHIVE: { Expedited: 300, Standard: 5 * 3600, Bulk: 12 * 3600 },
  DEEP_ARCHIVE: { Standard: 24 * 3600, Bulk: 48 * 3600 },
} as const;
export type RestoreTier = 'Expedited' | 'Standard' | 'Bulk';

export function isAsleepClass(storageClass: StorageClass): storageClass is keyof typeof restoreTiers {
  return storageClass === 'ARCHIVE' || storageClass === 'DEEP_ARCHIVE';
}

/** Whether a file may be played: not while it sleeps, nor while it is being woken. */
export function isAwake(
  file: Pick<MediaFile, 'storageClass' | 'awakeFrom' | 'awakeUntil'>,
  nowMs: number,
): boolean {
  const { awakeFrom, awakeUntil } = file;
  if (awakeFrom !== null && awakeFrom.getTime() > nowMs) return false;
  if (!isAsleepClass(file.storageClass)) return true;
  return awakeFrom !== null && awakeUntil !== null && awakeUntil.getTime() > nowMs;
}

/** Seconds until a file of the class is awake; null where the class has no such tier. */
export function restoreSeconds(storageClass: keyof typeof restoreTiers, tier: RestoreTier): number | null {
  return (restoreTiers[storageClass] as Partial<Record<RestoreTier, number>>)[tier] ?? null;
}

/** Moves a file to another class, and keeps when it left the former. It is awake after so many seconds. */
export async function moveToClass(
  sql: postgres.Sql,
  fileId: string,
  to: StorageClass,
  awakeInSeconds: number | null,
): Promise<void> {
  await sql.begin(async (transaction) => {
    const [file] = await transaction<{ storage_class: StorageClass }[]>`
      select storage_class from media_files where file_id = ${fileId} and deleted_at is null for update`;
    if (file === undefined || file.storage_class === to) return;
    await transaction`
      insert into media_class_spans (file_id, storage_class, until) values (${fileId}, ${file.storage_class}, now())`;
    await transaction`
      update media_files set storage_class = ${to}, updated_at = now(), awake_until = null,
        awake_from = ${awakeInSeconds === null ? null : transaction`now() + ${`${String(awakeInSeconds)} seconds`}::interval`}
      where file_id = ${fileId}`;
  });
}

/** Lets a sleeping file be played for some days, from when its tier is through. */
export async function restoreForDays(
  sql: postgres.Sql,
  fileId: string,
  awakeInSeconds: number,
  days: number,
): Promise<void> {
  const wait = `${String(awakeInSeconds)} seconds`;
  await sql`
    update media_files set updated_at = now(), awake_from = now() + ${wait}::interval,
      awake_until = now() + ${wait}::interval + ${`${String(days)} days`}::interval
    where file_id = ${fileId} and deleted_at is null`;
}

/** Bytes that lay in one class from one time to another; without an end where they still do. */
export interface StorageSpan {
  readonly bytes: number;
  readonly from: Date;
  readonly until: Date | null;
  /** True where the file went on in another class. */
  readonly goesOn: boolean;
}

/** What lay in some classes at any time between two times, deleted files in their time and pictures included. */
export async function storageBetween(
  sql: postgres.Sql,
  query: {
    readonly subAppId: number | null;
    readonly classes: readonly StorageClass[];
    readonly from: Date;
    readonly until: Date;
  },
): Promise<readonly StorageSpan[]> {
  const rows = await sql<{ bytes: string; from: Date; until: Date | null; goes_on: boolean }[]>`
    with spans as (
      select file_id, storage_class, until from media_class_spans
      union all select file_id, storage_class, coalesce(deleted_at, 'infinity') from media_files),
    lengths as (
      select file_id, storage_class, until, lag(until) over (partition by file_id order by until) as former from spans)
    select (bytes + stills_bytes)::bigint as bytes, coalesce(former, created_at) as from,
      nullif(lengths.until, 'infinity') as until, lengths.until <> coalesce(deleted_at, 'infinity') as goes_on
    from lengths join media_files using (file_id)
    where sub_app_id is not distinct from ${query.subAppId} and lengths.storage_class = any(${query.classes as string[]})
      and coalesce(former, created_at) < ${query.until} and lengths.until > ${query.from}`;
  return rows.map((row) => ({
    bytes: Number(row.bytes),
    from: row.from,
    until: row.until,
    goesOn: row.goes_on,
  }));
}

import type postgres from 'postgres';
import type { MediaFile, MediaFileRow } from './media-file.ts';
import { readMediaFile } from './media-file.ts';
import { noteEvents } from './media-events.ts';

/** A file past its time is gone for every answer, also in the moment before it is deleted. */
export const livingMedia = (sql: postgres.Sql) =>
  sql`deleted_at is null and (expires_at is null or expires_at > now())`;

/** The files with these ids that are not deleted, in no order; `subAppId` undefined asks in every application. */
export async function mediaByIds(
  sql: postgres.Sql,
  fileIds: readonly string[],
  subAppId?: number | null,
): Promise<readonly MediaFile[]> {
  const rows = await sql<MediaFileRow[]>`
    select * from media_files where file_id = any(${fileIds as string[]}) and ${livingMedia(sql)}
      ${subAppId === undefined ? sql`` : sql`and sub_app_id is not distinct from ${subAppId}`}`;
  return rows.map(readMediaFile);
}

/** Also those that are deleted: what an event tells of may be gone. */
export async function anyMediaByIds(
  sql: postgres.Sql,
  fileIds: readonly string[],
): Promise<readonly MediaFile[]> {
  const rows = await sql<
    MediaFileRow[]
  >`select * from media_files where file_id = any(${fileIds as string[]})`;
  return rows.map(readMediaFile);
}

/** Takes a file out of every answer and tells of it. False when there is none; its bytes are still to be removed. */
export async function markDeleted(
  sql: postgres.Sql,
  fileId: string,
  subAppId: number | null,
): Promise<boolean> {
  return sql.begin(async (transaction) => {
    const rows = await transaction<{ file_id: string; sub_app_id: string | null }[]>`
      update media_files set deleted_at = now()
      where file_id = ${fileId} and sub_app_id is not distinct from ${subAppId} and deleted_at is null
      returning file_id, sub_app_id`;
    await noteEvents(transaction, 'FileDeleted', rows);
    return rows.length > 0;
  });
}

/** Deletes every file of an application. */
export async function deleteAllOf(sql: postgres.Sql, subAppId: number): Promise<void> {
  await sql.begin(async (transaction) => {
    const rows = await transaction<{ file_id: string; sub_app_id: string | null }[]>`
      update media_files set deleted_at = now() where sub_app_id = ${subAppId} and deleted_at is null
      returning file_id, sub_app_id`;
    await noteEvents(transaction, 'FileDeleted', rows);
  });
}

/** Deletes what is past its time; answers how many files that were. */
export async function deleteExpired(sql: postgres.Sql, limit: number): Promise<number> {
  return sql.begin(async (transaction) => {
    // The time is looked at again under the row's lock: a file that was given more time meanwhile stays.
    const rows = await transaction<{ file_id: string; sub_app_id: string | null }[]>`
      update media_files set deleted_at = now()
      where file_id in (
        select file_id from media_files where deleted_at is null and expires_at <= now()
        order by expires_at limit ${limit} for update skip locked)
        and deleted_at is null and expires_at <= now()
      returning file_id, sub_app_id`;
    await noteEvents(transaction, 'FileDeleted', rows);
    return rows.length;
  });
}

/** Milliseconds until the next file expires; null when none will. */
export async function untilNextExpiry(sql: postgres.Sql): Promise<number | null> {
  const [row] = await sql<{ wait: number | null }[]>`
    select (extract(epoch from min(expires_at) - now()) * 1000)::float8 as wait from media_files
    where deleted_at is null and expires_at is not null`;
  return row?.wait ?? null;
}

export async function markBytesRemoved(sql: postgres.Sql, fileId: string): Promise<void> {
  await sql`update media_files set bytes_removed_at = now() where file_id = ${fileId}`;
}

/** A deleted file whose bytes may still lie somewhere. */
export interface FileToRemove {
  readonly fileId: string;
  /** Whether something of it may lie at the destination. */
  readonly isAway: boolean;
}

export async function filesToRemove(sql: postgres.Sql, fileId?: string): Promise<readonly FileToRemove[]> {
  const rows = await sql<{ file_id: string; is_away: boolean }[]>`
    select file_id, move_begun_at is not null as is_away from media_files
    where deleted_at is not null and bytes_removed_at is null
      ${fileId === undefined ? sql`` : sql`and file_id = ${fileId}`} limit 1000`;
  return rows.map((row) => ({ fileId: row.file_id, isAway: row.is_away }));
}

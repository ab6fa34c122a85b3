import type postgres from 'postgres';
import type { MediaFile, MediaFileRow } from './media-file.ts';
import { readMediaFile } from './media-file.ts';

/** The files with these ids that are not deleted, in no order. */
export async function mediaByIds(
  sql: postgres.Sql,
  fileIds: readonly string[],
): Promise<readonly MediaFile[]> {
  const rows = await sql<MediaFileRow[]>`
    select * from media_files where file_id = any(${fileIds as string[]}) and deleted_at is null`;
  return rows.map(readMediaFile);
}

/** Takes a file out of every answer. False when there is none; its bytes are still to be removed. */
export async function markDeleted(sql: postgres.Sql, fileId: string): Promise<boolean> {
  const { count } = await sql`
    update media_files set deleted_at = now() where file_id = ${fileId} and deleted_at is null`;
  return count > 0;
}

export async function markBytesRemoved(sql: postgres.Sql, fileId: string): Promise<void> {
  await sql`update media_files set bytes_removed_at = now() where file_id = ${fileId}`;
}

/** Deleted files whose bytes may still lie on the disk. */
export async function filesToRemove(sql: postgres.Sql): Promise<readonly string[]> {
  const rows = await sql<{ file_id: string }[]>`
    select file_id from media_files where deleted_at is not null and bytes_removed_at is null limit 1000`;
  return rows.map(({ file_id }) => file_id);
}

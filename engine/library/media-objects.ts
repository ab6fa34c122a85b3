import type postgres from 'postgres';

/** One stored object of a file, with the checksums of its bytes in hexadecimal. */
export interface MediaObject {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly md5: string;
}

const firstPauseSeconds = 1;
const longestPauseSeconds = 600;

/** The next attempt after so many that failed: twice as late each time, and never given up. */
const pauseAfter = (sql: postgres.Sql, attempts: string) =>
  sql`least(${longestPauseSeconds}, ${firstPauseSeconds} * power(2, least(${sql(attempts)}, 20))) * interval '1 second'`;

/** Files whose checksums nobody has taken yet, the longest waiting first. */
export async function filesToCheck(
  sql: postgres.Sql,
  limit: number,
): Promise<readonly { readonly fileId: string; readonly path: string }[]> {
  const rows = await sql<{ file_id: string; path: string }[]>`
    select file_id, path from media_files
    where checked_at is null and deleted_at is null and check_next_at <= now() order by check_next_at limit ${limit}`;
  return rows.map(({ file_id, path }) => ({ fileId: file_id, path }));
}

export async function untilNextCheck(sql: postgres.Sql): Promise<number | null> {
  const [row] = await sql<{ wait: number | null }[]>`
    select (extract(epoch from min(check_next_at) - now()) * 1000)::float8 as wait from media_files
    where checked_at is null and deleted_at is null`;
  return row?.wait ?? null;
}

/** Also again, after a kill: the objects were made anew then. */
export async function insertObjects(
  sql: postgres.TransactionSql,
  fileId: string,
  objects: readonly MediaObject[],
): Promise<void> {
  for (const { name, bytes, sha256, md5 } of objects)
    await sql`
      insert into media_objects ${sql({ file_id: fileId, name, bytes, sha256, md5 })}
      on conflict (file_id, name) do update
        set bytes = excluded.bytes, sha256 = excluded.sha256, md5 = excluded.md5, moved_at = null`;
}

export async function markChecked(
  sql: postgres.Sql,
  fileId: string,
  objects: readonly MediaObject[],
): Promise<void> {
  await sql.begin(async (transaction) => {
    await insertObjects(transaction, fileId, objects);
    await transaction`
      update media_files set checked_at = now(), sha256 = main.sha256, md5 = main.md5 from media_objects as main
      where media_files.file_id = ${fileId} and main.file_id = ${fileId}
        and media_files.path = main.file_id || '/' || main.name`;
  });
}

export async function putOffCheck(sql: postgres.Sql, fileId: string): Promise<void> {
  await sql`
    update media_files set check_attempts = check_attempts + 1,
      check_next_at = now() + ${pauseAfter(sql, 'check_attempts')}
    where file_id = ${fileId}`;
}

/** All objects of a file; none before its checksums were taken. */
export async function objectsOf(sql: postgres.Sql, fileId: string): Promise<readonly MediaObject[]> {
  const rows = await sql<{ name: string; bytes: string; sha256: string; md5: string }[]>`
    select name, bytes, sha256, md5 from media_objects where file_id = ${fileId} order by name`;
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

/** A file that is to go to the destination, and how often that has failed so far. */
export interface FileToMove {
  readonly fileId: string;
  readonly sessionId: string;
  readonly sdkAppId: number;
  readonly streamId: string;
  readonly attempts: number;
}

export async function filesToMove(
  sql: postgres.Sql,
  limit: number,
  underway: readonly string[],
): Promise<readonly FileToMove[]> {
  const rows = await sql<
    { file_id: string; session_id: string; sdk_app_id: string; stream_id: string; move_attempts: number }[]
  >`
    update media_files set move_begun_at = coalesce(move_begun_at, now())
    where file_id in (
      select file_id from media_files
      where destination is null and checked_at is not null and stills_state <> 'waiting' and deleted_at is null
        and move_next_at <= now()
        and not (file_id = any(${underway as string[]}))
      order by move_next_at limit ${limit})
    returning file_id, session_id, sdk_app_id, stream_id, move_attempts`;
  return rows.map((row) => ({
    fileId: row.file_id,
    sessionId: row.session_id,
    sdkAppId: Number(row.sdk_app_id),
    streamId: row.stream_id,
    attempts: row.move_attempts,
  }));
}

export async function untilNextMove(sql: postgres.Sql): Promise<number | null> {
  const [row] = await sql<{ wait: number | null }[]>`
    select (extract(epoch from min(move_next_at) - now()) * 1000)::float8 as wait from media_files
    where destination is null and checked_at is not null and stills_state <> 'waiting' and deleted_at is null`;
  return row?.wait ?? null;
}

/** The objects of a living file that are not at the destination yet; null when the file was deleted meanwhile. */
export async function objectsToMove(
  sql: postgres.Sql,
  fileId: string,
): Promise<readonly MediaObject[] | null> {
  const [file] = await sql`select 1 from media_files where file_id = ${fileId} and deleted_at is null`;
  if (file === undefined) return null;
  const rows = await sql<{ name: string; bytes: string; sha256: string; md5: string }[]>`
    select name, bytes, sha256, md5 from media_objects where file_id = ${fileId} and moved_at is null order by name`;
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

export async function markObjectMoved(sql: postgres.Sql, fileId: string, name: string): Promise<void> {
  await sql`update media_objects set moved_at = now() where file_id = ${fileId} and name = ${name}`;
}

/** From here on the bytes are read at the destination. False when an object is still missing there. */
export async function markMoved(sql: postgres.Sql, fileId: string, destination: string): Promise<boolean> {
  const { count } = await sql`
    update media_files set destination = ${destination}, move_error = null
    where file_id = ${fileId} and deleted_at is null and destination is null and not exists (
      select 1 from media_objects where media_objects.file_id = ${fileId} and moved_at is null)`;
  return count > 0;
}

export async function putOffMove(sql: postgres.Sql, fileId: string, error: string): Promise<void> {
  await sql`
    update media_files set move_attempts = move_attempts + 1, move_error = ${error.slice(0, 500)},
      move_next_at = now() + ${pauseAfter(sql, 'move_attempts')}
    where file_id = ${fileId}`;
}

/** Files that are whole at the destination and may still have their first copy in the media folder. */
export async function filesToClear(sql: postgres.Sql): Promise<readonly string[]> {
  const rows = await sql<{ file_id: string }[]>`
    select file_id from media_files where destination is not null and local_removed_at is null limit 100`;
  return rows.map(({ file_id }) => file_id);
}

export async function markCleared(sql: postgres.Sql, fileId: string): Promise<void> {
  await sql`update media_files set local_removed_at = now() where file_id = ${fileId}`;
}

import type postgres from 'postgres';

/**
 * Brings what a list searches, sorts and counts by up to the files, the room and the tags of a recording. Called by
 * whoever changes one of them, in the same transaction; beside facts there are few such changes.
 */
export async function refreshSearch(
  sql: postgres.Sql | postgres.TransactionSql,
  recordingId: string,
): Promise<void> {
  await sql`
    with files as (
      select coalesce((array_agg(name order by started_at, format) filter (where name is not null))[1], '') as name,
        string_agg(name, E'\n') as names,
        coalesce(sum(bytes) filter (where deleted_at is null), 0) as bytes,
        coalesce(array_agg(distinct format), '{}') as formats
      from recording_files where recording_id = ${recordingId})
    update recordings set name = files.name, bytes = files.bytes, formats = files.formats,
      search_text = lower(concat_ws(E'\n', files.names, user_id,
        coalesce(room_name, (select rooms.room_name from rooms where rooms.id = room_id)), stream_id,
        user_define_record_id, array_to_string(tags, E'\n'), nullif(description, '')))
    from files where recordings.id = ${recordingId}`;
}

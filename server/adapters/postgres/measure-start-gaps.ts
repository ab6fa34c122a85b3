import type postgres from 'postgres';

/**
 * Measures what is missing at the beginning of a task's recordings, from when each could have begun (the task was asked
 * for and the stream was live) to its first media. Called by whoever learns one of the two, in its transaction: the task's
 * id may be answered after the first facts of what it records.
 */
export async function measureStartGaps(
  sql: postgres.TransactionSql,
  sdkAppId: number,
  taskId: string,
): Promise<void> {
  await sql`
    update recordings set start_gap_ms = greatest(0, round(extract(epoch from
      recordings.first_media_at - greatest(tasks.requested_at, recordings.live_since)) * 1000))
    from recording_tasks as tasks
    where recordings.sdk_app_id = ${sdkAppId} and recordings.task_id = ${taskId}
      and tasks.sdk_app_id = recordings.sdk_app_id and tasks.task_id = recordings.task_id`;
  await sql`
    update recording_tasks set first_media_at = (
      select min(first_media_at) from recordings
      where recordings.sdk_app_id = ${sdkAppId} and recordings.task_id = ${taskId})
    where sdk_app_id = ${sdkAppId} and task_id = ${taskId}`;
}

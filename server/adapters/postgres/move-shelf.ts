import type postgres from 'postgres';

/**
 * Two recordings may turn out to be one when a late callback comes. What people said of the one that is emptied, above all
 * a legal hold, goes on with its heir; its files move as they are, so that an expiry that is remembered is not forgotten.
 */
export async function moveShelf(
  sql: postgres.TransactionSql,
  emptied: readonly string[],
  heirOf: (recordingId: string) => string | null,
): Promise<void> {
  for (const id of emptied) {
    const heir = heirOf(id);
    if (heir === null) continue;
    // The heir may be held already: then the other hold is over, and nothing changes for its files.
    await sql`
      update legal_holds set released_at = now()
      where kind = 'recording' and target = ${id} and released_at is null and exists (
        select from legal_holds as other where other.kind = 'recording' and other.target = ${heir}
          and other.sdk_app_id = legal_holds.sdk_app_id and other.released_at is null)`;
    await sql`
      update legal_holds set target = ${heir}
      where kind = 'recording' and target = ${id} and released_at is null`;
    await sql`
      insert into wanted_deletions
      select ${heir}, format, permanently, asked_at from wanted_deletions where recording_id = ${id}
      on conflict (recording_id, format) do update
        set permanently = wanted_deletions.permanently or excluded.permanently`;
    await sql`delete from wanted_deletions where recording_id = ${id}`;
    const known = await sql`
      update recordings as heir set
        tags = (select coalesce(array_agg(distinct tag order by tag), '{}') from unnest(heir.tags || former.tags) as tag),
        description = case when heir.description = '' then former.description else heir.description end,
        retention_days = coalesce(heir.retention_days, former.retention_days)
      from recordings as former where heir.id = ${heir} and former.id = ${id} returning heir.id`;
    if (known.length > 0)
      await sql`update recording_files set recording_id = ${heir} where recording_id = ${id}`;
  }
}

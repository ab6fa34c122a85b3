import type postgres from 'postgres';

/** What may be changed of a file; an absent field stays. */
export interface MediaChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly classId?: number | undefined;
  /** Null is never. */
  readonly expiresAt?: Date | null | undefined;
  /** Removed first, then the new ones are added. */
  readonly removedTags: readonly string[] | 'all';
  readonly addedTags: readonly string[];
}

/** More tags than this a file may not have. */
export const maxTags = 16;

/** Changes one file whole or not at all. Once the bytes are marked for removal nothing can be changed any more. */
export async function changeMedia(
  sql: postgres.Sql,
  fileId: string,
  subAppId: number | null,
  change: MediaChange,
): Promise<'changed' | 'absent' | 'too-many-tags'> {
  return sql.begin(async (transaction) => {
    // Also a file that expired this moment: giving it more time is the safe answer to a race with its deletion.
    const [file] = await transaction<{ tags: string[] }[]>`
      select tags from media_files
      where file_id = ${fileId} and sub_app_id is not distinct from ${subAppId} and deleted_at is null for update`;
    if (file === undefined) return 'absent';
    const { removedTags, addedTags } = change;
    const kept = removedTags === 'all' ? [] : file.tags.filter((tag) => !removedTags.includes(tag));
    const tags = [...new Set([...kept, ...addedTags])];
    if (tags.length > maxTags) return 'too-many-tags';
    await transaction`
      update media_files set updated_at = now(), tags = ${tags},
        name = coalesce(${change.name ?? null}, name),
        description = coalesce(${change.description ?? null}, description),
        class_id = coalesce(${change.classId ?? null}, class_id)
        ${change.expiresAt === undefined ? transaction`` : transaction`, expires_at = ${change.expiresAt}`}
      where file_id = ${fileId}`;
    return 'changed';
  });
}

/** Closes files to every player, or opens them again; answers the ids that it knows. */
export async function forbidMedia(
  sql: postgres.Sql,
  fileIds: readonly string[],
  subAppId: number | null,
  isForbidden: boolean,
): Promise<readonly string[]> {
  const rows = await sql<{ file_id: string }[]>`
    update media_files set updated_at = now(),
      forbidden_at = ${isForbidden ? sql`coalesce(forbidden_at, now())` : sql`null`}
    where file_id = any(${fileIds as string[]}) and sub_app_id is not distinct from ${subAppId} and deleted_at is null
    returning file_id`;
  return rows.map(({ file_id }) => file_id);
}

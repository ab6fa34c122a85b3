import type postgres from 'postgres';
import type { FactStore } from '../../ports/inbox.ts';
import type { ShelfStore, ShelvedFile } from '../../ports/shelf-store.ts';
import { appendEvents } from './append-event.ts';
import { refreshSearch } from './refresh-search.ts';
import type { RecordingRow } from './rows.ts';
import { uuids } from './scope.ts';

/** The expiries that were found before a change: a key that is there with null means never. */
type ExpiryBefore = Readonly<Partial<Record<'trash' | 'hold', string | null>>>;

interface ShelvedRow {
  readonly file_id: string;
  readonly sub_app_id: string | null;
  readonly recording_id: string;
  readonly sdk_app_id: string;
  readonly room_id: string | null;
  readonly stream_id: string;
  readonly state: ShelvedFile['state'];
  readonly expires_at: Date | null;
  readonly purge_at: Date | null;
  readonly held_at: Date | null;
  readonly expiry_before: ExpiryBefore;
}

function readRemembered(before: ExpiryBefore, cause: 'trash' | 'hold'): Date | null | undefined {
  const value = before[cause];
  return typeof value === 'string' ? new Date(value) : value;
}

function readShelved(row: ShelvedRow): ShelvedFile {
  return {
    fileId: row.file_id,
    subAppId: row.sub_app_id === null ? null : Number(row.sub_app_id),
    recordingId: row.recording_id,
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    streamId: row.stream_id,
    state: row.state,
    expiresAt: row.expires_at,
    purgeAt: row.purge_at,
    heldAt: row.held_at,
    expiryBeforeHold: readRemembered(row.expiry_before, 'hold'),
    expiryBeforeTrash: readRemembered(row.expiry_before, 'trash'),
  };
}

/** Columns of files and of their recordings, for readShelved. */
function shelvedColumns(sql: postgres.Sql) {
  return sql`files.file_id, files.sub_app_id, files.recording_id, recordings.sdk_app_id, recordings.room_id,
    recordings.stream_id, files.state, files.expires_at, files.purge_at, files.held_at, files.expiry_before`;
}

export function openShelfStore(sql: postgres.Sql, facts: Pick<FactStore, 'take'>): ShelfStore {
  const select = (rest: postgres.PendingQuery<postgres.Row[]>) => sql<ShelvedRow[]>`
    select ${shelvedColumns(sql)}
    from recording_files as files join recordings on recordings.id = files.recording_id ${rest}`;
  const byFileIds = async (fileIds: readonly string[]): Promise<readonly ShelvedFile[]> =>
    (await select(sql`where file_id = any(${fileIds as string[]})`)).map(readShelved);
  return {
    async files(recordingIds) {
      const rows = await select(
        sql`where recording_id = any(${uuids(recordingIds)}::uuid[]) order by files.started_at, format, file_id`,
      );
      return rows.map(readShelved);
    },

    filesByFileIds: byFileIds,

    async tell(told) {
      const files = await byFileIds(told.map(({ fileId }) => fileId));
      const byId = new Map(files.map((file) => [file.fileId, file]));
      await facts.take(
        told.flatMap((fact) => {
          const file = byId.get(fact.fileId);
          if (file === undefined) return [];
          return [{ about: 'stream', sdkAppId: file.sdkAppId, streamId: file.streamId, fact }];
        }),
      );
    },

    // A statement for each file: rows that are held together wait for whoever takes facts of the same files, who waits for them.
    async keepLook(found, lookedFor, at) {
      for (const { fileId, expiresAt, md5, coverUrl, spriteVttUrl } of found)
        await sql`
          update recording_files set expires_at = ${expiresAt}, md5 = ${md5}, cover_url = ${coverUrl},
            sprite_vtt_url = ${spriteVttUrl}, described_at = ${at}
          where file_id = ${fileId}`;
      for (const fileId of lookedFor)
        await sql`update recording_files set swept_at = ${at} where file_id = ${fileId}`;
    },

    async rememberExpiry(fileId, cause, expiresAt) {
      const value = sql.json({ [cause]: expiresAt?.toISOString() ?? null });
      await sql`
        update recording_files set expiry_before = expiry_before || ${value}
        where file_id = ${fileId} and not expiry_before ? ${cause}`;
    },

    async forgetExpiry(fileId, cause) {
      await sql`
        update recording_files set expiry_before = expiry_before - ${cause}::text where file_id = ${fileId}`;
    },

    async markHeld(fileId, at) {
      await sql`update recording_files set held_at = ${at} where file_id = ${fileId}`;
    },

    async describe(recordingId, { tags, description }) {
      await sql.begin(async (transaction) => {
        const [row] = await transaction<RecordingRow[]>`
          update recordings set tags = ${tags as string[]}
            ${description === undefined ? sql`` : sql`, description = ${description}`}
          where id = ${recordingId} returning *`;
        if (row === undefined) return;
        await refreshSearch(transaction, recordingId);
        await appendEvents(transaction, [
          {
            ...{ type: 'recording.updated', occurredAt: new Date(), sdkAppId: Number(row.sdk_app_id) },
            ...{ roomId: row.room_id, recordingId, userId: row.user_id },
            data: { id: recordingId, tags: row.tags, description: row.description },
          },
        ]);
      });
    },

    async protectedOf(recordingIds) {
      const rows = await sql<{ id: string }[]>`
        select id from recordings where id = any(${uuids(recordingIds)}::uuid[]) and is_protected(recordings)`;
      return new Set(rows.map(({ id }) => id));
    },

    async filesToPurge(now, limit) {
      const rows = await select(sql`
        where files.state = 'TRASHED' and purge_at <= ${now} and not is_protected(recordings)
        order by purge_at limit ${limit}`);
      return rows.map(readShelved);
    },

    async wantDeletion(recordingId, { format, permanently, at }) {
      await sql`
        insert into wanted_deletions (recording_id, format, permanently, asked_at)
        values (${recordingId}, ${format ?? ''}, ${permanently}, ${at})
        on conflict (recording_id, format) do update
          set permanently = wanted_deletions.permanently or excluded.permanently, asked_at = excluded.asked_at`;
    },

    async forgetDeletion(recordingId) {
      await sql`delete from wanted_deletions where recording_id = ${recordingId}`;
    },

    async unwantedFiles(limit, fileId) {
      const rows = await sql<(ShelvedRow & { readonly permanently: boolean })[]>`
        select ${shelvedColumns(sql)}, wanted.permanently
        from recording_files as files join recordings on recordings.id = files.recording_id
          join lateral (
            select bool_or(permanently) as permanently from wanted_deletions
            where wanted_deletions.recording_id = recordings.id and format in ('', files.format)
          ) as wanted on wanted.permanently is not null
        where files.state = 'READY' and not is_protected(recordings)
          ${fileId === undefined ? sql`` : sql`and files.file_id = ${fileId}`}
        order by files.created_at limit ${limit}`;
      return rows.map((row) => ({ ...readShelved(row), permanently: row.permanently }));
    },

    async filesToLookAt(before, youngBefore, youngerThan, limit) {
      const rows = await select(sql`
        where files.state in ('READY', 'TRASHED') and (swept_at is null or swept_at < ${before}
          or (swept_at < ${youngBefore} and files.created_at > ${youngerThan} and cover_url is null))
        order by swept_at nulls first limit ${limit}`);
      return rows.map(readShelved);
    },

    async filesOutOfStep(limit) {
      const rows = await select(sql`
        where files.state in ('READY', 'TRASHED') and case when is_protected(recordings) then held_at is null
          else held_at is not null or expiry_before ? 'hold' end
        order by files.created_at limit ${limit}`);
      return rows.map(readShelved);
    },
  };
}

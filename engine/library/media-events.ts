import type postgres from 'postgres';

/** What the vendor's library tells of: a file came, a file went, a file of a sleeping class can be played again. */
export type MediaEventType = 'NewFileUpload' | 'FileDeleted' | 'RestoreMediaComplete';

export interface MediaEvent {
  readonly handle: string;
  readonly type: MediaEventType;
  readonly fileId: string;
  readonly createdAt: Date;
}

/** Which events an application keeps for its reader; off by default, as at the vendor. */
export interface EventSettings {
  readonly uploads: boolean;
  readonly deletions: boolean;
}

/** How long a pulled event is left alone before it is handed out again. */
const confirmWithinSeconds = 30;
const keptDays = 4;

/** The main application's number in the tables of events. */
const mainApplication = 0;

/** Keeps an event for each file whose application wants it. In the transaction of the happening itself. */
export async function noteEvents(
  sql: postgres.TransactionSql,
  type: MediaEventType,
  files: readonly { readonly file_id: string; readonly sub_app_id: string | null }[],
): Promise<void> {
  if (files.length === 0) return;
  const wanted =
    type === 'NewFileUpload'
      ? sql`settings.uploads`
      : type === 'FileDeleted'
        ? sql`settings.deletions`
        : sql`true`;
  await sql`
    insert into media_events (sub_app_id, type, file_id)
    select settings.sub_app_id, ${type}, file_id from media_files
      join media_event_settings as settings on settings.sub_app_id = coalesce(media_files.sub_app_id, ${mainApplication})
    where file_id = any(${files.map(({ file_id }) => file_id)}) and ${wanted}`;
}

export async function readEventSettings(sql: postgres.Sql, subAppId: number | null): Promise<EventSettings> {
  const [row] = await sql<EventSettings[]>`
    select uploads, deletions from media_event_settings where sub_app_id = ${subAppId ?? mainApplication}`;
  return row ?? { uploads: false, deletions: false };
}

/** What is undefined stays as it is. */
export async function changeEventSettings(
  sql: postgres.Sql,
  subAppId: number | null,
  change: { readonly uploads: boolean | undefined; readonly deletions: boolean | undefined },
): Promise<void> {
  const [uploads, deletions] = [change.uploads ?? null, change.deletions ?? null];
  await sql`
    insert into media_event_settings (sub_app_id, uploads, deletions)
    values (${subAppId ?? mainApplication}, coalesce(${uploads}::boolean, false), coalesce(${deletions}::boolean, false))
    on conflict (sub_app_id) do update set
      uploads = coalesce(${uploads}::boolean, media_event_settings.uploads),
      deletions = coalesce(${deletions}::boolean, media_event_settings.deletions)`;
}

/** The oldest events that nobody holds, each with a fresh handle that is good for 30 seconds. */
export async function pullEvents(
  sql: postgres.Sql,
  subAppId: number | null,
  limit: number,
): Promise<readonly MediaEvent[]> {
  const rows = await sql<{ handle: string; type: MediaEventType; file_id: string; created_at: Date }[]>`
    update media_events set handle = gen_random_uuid()::text,
      pulled_until = now() + ${`${String(confirmWithinSeconds)} seconds`}::interval
    where id in (
      select id from media_events where sub_app_id = ${subAppId ?? mainApplication} and confirmed_at is null
        and pulled_until <= now() and created_at > now() - ${`${String(keptDays)} days`}::interval
      order by id limit ${limit} for update skip locked)
    returning handle, type, file_id, created_at`;
  return [...rows]
    .sort((one, other) => one.created_at.getTime() - other.created_at.getTime())
    .map((row) => ({
      handle: row.handle,
      type: row.type,
      fileId: row.file_id,
      createdAt: row.created_at,
    }));
}

/** Confirms all of these or none: false when a handle is unknown, confirmed already, or older than 30 seconds. */
export async function confirmEvents(
  sql: postgres.Sql,
  subAppId: number | null,
  handles: readonly string[],
): Promise<boolean> {
  const unique = [...new Set(handles)];
  return sql.begin(async (transaction) => {
    const held = await transaction`
      select 1 from media_events where sub_app_id = ${subAppId ?? mainApplication} and handle = any(${unique})
        and confirmed_at is null and pulled_until > now() for update`;
    if (held.length < unique.length) return false;
    await transaction`update media_events set confirmed_at = now() where handle = any(${unique})`;
    return true;
  });
}

/** Forgets what is confirmed or older than four days; called now and then. */
export async function forgetOldEvents(sql: postgres.Sql): Promise<void> {
  await sql`
    delete from media_events where created_at <= now() - ${`${String(keptDays)} days`}::interval
      or confirmed_at < now() - interval '1 hour'`;
}

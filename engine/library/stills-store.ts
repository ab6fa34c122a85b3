import type postgres from 'postgres';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { MediaObject } from './media-objects.ts';
import { insertObjects } from './media-objects.ts';

/** The pictures of a file, by the names of their objects. */
export interface Stills {
  readonly cover: string;
  /** Which time of the media is where in which sprite. */
  readonly vtt: string;
  readonly sprites: readonly string[];
  /** Of one small picture in a sprite, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly count: number;
}

export interface FileWithoutStills {
  readonly fileId: string;
  readonly sessionId: string;
  readonly sdkAppId: number;
  readonly streamId: string;
  readonly format: RecordingFormat;
  readonly path: string;
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The next file that pictures are to be made of. Settles on the way those that get none: without a picture, in a format
 * that is not for browsers, or of a stretch of a recording that another file of it has pictures of.
 */
export async function nextWithoutStills(sql: postgres.Sql): Promise<FileWithoutStills | null> {
  await sql`
    update media_files as file set stills_state = 'none'
    where stills_state = 'waiting' and deleted_at is null and (width is null or duration_ms = 0
      or format not in ('hls', 'mp4') or exists (
        select 1 from media_files as other where other.session_id = file.session_id and other.stills_state = 'made'
          and other.deleted_at is null and other.started_at <= file.started_at and other.ended_at > file.started_at))`;
  const [row] = await sql<
    {
      file_id: string;
      session_id: string;
      sdk_app_id: string;
      stream_id: string;
      format: RecordingFormat;
      path: string;
      duration_ms: string;
      width: number;
      height: number;
    }[]
  >`
    select * from media_files where stills_state = 'waiting' and deleted_at is null order by created_at, format limit 1`;
  if (row === undefined) return null;
  return {
    fileId: row.file_id,
    sessionId: row.session_id,
    sdkAppId: Number(row.sdk_app_id),
    streamId: row.stream_id,
    format: row.format,
    path: row.path,
    durationMs: Number(row.duration_ms),
    width: row.width,
    height: row.height,
  };
}

/** Where nothing can make pictures, nothing waits for them. */
export async function wantNoStills(sql: postgres.Sql): Promise<void> {
  await sql`update media_files set stills_state = 'none' where stills_state = 'waiting'`;
}

export async function keepStills(
  sql: postgres.Sql,
  fileId: string,
  stills: Stills,
  objects: readonly MediaObject[],
): Promise<void> {
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
  await sql.begin(async (transaction) => {
    await insertObjects(transaction, fileId, objects);
    await transaction`
      update media_files set stills_state = 'made', stills_bytes = ${bytes}, updated_at = now(),
        stills = ${transaction.json({ ...stills })}
      where file_id = ${fileId}`;
  });
}

export async function giveUpStills(sql: postgres.Sql, fileId: string): Promise<void> {
  await sql`update media_files set stills_state = 'failed' where file_id = ${fileId}`;
}

import type postgres from 'postgres';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { MediaFile, MediaFileRow, StorageClass } from './media-file.ts';
import { readMediaFile } from './media-file.ts';
import { livingMedia } from './media-store.ts';

interface TimeRange {
  readonly after?: Date | undefined;
  readonly before?: Date | undefined;
}

/** What a search may ask. Fields combine with AND, elements of a list with OR; an absent field asks nothing. */
export interface MediaQuery {
  readonly subAppId: number | null;
  readonly fileIds?: readonly string[] | undefined;
  /** Anywhere in the name, whatever the case. */
  readonly names?: readonly string[] | undefined;
  readonly namePrefixes?: readonly string[] | undefined;
  readonly descriptions?: readonly string[] | undefined;
  /** Words of which one is in the name or the description. */
  readonly words?: readonly string[] | undefined;
  readonly classIds?: readonly number[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly categories?: readonly ('Video' | 'Audio')[] | undefined;
  readonly streamIds?: readonly string[] | undefined;
  readonly formats?: readonly RecordingFormat[] | undefined;
  readonly storageClasses?: readonly StorageClass[] | undefined;
  readonly isForbidden?: boolean | undefined;
  readonly sdkAppIds?: readonly number[] | undefined;
  readonly rooms?: readonly string[] | undefined;
  readonly created?: TimeRange | undefined;
  readonly expires?: TimeRange | undefined;
  /** Not heeded where texts are asked for: the best match comes first then. */
  readonly order: 'Asc' | 'Desc';
  readonly offset: number;
  readonly limit: number;
}

/** More than this the vendor does not count. */
const countedAtMost = 5000;

/** Of what the user typed, nothing is a wildcard. */
const literally = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
const within = (texts: readonly string[]): string[] => texts.map((text) => `%${literally(text)}%`);

export async function searchMedia(
  sql: postgres.Sql,
  query: MediaQuery,
): Promise<{ readonly total: number; readonly files: readonly MediaFile[] }> {
  const nothing = sql``;
  const names = within(query.names ?? []);
  const descriptions = within(query.descriptions ?? []);
  const words = within(query.words ?? []);
  const prefixes = query.namePrefixes?.map((prefix) => `${literally(prefix)}%`);
  const oneOf = (column: string, values: readonly (string | number)[] | undefined) =>
    values === undefined ? nothing : sql`and ${sql(column)} = any(${[...values] as string[]})`;
  const between = (column: string, range: TimeRange | undefined) => sql`
    ${range?.after === undefined ? nothing : sql`and ${sql(column)} >= ${range.after}`}
    ${range?.before === undefined ? nothing : sql`and ${sql(column)} <= ${range.before}`}`;
  const condition = sql`
    ${livingMedia(sql)} and sub_app_id is not distinct from ${query.subAppId}
    ${oneOf('file_id', query.fileIds)}
    ${oneOf('stream_id', query.streamIds)}
    ${oneOf('room', query.rooms)}
    ${oneOf('format', query.formats)}
    ${oneOf('storage_class', query.storageClasses)}
    ${oneOf('class_id', query.classIds)}
    ${oneOf('sdk_app_id', query.sdkAppIds)}
    ${query.tags === undefined ? nothing : sql`and tags && ${query.tags as string[]}`}
    ${
      query.categories === undefined
        ? nothing
        : sql`and (case when width is null then 'Audio' else 'Video' end) = any(${query.categories as string[]})`
    }
    ${query.isForbidden === undefined ? nothing : sql`and (forbidden_at is not null) = ${query.isForbidden}`}
    ${names.length === 0 ? nothing : sql`and name ilike any(${names})`}
    ${prefixes === undefined ? nothing : sql`and name like any(${prefixes})`}
    ${descriptions.length === 0 ? nothing : sql`and description ilike any(${descriptions})`}
    ${words.length === 0 ? nothing : sql`and (name ilike any(${words}) or description ilike any(${words}))`}
    ${between('created_at', query.created)}
    ${between('expires_at', query.expires)}`;
  const isText = names.length + descriptions.length + words.length > 0;
  const order = isText
    ? sql`
        (select count(*) from unnest(${[...names, ...words]}::text[]) as wanted where name ilike wanted)
        + (select count(*) from unnest(${[...descriptions, ...words]}::text[]) as wanted where description ilike wanted)
        desc, created_at desc, file_id desc`
    : query.order === 'Asc'
      ? sql`created_at asc, file_id asc`
      : sql`created_at desc, file_id desc`;
  const [[counted], rows] = await Promise.all([
    sql<{ total: number }[]>`
      select count(*)::int as total from (select 1 from media_files where ${condition} limit ${countedAtMost}) as found`,
    sql<MediaFileRow[]>`
      select * from media_files where ${condition} order by ${order} limit ${query.limit} offset ${query.offset}`,
  ]);
  return { total: counted?.total ?? 0, files: rows.map(readMediaFile) };
}

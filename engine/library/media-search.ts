import type postgres from 'postgres';
import type { MediaFile } from './media-file.ts';
import { readMediaFile, type MediaFileRow } from './media-file.ts';

/** What a search may ask. Fields combine with AND, elements of a list with OR; an absent field asks nothing. */
export interface MediaQuery {
  readonly fileIds?: readonly string[] | undefined;
  readonly names?: readonly string[] | undefined;
  readonly namePrefixes?: readonly string[] | undefined;
  readonly streamIds?: readonly string[] | undefined;
  /** Anywhere in the name, whatever the case. */
  readonly text?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  readonly order: 'Asc' | 'Desc';
  readonly offset: number;
  readonly limit: number;
}

/** Of what the user typed, nothing is a wildcard. */
const literally = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

export async function searchMedia(
  sql: postgres.Sql,
  query: MediaQuery,
): Promise<{ readonly total: number; readonly files: readonly MediaFile[] }> {
  const named = query.names?.map((name) => `%${literally(name)}%`);
  const prefixed = query.namePrefixes?.map((prefix) => `${literally(prefix)}%`);
  const condition = sql`
    deleted_at is null
    ${query.fileIds === undefined ? sql`` : sql`and file_id = any(${query.fileIds as string[]})`}
    ${query.streamIds === undefined ? sql`` : sql`and stream_id = any(${query.streamIds as string[]})`}
    ${named === undefined ? sql`` : sql`and name ilike any(${named})`}
    ${prefixed === undefined ? sql`` : sql`and name like any(${prefixed})`}
    ${query.text === undefined ? sql`` : sql`and name ilike ${`%${literally(query.text)}%`}`}
    ${query.createdAfter === undefined ? sql`` : sql`and created_at >= ${query.createdAfter}`}
    ${query.createdBefore === undefined ? sql`` : sql`and created_at <= ${query.createdBefore}`}`;
  const order = query.order === 'Asc' ? sql`created_at asc, file_id asc` : sql`created_at desc, file_id desc`;
  const [[counted], rows] = await Promise.all([
    sql<{ total: number }[]>`
      select count(*)::int as total from (select 1 from media_files where ${condition} limit 5000) as found`,
    sql<MediaFileRow[]>`
      select * from media_files where ${condition} order by ${order} limit ${query.limit} offset ${query.offset}`,
  ]);
  return { total: counted?.total ?? 0, files: rows.map(readMediaFile) };
}

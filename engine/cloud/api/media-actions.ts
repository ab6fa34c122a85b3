import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import type { Library } from '../../library/library.ts';
import { searchMedia } from '../../library/media-search.ts';
import { markBytesRemoved, markDeleted, mediaByIds } from '../../library/media-store.ts';
import type { Account } from '../account.ts';
import type { Action } from './action.ts';
import { vodVersion } from './action.ts';
import { printMediaInfo } from './media-info.ts';
import { instant, integer, readParameters, text, textList } from './parameters.ts';

export interface MediaActionsOptions {
  readonly library: Library;
  readonly account: Account;
  readonly mediaFolder: string;
}

/** Offset + Limit may not go beyond this, as at the vendor. */
const searchWindow = 5000;
const fileId = text(64);
const subAppId = integer(0, Number.MAX_SAFE_INTEGER).optional();

const searchParameters = z.strictObject({
  SubAppId: subAppId,
  FileIds: textList(10, 64).optional(),
  Names: textList(10, 100).optional(),
  NamePrefixes: textList(10, 100).optional(),
  StreamIds: textList(10, 128).optional(),
  StreamId: text(128).optional(),
  Text: text(64).optional(),
  SourceTypes: textList(10, 32).optional(),
  SourceType: text(32).optional(),
  CreateTime: z.strictObject({ After: instant.optional(), Before: instant.optional() }).optional(),
  StartTime: instant.optional(),
  EndTime: instant.optional(),
  Sort: z
    .strictObject({
      Field: z.literal('CreateTime', { error: 'CreateTime' }),
      Order: z.enum(['Asc', 'Desc'], { error: 'Asc or Desc' }).default('Desc'),
    })
    .optional(),
  Offset: integer(0, searchWindow).default(0),
  Limit: integer(1, searchWindow).default(10),
});

const describeParameters = z.strictObject({
  SubAppId: subAppId,
  FileIds: textList(20, 64),
  Filters: textList(20, 64).optional(),
});

const deleteParameters = z.strictObject({
  SubAppId: subAppId,
  FileId: fileId,
  DeleteParts: z
    .array(
      z.strictObject({
        Type: z.literal('OriginalFiles', { error: 'OriginalFiles' }),
        Definition: integer(0, 0).optional(),
      }),
    )
    .optional(),
});

/** Codes of the vendor's own for single parameters. */
const valueCodes = Object.fromEntries(
  ['FileId', 'FileIds', 'SubAppId', 'Limit', 'Offset', 'Sort', 'Text', 'StartTime', 'EndTime'].map((name) => [
    name,
    `InvalidParameterValue.${name}`,
  ]),
);

/** SearchMedia, DescribeMediaInfos and DeleteMedia. */
export function mediaActions({ library, account, mediaFolder }: MediaActionsOptions): readonly Action[] {
  return [
    {
      version: vodVersion,
      name: 'SearchMedia',
      async run(parameters) {
        const asked = readParameters(searchParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        if (asked.Offset + asked.Limit > searchWindow)
          return new ApiFault(
            'InvalidParameterValue.OffsetTooLarge',
            `Offset + Limit is ${String(asked.Offset + asked.Limit)}; allowed: at most ${String(searchWindow)}.`,
          );
        const sources = [asked.SourceType, ...(asked.SourceTypes ?? [])].filter((type) => type !== undefined);
        // Everything here was recorded: another source has no files.
        if (sources.length > 0 && !sources.includes('Record')) return { TotalCount: 0, MediaInfoSet: [] };
        const streamIds = [
          ...(asked.StreamIds ?? []),
          ...(asked.StreamId === undefined ? [] : [asked.StreamId]),
        ];
        const { total, files } = await searchMedia(library.sql, {
          fileIds: asked.FileIds,
          names: asked.Names,
          namePrefixes: asked.NamePrefixes,
          streamIds: streamIds.length === 0 ? undefined : streamIds,
          text: asked.Text,
          createdAfter: asked.CreateTime?.After ?? asked.StartTime,
          createdBefore: asked.CreateTime?.Before ?? asked.EndTime,
          order: asked.Sort?.Order ?? 'Desc',
          offset: asked.Offset,
          limit: asked.Limit,
        });
        return { TotalCount: total, MediaInfoSet: files.map((file) => printMediaInfo(account, file)) };
      },
    },
    {
      version: vodVersion,
      name: 'DescribeMediaInfos',
      async run(parameters) {
        const asked = readParameters(describeParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        const files = await mediaByIds(library.sql, asked.FileIds);
        const found = new Map(files.map((file) => [file.fileId, file]));
        const known = [...new Set(asked.FileIds)].flatMap((id) => found.get(id) ?? []);
        return {
          MediaInfoSet: known.map((file) => printMediaInfo(account, file)),
          NotExistFileIdSet: asked.FileIds.filter((id) => !found.has(id)),
        };
      },
    },
    {
      version: vodVersion,
      name: 'DeleteMedia',
      async run(parameters) {
        const asked = readParameters(deleteParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        if (!(await markDeleted(library.sql, asked.FileId)))
          return new ApiFault('ResourceNotFound', `There is no file ${asked.FileId}.`);
        await removeBytes(library, mediaFolder, asked.FileId);
        return {};
      },
    },
  ];
}

/** Second half of a deletion; done again at the next start when it was interrupted. */
export async function removeBytes(library: Library, mediaFolder: string, id: string): Promise<void> {
  await rm(path.join(mediaFolder, path.basename(id)), { recursive: true, force: true });
  await markBytesRemoved(library.sql, id);
}

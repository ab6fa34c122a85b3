import { z } from 'zod';
import { recordingFormats, type RecordingFormat } from '../../../../domain/recording/formats.ts';
import { ApiFault } from '../../../../wire/api-request.ts';
import { storageClasses } from '../../../library/media-file.ts';
import { searchMedia } from '../../../library/media-search.ts';
import { maxStreamIdLength } from '../../../rooms/admission.ts';
import { pushDomain, applicationOfPath } from '../../account.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { instant, integer, readParameters, text, textList } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { readHome, subAppId, valueCodes } from './media-desk.ts';
import { mediaFilters, printMediaInfo, storageRegion } from './media-info.ts';

/** Offset + Limit may not go beyond this, as at the vendor. */
const searchWindow = 5000;
const timeRange = z.strictObject({ After: instant.optional(), Before: instant.optional() }).optional();
const integers = (maxItems: number) =>
  z
    .array(integer(0, Number.MAX_SAFE_INTEGER), { error: 'a list of integers' })
    .min(1, 'at least one')
    .max(maxItems, `at most ${String(maxItems)}`);
const someOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .array(z.enum(values, { error: values.join(', ') }), { error: `a list of ${values.join(', ')}` })
    .min(1, 'at least one');

const parametersOf = z.strictObject({
  SubAppId: subAppId,
  FileIds: textList(10, 40).optional(),
  Names: textList(10, 100).optional(),
  NamePrefixes: textList(10, 100).optional(),
  Descriptions: textList(10, 100).optional(),
  ClassIds: integers(10).optional(),
  Tags: textList(16, 32).optional(),
  Categories: someOf(['Video', 'Audio', 'Image']).optional(),
  SourceTypes: textList(10, 32).optional(),
  StreamIds: textList(10, maxStreamIdLength).optional(),
  CreateTime: timeRange,
  ExpireTime: timeRange,
  StorageRegions: textList(20, 20).optional(),
  StorageClasses: someOf(storageClasses).optional(),
  MediaTypes: textList(10, 16).optional(),
  Status: someOf(['Normal', 'SystemForbidden', 'Forbidden']).optional(),
  ReviewResults: someOf(['pass', 'review', 'block', 'notModerated']).optional(),
  TrtcSdkAppIds: integers(10).optional(),
  TrtcRoomIds: textList(10, 64).optional(),
  StreamDomains: textList(20, 255).optional(),
  StreamPaths: textList(20, 255).optional(),
  Filters: someOf(mediaFilters).optional(),
  Sort: z
    .strictObject({
      Field: z.literal('CreateTime', { error: 'CreateTime' }),
      Order: z.enum(['Asc', 'Desc'], { error: 'Asc or Desc' }).default('Desc'),
    })
    .optional(),
  Offset: integer(0, searchWindow).default(0),
  Limit: integer(1, searchWindow).default(10),
  // Not recommended by the vendor any more, and still served.
  Text: text(64).optional(),
  StreamId: text(maxStreamIdLength).optional(),
  StartTime: instant.optional(),
  EndTime: instant.optional(),
  SourceType: text(32).optional(),
  // Without effect since long.
  Vid: z.unknown().optional(),
  Vids: z.unknown().optional(),
});
type Asked = z.infer<typeof parametersOf>;

/** Whether what every file here has in common is among what was asked for. */
function hasCommonTraits(asked: Asked): boolean {
  const traits: readonly (readonly [readonly string[] | undefined, string])[] = [
    [asked.SourceTypes, 'Record'],
    [asked.SourceType === undefined ? undefined : [asked.SourceType], 'Record'],
    [asked.StorageRegions, storageRegion],
    [asked.ReviewResults, 'notModerated'],
    [asked.StreamDomains, pushDomain],
  ];
  return traits.every(([wanted, trait]) => wanted?.includes(trait) ?? true);
}

/** The applications asked for, by their numbers and by their push paths. */
function readApplications({
  TrtcSdkAppIds: named,
  StreamPaths: paths,
}: Asked): readonly number[] | undefined {
  if (paths === undefined) return named;
  const ofPaths = paths.map(applicationOfPath).filter((sdkAppId) => sdkAppId !== null);
  return named === undefined ? ofPaths : ofPaths.filter((sdkAppId) => named.includes(sdkAppId));
}

function readFormats(types: readonly string[] | undefined): readonly RecordingFormat[] | undefined {
  const wanted = types?.map((type) => type.toLowerCase()).map((type) => (type === 'm3u8' ? 'hls' : type));
  return wanted && recordingFormats.filter((format) => wanted.includes(format));
}

function readForbidden(status: Asked['Status']): boolean | 'either' | 'none' {
  const wanted = new Set(status ?? ['Normal', 'Forbidden']);
  if (wanted.has('Normal')) return wanted.has('Forbidden') ? 'either' : false;
  return wanted.has('Forbidden') ? true : 'none';
}

/** SearchMedia (https://www.tencentcloud.com/document/product/266/34179). */
export function searchMediaAction(desk: MediaDesk): Action {
  const { library, account } = desk;
  return {
    version: vodVersion,
    name: 'SearchMedia',
    async run(parameters) {
      const asked = readParameters(parametersOf, parameters, valueCodes);
      if (asked instanceof ApiFault) return asked;
      if (asked.Offset + asked.Limit > searchWindow)
        return new ApiFault(
          'InvalidParameterValue.OffsetTooLarge',
          `Offset + Limit is ${String(asked.Offset + asked.Limit)}; allowed: at most ${String(searchWindow)}.`,
        );
      const home = await readHome(desk, asked.SubAppId);
      if (home instanceof ApiFault) return home;
      const isForbidden = readForbidden(asked.Status);
      const streamIds = [
        ...(asked.StreamIds ?? []),
        ...(asked.StreamId === undefined ? [] : [asked.StreamId]),
      ];
      if (isForbidden === 'none' || !hasCommonTraits(asked)) return { TotalCount: 0, MediaInfoSet: [] };
      const { total, files } = await searchMedia(library.sql, {
        ...home,
        fileIds: asked.FileIds,
        names: asked.Names,
        namePrefixes: asked.NamePrefixes,
        descriptions: asked.Descriptions,
        words: asked.Text?.split(/\s+/).filter((word) => word !== ''),
        classIds: asked.ClassIds,
        tags: asked.Tags,
        categories: asked.Categories?.filter((category) => category !== 'Image'),
        streamIds: streamIds.length === 0 ? undefined : streamIds,
        formats: readFormats(asked.MediaTypes),
        storageClasses: asked.StorageClasses,
        isForbidden: isForbidden === 'either' ? undefined : isForbidden,
        sdkAppIds: readApplications(asked),
        rooms: asked.TrtcRoomIds,
        created: {
          after: asked.CreateTime?.After ?? asked.StartTime,
          before: asked.CreateTime?.Before ?? asked.EndTime,
        },
        expires: { after: asked.ExpireTime?.After, before: asked.ExpireTime?.Before },
        order: asked.Sort?.Order ?? 'Desc',
        offset: asked.Offset,
        limit: asked.Limit,
      });
      return {
        TotalCount: total,
        MediaInfoSet: files.map((file) => printMediaInfo(account, file, asked.Filters)),
      };
    },
  };
}

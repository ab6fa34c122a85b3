import type { MediaFile } from '../../../library/media-file.ts';
import type { Account } from '../../account.ts';
import { mediaPath, pushDomain, pushPath } from '../../account.ts';

/** `9999-12-31T23:59:59Z` is the vendor's "never". */
export const never = '9999-12-31T23:59:59Z';
/** Where everything lies, as the vendor names regions. */
export const storageRegion = 'local';

/** The parts of MediaInfo that may be asked for alone. */
export const mediaFilters = [
  'basicInfo',
  'metaData',
  'transcodeInfo',
  'animatedGraphicsInfo',
  'imageSpriteInfo',
  'snapshotByTimeOffsetInfo',
  'sampleSnapshotInfo',
  'keyFrameDescInfo',
  'adaptiveDynamicStreamingInfo',
  'miniProgramReviewInfo',
  'subtitleInfo',
  'reviewInfo',
  'mpsAiMediaInfo',
  'knowledgeBasesInfo',
] as const;
export type MediaFilter = (typeof mediaFilters)[number];

/** Without milliseconds, in UTC, as the vendor prints it. */
export function printInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

function objectUrl(account: Account, { subAppId, fileId }: MediaFile, name: string): string {
  return `${account.publicUrl()}${mediaPath(account, subAppId, `${fileId}/${name}`)}`;
}

export function printBasicInfo(account: Account, file: MediaFile): Readonly<Record<string, unknown>> {
  return {
    Name: file.name,
    Description: file.description,
    CreateTime: printInstant(file.createdAt),
    UpdateTime: printInstant(file.updatedAt),
    ExpireTime: file.expiresAt === null ? never : printInstant(file.expiresAt),
    ClassId: file.classId,
    ClassName: file.classId === 0 ? 'Other' : '',
    ClassPath: file.classId === 0 ? 'Other' : '',
    CoverUrl: file.stills === null ? '' : objectUrl(account, file, file.stills.cover),
    Type: file.format,
    MediaUrl: `${account.publicUrl()}${mediaPath(account, file.subAppId, file.path)}`,
    SourceInfo: {
      SourceType: 'Record',
      SourceContext: '',
      LiveRecordInfo: {
        Domain: pushDomain,
        Path: pushPath(file.sdkAppId),
        StreamId: file.streamId,
        RecordStartTime: printInstant(file.startedAt),
        RecordEndTime: printInstant(file.endedAt),
      },
      // The vendor fills it for its newer recording only; here every file has a room.
      TrtcRecordInfo: {
        SdkAppId: file.sdkAppId,
        RoomId: file.room,
        TaskId: '',
        UserIds: file.userId === null ? [] : [file.userId],
      },
    },
    StorageRegion: storageRegion,
    StoragePath: '',
    TagSet: file.tags,
    Category: file.width === null ? 'Audio' : 'Video',
    Status: file.forbiddenAt === null ? 'Normal' : 'Forbidden',
    StorageClass: file.storageClass,
  };
}

export function printMetaData(file: MediaFile): Readonly<Record<string, unknown>> {
  const seconds = file.durationMs / 1000;
  const bitsPerSecond = file.durationMs === 0 ? 0 : Math.round((file.bytes * 8) / seconds);
  const hasPicture = file.width !== null && file.height !== null;
  const hasSound = file.audioSampleRate !== null;
  return {
    Size: file.bytes,
    Container: file.format,
    Bitrate: bitsPerSecond,
    Width: file.width ?? 0,
    Height: file.height ?? 0,
    Duration: seconds,
    Rotate: 0,
    VideoStreamSet: hasPicture
      ? [
          {
            Bitrate: bitsPerSecond,
            Width: file.width,
            Height: file.height,
            Codec: file.videoCodec,
            Fps: seconds === 0 ? 0 : Math.round((file.frames ?? 0) / seconds),
          },
        ]
      : [],
    AudioStreamSet: hasSound ? [{ SamplingRate: file.audioSampleRate, Codec: file.audioCodec }] : [],
    VideoDuration: hasPicture ? seconds : 0,
    AudioDuration: hasSound ? seconds : 0,
    // At the vendor another call has to ask for it first; here it is there as soon as the file was read through.
    Md5: file.md5 ?? '',
  };
}

/** One set: the vendor has one for each template, and here there is none to choose. */
function printSpriteInfo(account: Account, file: MediaFile): Readonly<Record<string, unknown>> | null {
  const { stills } = file;
  if (stills === null) return null;
  const set = {
    Definition: 0,
    Height: stills.height,
    Width: stills.width,
    TotalCount: stills.count,
    ImageUrlSet: stills.sprites.map((name) => objectUrl(account, file, name)),
    WebVttUrl: objectUrl(account, file, stills.vtt),
  };
  return { ImageSpriteSet: [set] };
}

/** MediaInfo of SearchMedia and DescribeMediaInfos (https://www.tencentcloud.com/document/product/266/34179). */
export function printMediaInfo(
  account: Account,
  file: MediaFile,
  filters: readonly MediaFilter[] | undefined,
): Readonly<Record<string, unknown>> {
  const isAsked = (filter: MediaFilter): boolean => filters?.includes(filter) ?? true;
  return {
    FileId: file.fileId,
    ...(isAsked('basicInfo') ? { BasicInfo: printBasicInfo(account, file) } : {}),
    ...(isAsked('metaData') ? { MetaData: printMetaData(file) } : {}),
    ...(isAsked('imageSpriteInfo') ? { ImageSpriteInfo: printSpriteInfo(account, file) } : {}),
  };
}

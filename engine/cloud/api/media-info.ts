import type { MediaFile } from '../../library/media-file.ts';
import type { Account } from '../account.ts';
import { mediaPath, pushDomain, pushPath } from '../account.ts';

/** `9999-12-31T23:59:59Z` is the vendor's "never". */
const never = '9999-12-31T23:59:59Z';

/** Without milliseconds, in UTC, as the vendor prints it. */
export function printInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** MediaInfo of SearchMedia and DescribeMediaInfos (https://www.tencentcloud.com/document/product/266/34179). */
export function printMediaInfo(account: Account, file: MediaFile): Readonly<Record<string, unknown>> {
  const seconds = file.durationMs / 1000;
  const bitsPerSecond = file.durationMs === 0 ? 0 : Math.round((file.bytes * 8) / seconds);
  const hasPicture = file.width !== null && file.height !== null;
  return {
    FileId: file.fileId,
    BasicInfo: {
      Name: file.name,
      Description: '',
      CreateTime: printInstant(file.createdAt),
      UpdateTime: printInstant(file.createdAt),
      ExpireTime: never,
      ClassId: 0,
      ClassName: 'Other',
      ClassPath: 'Other',
      CoverUrl: '',
      Type: file.format,
      MediaUrl: `${account.publicUrl()}${mediaPath(account, file.path)}`,
      SourceInfo: {
        SourceType: 'Record',
        SourceContext: '',
        LiveRecordInfo: {
          Domain: pushDomain,
          Path: pushPath(account.sdkAppId),
          StreamId: file.streamId,
          RecordStartTime: printInstant(file.startedAt),
          RecordEndTime: printInstant(file.endedAt),
        },
      },
      StorageRegion: 'local',
      TagSet: [],
      Category: hasPicture ? 'Video' : 'Audio',
      Status: 'Normal',
      StorageClass: 'STANDARD',
    },
    MetaData: {
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
              Codec: 'h264',
              Fps: seconds === 0 ? 0 : Math.round((file.frames ?? 0) / seconds),
            },
          ]
        : [],
      AudioStreamSet:
        file.audioSampleRate === null ? [] : [{ SamplingRate: file.audioSampleRate, Codec: 'aac' }],
      VideoDuration: hasPicture ? seconds : 0,
      AudioDuration: file.audioSampleRate === null ? 0 : seconds,
    },
  };
}

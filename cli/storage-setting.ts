import type { StorageSetting } from '../engine/storage/destination.ts';
import type { Config } from './config.ts';

/** What the engine is told about where finished files are kept. */
export function storageSetting(config: Config): StorageSetting {
  const { ROOMTAPE_STORAGE: storage } = config;
  if (storage === undefined) return { kind: 'media-folder' };
  if (storage.startsWith('folder:')) return { kind: 'folder', path: storage.slice('folder:'.length) };
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(storage) ?? [];
  return {
    kind: 's3',
    bucket,
    prefix: rest
      .split('/')
      .filter((part) => part !== '')
      .join('/'),
    endpoint: config.ROOMTAPE_S3_ENDPOINT ?? null,
    region: config.ROOMTAPE_S3_REGION,
    accessKey: config.ROOMTAPE_S3_ACCESS_KEY ?? '',
    secretKey: config.ROOMTAPE_S3_SECRET_KEY ?? '',
    pathStyle: config.ROOMTAPE_S3_PATH_STYLE === 'true',
  };
}

import type { Destination, StorageSetting } from './destination.ts';

/** Null where files stay in the media folder. */
export async function openDestination(setting: StorageSetting): Promise<Destination | null> {
  switch (setting.kind) {
    case 'media-folder':
      return null;
    case 'folder':
      return (await import('./folder-destination.ts')).openFolderDestination(setting.path);
    case 's3':
      // Loaded only where it is used: the AWS SDK costs 24 MB and a quarter of a second.
      return (await import('./s3-destination.ts')).openS3Destination(setting);
  }
}

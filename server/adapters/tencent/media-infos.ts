import DataLoader from 'dataloader';
import { DomainError } from '../../../domain/errors.ts';
import type { TencentClients } from './clients.ts';
import { asking } from './errors.ts';
import { openSubApplications } from './sub-applications.ts';

/** What DescribeMediaInfos says of one file. */
export type MediaInfo = NonNullable<
  Awaited<ReturnType<TencentClients['vod']['DescribeMediaInfos']>>['MediaInfoSet']
>[number];

/** UNSAID: the answer names the file neither among those that are there nor among those that are not. */
export type DescribedFile = MediaInfo | 'MISSING' | 'UNSAID';

export interface MediaInfos {
  /** Files that are asked for at the same time share calls, of one sub-application and 20 at most; null is the main one. */
  describe(fileId: string, subAppId: number | null): Promise<DescribedFile>;
}

/** The vendor's limit of one call. */
const idsInACall = 20;

export function openMediaInfos({ vod }: Pick<TencentClients, 'vod'>): MediaInfos {
  const loaders = new Map<number | null, DataLoader<string, DescribedFile>>();

  /** Destroyed by its own account, not merely refused: only then are its files gone. */
  const isDestroyed = async (subAppId: number): Promise<boolean> => {
    const all = await openSubApplications({ vod }).list();
    return (all.find((subApp) => subApp.subAppId === subAppId)?.status ?? 'DESTROYED') === 'DESTROYED';
  };

  const ask = async (subAppId: number | null, FileIds: string[]) => {
    const home = subAppId === null ? {} : { SubAppId: subAppId };
    try {
      return await asking('DescribeMediaInfos', () => vod.DescribeMediaInfos({ FileIds, ...home }));
    } catch (error) {
      const isGone =
        subAppId !== null &&
        error instanceof DomainError &&
        error.code === 'NOT_FOUND' &&
        (await isDestroyed(subAppId));
      if (!isGone) throw error;
      return { MediaInfoSet: [], NotExistFileIdSet: FileIds };
    }
  };

  const openLoader = (subAppId: number | null): DataLoader<string, DescribedFile> =>
    new DataLoader(
      async (fileIds) => {
        // Nothing is remembered, so that one file may be asked for twice at a time.
        const { MediaInfoSet, NotExistFileIdSet } = await ask(subAppId, [...new Set(fileIds)]);
        const found = new Map((MediaInfoSet ?? []).map((media) => [media.FileId, media]));
        // The reply may leave the list out where it is empty.
        const missing = new Set(NotExistFileIdSet ?? []);
        return fileIds.map((id) => found.get(id) ?? (missing.has(id) ? 'MISSING' : 'UNSAID'));
      },
      { maxBatchSize: idsInACall, cache: false },
    );

  return {
    describe(fileId, subAppId) {
      const loader = loaders.get(subAppId) ?? openLoader(subAppId);
      loaders.set(subAppId, loader);
      return loader.load(fileId);
    },
  };
}

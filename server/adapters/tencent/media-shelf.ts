import { DomainError } from '../../../domain/errors.ts';
import type { FileRef, MediaShelf, ShelfMedia } from '../../ports/media-shelf.ts';
import type { TencentClients } from './clients.ts';
import { asking, changing } from './errors.ts';
import { openSubApplications } from './sub-applications.ts';

const idsInACall = 20;
/** How the vendor writes that a file never expires. */
const never = '9999-12-31T23:59:59Z';

type MediaInfo = NonNullable<
  Awaited<ReturnType<TencentClients['vod']['DescribeMediaInfos']>>['MediaInfoSet']
>[number];

function readShelfMedia({ FileId, BasicInfo, MetaData, ImageSpriteInfo }: MediaInfo): ShelfMedia {
  const expiry = BasicInfo?.ExpireTime;
  const text = (value: string | undefined): string | null =>
    value === undefined || value === '' ? null : value;
  return {
    fileId: FileId!,
    expiresAt: expiry === undefined || expiry === '' || expiry >= '9999' ? null : new Date(expiry),
    md5: text(MetaData?.Md5)?.toLowerCase() ?? null,
    coverUrl: text(BasicInfo?.CoverUrl),
    spriteVttUrl: text(ImageSpriteInfo?.ImageSpriteSet.at(0)?.WebVttUrl),
  };
}

/** Whole seconds, in UTC, as the vendor writes instants. */
function printInstant(at: Date | null): string {
  return at === null ? never : `${at.toISOString().slice(0, 19)}Z`;
}

const home = (subAppId: number | null) => (subAppId === null ? {} : { SubAppId: subAppId });

/** Calls take files of one sub-application each, and 20 at most. */
function batchesOf(
  files: readonly FileRef[],
): { readonly subAppId: number | null; readonly ids: string[] }[] {
  const homes = Map.groupBy(files, ({ subAppId }) => subAppId);
  return [...homes].flatMap(([subAppId, members]) => {
    const batches = [];
    for (let at = 0; at < members.length; at += idsInACall)
      batches.push({ subAppId, ids: members.slice(at, at + idsInACall).map(({ fileId }) => fileId) });
    return batches;
  });
}

/** The shelf of the vendor's media library, through its official SDK. */
export function openTencentShelf({ vod }: Pick<TencentClients, 'vod'>): MediaShelf {
  /** Destroyed by its own account, not merely refused: only then are its files gone. */
  const isDestroyed = async (subAppId: number): Promise<boolean> => {
    const all = await openSubApplications({ vod }).list();
    return (all.find((subApp) => subApp.subAppId === subAppId)?.status ?? 'DESTROYED') === 'DESTROYED';
  };
  const describe = async (subAppId: number | null, ids: string[]) => {
    try {
      return await asking('DescribeMediaInfos', () =>
        vod.DescribeMediaInfos({ FileIds: ids, ...home(subAppId) }),
      );
    } catch (error) {
      const isGone =
        subAppId !== null &&
        error instanceof DomainError &&
        error.code === 'NOT_FOUND' &&
        (await isDestroyed(subAppId));
      if (!isGone) throw error;
      return { MediaInfoSet: [], NotExistFileIdSet: ids };
    }
  };

  return {
    async look(files) {
      const found = new Map<string, ShelfMedia>();
      const missing: string[] = [];
      for (const { subAppId, ids } of batchesOf(files)) {
        const { MediaInfoSet = [], NotExistFileIdSet } = await describe(subAppId, ids);
        for (const media of MediaInfoSet)
          if (media.FileId !== undefined) found.set(media.FileId, readShelfMedia(media));
        // The reply may leave the list out where it is empty.
        missing.push(...(NotExistFileIdSet ?? []));
      }
      return { found, missing };
    },

    async change({ fileId, subAppId }, { expiresAt, description, addTags = [], deleteTags = [] }) {
      await changing('ModifyMediaInfo', () =>
        vod.ModifyMediaInfo({
          FileId: fileId,
          ...home(subAppId),
          ...(expiresAt === undefined ? {} : { ExpireTime: printInstant(expiresAt) }),
          ...(description === undefined ? {} : { Description: description }),
          ...(addTags.length === 0 ? {} : { AddTags: [...addTags] }),
          ...(deleteTags.length === 0 ? {} : { DeleteTags: [...deleteTags] }),
        }),
      );
    },

    async setDistribution(files, allowed) {
      const unknown: string[] = [];
      for (const { subAppId, ids } of batchesOf(files)) {
        await changing('ForbidMediaDistribution', async () => {
          const Operation = allowed ? 'recover' : 'forbid';
          const answer = await vod.ForbidMediaDistribution({ FileIds: ids, Operation, ...home(subAppId) });
          unknown.push(...(answer.NotExistFileIdSet ?? []));
        });
      }
      return unknown;
    },

    async remove({ fileId, subAppId }) {
      try {
        await changing('DeleteMedia', () => vod.DeleteMedia({ FileId: fileId, ...home(subAppId) }));
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
      }
    },

    async pullDeletions() {
      const { EventSet } = await asking('PullEvents', () => vod.PullEvents({}));
      return (EventSet ?? []).flatMap(({ EventHandle, EventType, FileDeleteEvent }) =>
        EventHandle === undefined
          ? []
          : [
              {
                handle: EventHandle,
                // Events of other kinds are confirmed unread, or they would be handed out for ever.
                fileIds: EventType === 'FileDeleted' ? (FileDeleteEvent?.FileIdSet ?? []) : [],
              },
            ],
      );
    },

    async confirmDeletions(handles) {
      if (handles.length === 0) return;
      await changing('ConfirmEvents', () => vod.ConfirmEvents({ EventHandles: [...handles] }));
    },

    async openDeletions() {
      await changing('ModifyEventConfig', () =>
        vod.ModifyEventConfig({ Mode: 'PULL', DeleteMediaCompleteEventSwitch: 'ON' }),
      );
    },
  };
}

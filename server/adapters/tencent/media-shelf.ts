import { DomainError } from '../../../domain/errors.ts';
import type { FileRef, MediaShelf, ShelfMedia } from '../../ports/media-shelf.ts';
import type { TencentClients } from './clients.ts';
import { asking, changing } from './errors.ts';
import { openMediaInfos, type MediaInfo } from './media-infos.ts';

const idsInACall = 20;
/** How the vendor writes that a file never expires. */
const never = '9999-12-31T23:59:59Z';

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
  const infos = openMediaInfos({ vod });
  return {
    async look(files) {
      const found = new Map<string, ShelfMedia>();
      const missing: string[] = [];
      await Promise.all(
        files.map(async ({ fileId, subAppId }) => {
          const described = await infos.describe(fileId, subAppId);
          if (described === 'MISSING') missing.push(fileId);
          else if (described !== 'UNSAID') found.set(fileId, readShelfMedia(described));
        }),
      );
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

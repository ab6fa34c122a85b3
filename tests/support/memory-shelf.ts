import { DomainError } from '../../domain/errors.ts';
import type { DeletionNotice, MediaShelf } from '../../server/ports/media-shelf.ts';

export interface ShelvedMedia {
  expiresAt: Date | null;
  isOpen: boolean;
  tags: Set<string>;
  description: string;
  md5: string | null;
}

export interface MemoryShelf extends MediaShelf {
  readonly media: Map<string, ShelvedMedia>;
  /** Every change that was asked for, in order, as `action fileId`. */
  readonly asked: string[];
  readonly notices: DeletionNotice[];
  /** Calls whose text matches fail as if the provider had not answered. */
  failing: RegExp | null;
  /** ExpireTime changes to these files are answered and not done. */
  readonly deaf: Set<string>;
  add(...fileIds: readonly string[]): void;
}

/** A media library in memory that keeps the promises of the port, and breaks them on demand. */
export function openMemoryShelf(): MemoryShelf {
  const media = new Map<string, ShelvedMedia>();
  const asked: string[] = [];
  const notices: DeletionNotice[] = [];
  const deaf = new Set<string>();

  const ask = (action: string, fileId: string): void => {
    asked.push(`${action} ${fileId}`);
    if (shelf.failing?.test(`${action} ${fileId}`) === true)
      throw new DomainError('UNCONFIRMED', 'provider', `The provider did not answer ${action} of ${fileId}.`);
  };
  const find = (fileId: string): ShelvedMedia => {
    const found = media.get(fileId);
    if (found === undefined) throw new DomainError('NOT_FOUND', 'caller', `There is no file ${fileId}.`);
    return found;
  };
  const shelf: MemoryShelf = {
    media,
    asked,
    notices,
    deaf,
    failing: null,
    add(...fileIds) {
      for (const fileId of fileIds)
        media.set(fileId, { expiresAt: null, isOpen: true, tags: new Set(), description: '', md5: null });
    },
    look(files) {
      const ids = files.map(({ fileId }) => fileId);
      const found = ids.flatMap((fileId) => {
        const item = media.get(fileId);
        if (item === undefined) return [];
        const { expiresAt, md5 } = item;
        return [[fileId, { fileId, expiresAt, md5, coverUrl: null, spriteVttUrl: null }] as const];
      });
      return Promise.resolve({ found: new Map(found), missing: ids.filter((id) => !media.has(id)) });
    },
    async change({ fileId }, { expiresAt, description, addTags = [], deleteTags = [] }) {
      await Promise.resolve();
      ask('change', fileId);
      const item = find(fileId);
      if (expiresAt !== undefined && !deaf.has(fileId)) item.expiresAt = expiresAt;
      if (description !== undefined) item.description = description;
      for (const tag of addTags) item.tags.add(tag);
      for (const tag of deleteTags) item.tags.delete(tag);
    },
    async setDistribution(files, allowed) {
      await Promise.resolve();
      for (const { fileId } of files) {
        ask(allowed ? 'open' : 'close', fileId);
        find(fileId).isOpen = allowed;
      }
      return [];
    },
    async remove({ fileId }) {
      await Promise.resolve();
      ask('remove', fileId);
      media.delete(fileId);
    },
    pullDeletions: () => Promise.resolve([...notices]),
    confirmDeletions(handles) {
      for (const handle of handles)
        notices.splice(
          notices.findIndex((notice) => notice.handle === handle),
          1,
        );
      return Promise.resolve();
    },
    openDeletions: () => Promise.resolve(),
  };
  return shelf;
}

/** How it was noticed that a file is gone which nobody here had deleted: the library told, or no longer knew it. */
export type LossNotice = 'event' | 'sweep';
/** Whose period ended: a policy of ours, or the media library's own (its ExpireTime). */
export type ExpiryBy = 'retention' | 'storage-time';

/**
 * What became of a file after it was confirmed, as plain JSON. Like every fact they come late, twice and in any order;
 * times are epoch milliseconds of the server's clock, except where the provider told.
 */
export type ShelfFact =
  | {
      readonly type: 'file-trashed';
      readonly fileId: string;
      readonly atMs: number;
      readonly purgeAtMs: number;
      /** The ExpireTime before; null = never. Restoring puts it back. */
      readonly formerExpiresAtMs: number | null;
    }
  | { readonly type: 'file-restored'; readonly fileId: string; readonly atMs: number }
  | { readonly type: 'file-deleted'; readonly fileId: string; readonly atMs: number }
  | { readonly type: 'file-expired'; readonly fileId: string; readonly atMs: number; readonly by: ExpiryBy }
  | {
      readonly type: 'file-lost';
      readonly fileId: string;
      readonly atMs: number;
      readonly noticed: LossNotice;
    }
  | {
      /** Fetched, verified, made durable elsewhere, and then deleted from the media library. */
      readonly type: 'file-delivered';
      readonly fileId: string;
      readonly atMs: number;
      readonly path: string;
      readonly md5: string;
    };

export const shelfFactTypes = [
  'file-trashed',
  'file-restored',
  'file-deleted',
  'file-expired',
  'file-lost',
  'file-delivered',
] as const satisfies readonly ShelfFact['type'][];

export function isShelfFact(fact: { readonly type: string }): fact is ShelfFact {
  return (shelfFactTypes as readonly string[]).includes(fact.type);
}

/** A file may go into the trash and come back often; of every other end there is one. */
export function shelfFactKey(fact: ShelfFact): string {
  return fact.type === 'file-trashed' || fact.type === 'file-restored'
    ? `${fact.type}/${fact.fileId}/${fact.atMs}`
    : `${fact.type}/${fact.fileId}`;
}

import { DomainError } from '../../domain/errors.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { CommandStore } from '../ports/commands.ts';
import type { DeliveryFolder, DeliveryStore, FileToDeliver } from '../ports/deliveries.ts';
import type { GrantStore } from '../ports/grants.ts';
import type { MediaShelf } from '../ports/media-shelf.ts';
import type { PlaybackSigner } from '../ports/playback-signer.ts';
import type { ShelfStore } from '../ports/shelf-store.ts';
import { signGrant } from './playback.ts';

export interface DeliverDeps {
  readonly deliveries: DeliveryStore;
  readonly folder: DeliveryFolder;
  readonly shelf: MediaShelf;
  readonly store: ShelfStore;
  readonly grants: Pick<GrantStore, 'make'>;
  readonly signer: PlaybackSigner;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly audit: AuditLog;
  readonly clock: () => Date;
  readonly onError: (error: unknown, fileId: string) => void;
}

const batch = 20;
/** One file of an hour at a few Mbit/s over a slow line. */
const patienceMs = 3_600_000;
const firstPauseMs = 10_000;
const longestPauseMs = 3_600_000;
/** Whom the grant of a delivery is given to, in the audit log and in usage. */
const deliverer = { id: 'delivery', role: 'service', keyFingerprint: '' };

/**
 * "Download and delete": a file is fetched through a signed address, compared with the checksum and size that the media
 * library states, made durable, and only then deleted there. Whatever fails before that is tried again and deletes nothing.
 * Its traffic is charged like any other.
 */
export async function deliverFiles(deps: DeliverDeps, signal: AbortSignal): Promise<number> {
  const { deliveries, clock, onError } = deps;
  const isOver = (): boolean => signal.aborted;
  let delivered = 0;
  for (const item of await deliveries.due(clock(), batch)) {
    if (isOver()) break;
    const { fileId } = item.file;
    try {
      await deliverOne(deps, item, signal);
      await deliveries.noteSuccess(fileId);
      delivered += 1;
    } catch (error) {
      if (isOver()) break;
      onError(error, fileId);
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(item.attempts, 20));
      const message = error instanceof Error ? error.message : String(error);
      await deliveries.noteFailure(fileId, new Date(clock().getTime() + pauseMs), message);
    }
  }
  return delivered;
}

async function deliverOne(deps: DeliverDeps, item: FileToDeliver, signal: AbortSignal): Promise<void> {
  const { folder, shelf, store, grants, signer, commands, audit, clock } = deps;
  const { file, sdkAppId, roomId } = item;
  const { fileId, recordingId } = file;
  const { found } = await shelf.look([{ fileId, subAppId: file.subAppId }]);
  const md5 = found.get(fileId)?.md5 ?? null;
  if (md5 === null || file.bytes === null)
    throw new DomainError(
      'PROVIDER_REFUSED',
      'provider',
      `The media library states no checksum of ${fileId}: what would be fetched could not be verified.`,
    );
  const now = clock();
  const terms = { previewSeconds: null, maxAddresses: null, download: false };
  const expiresAt = new Date(now.getTime() + patienceMs);
  const grant = await grants.make(
    deliverer,
    { ...terms, recordingId, fileId, expiresAt, viewer: 'delivery' },
    now,
  );
  const { url } = await signGrant(signer, file, grant);
  const delivered = await folder.fetch(
    url,
    // The library's id keeps apart what has one name.
    { folder: item.folder, name: `${file.name ?? 'recording'}_${fileId}.${file.format}` },
    { md5, bytes: file.bytes },
    AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  );
  await commands.serialised(roomId ?? recordingId, async () => {
    const [fresh] = await store.filesByFileIds([fileId]);
    // Held or trashed since: it is on our disk now, and stays in the library too.
    if (fresh?.state !== 'READY' || (await store.protectedOf([recordingId])).has(recordingId))
      throw new DomainError('CONFLICT', 'caller', `${fileId} was held or trashed while it was fetched.`);
    await shelf.remove(fresh);
    const atMs = clock().getTime();
    await store.tell([{ type: 'file-delivered', fileId, atMs, path: delivered.path, md5: delivered.md5 }]);
    await audit.append({
      ...{ action: 'recording.deliver', principal: null, sdkAppId, recordingId, fileId, grantId: grant.id },
      detail: { ...delivered },
    });
  });
}

import type { InboundCallback } from '../../ports/inbox.ts';
import type { ListedFile } from '../../ports/reconciliation.ts';
import type { StreamFinder } from './find-streams.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { sources } from './sources.ts';

/** The first look of an application goes so far back. */
const firstLookMs = 86_400_000;
/** Looked at twice: what the library listed late. */
const overlapMs = 600_000;
const beforeFileMs = 86_400_000;

/** What a file's callback would have told, as far as the library knows it: not whose it is, nor of which session. */
function announce(file: ListedFile): InboundCallback {
  const { sdkAppId, streamId, ...known } = file;
  const identity = { room: null, userId: null, streamType: 'main', userDefineRecordId: null } as const;
  return {
    ...{ sdkAppId, kind: 'css', trusted: true, body: JSON.stringify(file) },
    dedupeKey: `file/${file.fileId}/${file.format}`,
    facts: [{ about: 'stream', sdkAppId, streamId, fact: { type: 'file-announced', ...known, identity } }],
  };
}

/**
 * Looks through every file that the media library made since it was last looked at. One that is not known leads to its stream's
 * callbacks; where these do not tell it either, the library's own word is taken.
 */
export function findFiles(
  { repairs, records, homes, applications, clock }: ReconcileDeps,
  streams: StreamFinder,
): () => Promise<number> {
  const lookAt = async (files: readonly ListedFile[]): Promise<number> => {
    let repaired = 0;
    const unknown = async (): Promise<readonly ListedFile[]> => {
      const ids = await repairs.unknownFiles(files.map(({ fileId }) => fileId));
      return files.filter(({ fileId }) => ids.has(fileId));
    };
    const missed = await unknown();
    const ofStream = Map.groupBy(missed, ({ sdkAppId, streamId }) => `${sdkAppId}/${streamId}`);
    for (const [{ sdkAppId, streamId, startMs }] of ofStream.values() as Iterable<[ListedFile]>)
      repaired += await streams.look({ sdkAppId, streamId, from: new Date(startMs - beforeFileMs) });
    for (const file of await unknown())
      if (await repairs.repair({ callback: announce(file), source: 'SearchMedia', missing: 'a file' }))
        repaired += 1;
    return repaired;
  };

  return async () => {
    const nowMs = clock().getTime();
    const until = new Date(nowMs - sources.media.delayMs);
    let repaired = 0;
    for (const sdkAppId of applications()) {
      const last = await repairs.lookedUntil(sdkAppId, 'media');
      const from = new Date((last?.getTime() ?? nowMs - firstLookMs) - overlapMs);
      if (from >= until) continue;
      const files: ListedFile[] = [];
      for (const subAppId of await homes.of(sdkAppId))
        files.push(...(await records.filesMade(from, until, subAppId)));
      repaired += await lookAt(files.filter((file) => file.sdkAppId === sdkAppId));
      await repairs.keepLook(sdkAppId, 'media', until);
    }
    return repaired;
  };
}

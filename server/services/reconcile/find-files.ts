import type { InboundCallback } from '../../ports/inbox.ts';
import type { DoubtfulStream, ListedFile } from '../../ports/reconciliation.ts';
import type { StreamFinder } from './find-streams.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { firstLookMs, overlapMs, sources } from './sources.ts';

const beforeFileMs = 86_400_000;

/** What a file's callback would have told, as far as the library knows it: not whose it is, nor of which session. */
function announce(file: ListedFile): InboundCallback {
  const { sdkAppId, streamId, fileId, format, startMs, endMs, durationMs, bytes } = file;
  const known = { fileId, format, startMs, endMs, durationMs, bytes };
  const identity = { room: null, userId: null, streamType: 'main', userDefineRecordId: null } as const;
  return {
    ...{ sdkAppId, kind: 'css', trusted: true, body: JSON.stringify(file) },
    dedupeKey: `file/${file.fileId}/${file.format}`,
    facts: [{ about: 'stream', sdkAppId, streamId, fact: { type: 'file-announced', ...known, identity } }],
  };
}

export interface FileFinder {
  /**
   * Looks through every file that the media library made since it was last looked at. Each leads to its stream's callbacks, any
   * of which may be missing; where these do not tell the file either, the library's own word is taken.
   */
  pass(): Promise<number>;
  /** Looks for the files of one stream, whose callbacks were asked for before. */
  look(stream: DoubtfulStream): Promise<number>;
}

export function findFiles(
  { repairs, records, homes, applications, clock }: ReconcileDeps,
  streams: StreamFinder,
): FileFinder {
  const takeUnknown = async (files: readonly ListedFile[]): Promise<number> => {
    let repaired = 0;
    const unknown = await repairs.unknownFiles(files.map(({ fileId }) => fileId));
    for (const file of files.filter(({ fileId }) => unknown.has(fileId)))
      if (await repairs.repair({ callback: announce(file), source: 'SearchMedia', missing: 'a file' }))
        repaired += 1;
    return repaired;
  };

  const lookAt = async (files: readonly ListedFile[]): Promise<number> => {
    let repaired = 0;
    const ofStream = Map.groupBy(files, ({ sdkAppId, streamId }) => `${sdkAppId}/${streamId}`);
    for (const made of ofStream.values()) {
      const { sdkAppId, streamId } = made[0]!;
      const from = new Date(Math.min(...made.map(({ startMs }) => startMs)) - beforeFileMs);
      const doneMs = Math.max(...made.map(({ createdMs }) => createdMs));
      repaired += await streams.lookOnce({ sdkAppId, streamId, from }, doneMs);
    }
    return repaired + (await takeUnknown(files));
  };

  const pass = async (): Promise<number> => {
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

  return {
    pass,
    async look({ sdkAppId, streamId, from }) {
      const files: ListedFile[] = [];
      for (const subAppId of await homes.of(sdkAppId))
        files.push(...(await records.filesMade(from, clock(), subAppId, streamId)));
      return takeUnknown(files.filter((file) => file.sdkAppId === sdkAppId));
    },
  };
}

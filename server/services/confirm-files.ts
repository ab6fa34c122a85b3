import { DomainError } from '../../domain/errors.ts';
import type { FactStore, SubjectFact } from '../ports/inbox.ts';
import type { Provider, ProviderMedia } from '../ports/provider.ts';
import type { ArrivingFile, Arrivals } from './arrivals.ts';
import type { Homes } from './homes.ts';

const batch = 20;
const firstPauseMs = 500;
const longestPauseMs = 600_000;
/** After about a day a file has failed; it is still asked for, seldom. */
const checksOfADay = 160;
const seldomMs = 6 * 3_600_000;

function pauseAfter(checks: number): number {
  if (checks > checksOfADay) return seldomMs;
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(checks, 20));
}

export interface ConfirmDeps {
  readonly facts: FactStore;
  readonly provider: Pick<Provider, 'describeMedia'>;
  readonly homes: Homes;
  readonly arrivals: Arrivals;
  /** Told where a file that is there could not be taken in yet; it is tried again. */
  readonly onError: (error: unknown, fileId: string) => void;
}

interface Found extends ArrivingFile {
  readonly media: ProviderMedia;
}

/**
 * Looks announced files up in the media library: only what is found there is ready, with the address given there, and only
 * after what is to be true of it from its first moment (a legal hold, tags) is. What is not found yet is asked for again,
 * ever more seldom. Answers how many were confirmed.
 */
export async function confirmFiles({
  facts,
  provider,
  homes,
  arrivals,
  onError,
}: ConfirmDeps): Promise<number> {
  let confirmed = 0;
  for (;;) {
    const pending = await facts.pendingFiles(batch);
    if (pending.length === 0) return confirmed;
    const found = await findAll(pending, provider, homes);
    const known: SubjectFact[] = [];
    for (const { sdkAppId, streamId, recordingId, fileId, checks } of pending) {
      const pauseMs = pauseAfter(checks);
      const file = found.get(fileId);
      if (file === undefined) {
        homes.missed();
        await facts.postponeFile(fileId, pauseMs);
        continue;
      }
      try {
        await arrivals.admit({ fileId, subAppId: file.subAppId, recordingId });
      } catch (error) {
        onError(error, fileId);
        await facts.postponeFile(fileId, pauseMs);
        continue;
      }
      const { name, mediaUrl, bytes, durationMs, width, height, createdAt } = file.media;
      known.push({
        about: 'stream',
        sdkAppId,
        streamId,
        fact: {
          ...{ type: 'file-confirmed', fileId, name, mediaUrl, bytes, durationMs, width, height },
          ...{ createdAtMs: createdAt.getTime(), subAppId: file.subAppId },
        },
      });
    }
    if (known.length > 0) await facts.take(known);
    confirmed += known.length;
  }
}

/** Null where the sub-application is gone: what was recorded for it lies elsewhere. */
async function describeIn(
  subAppId: number | null,
  fileIds: readonly string[],
  provider: Pick<Provider, 'describeMedia'>,
): Promise<ReadonlyMap<string, ProviderMedia> | null> {
  try {
    return await provider.describeMedia(fileIds, subAppId);
  } catch (error) {
    if (subAppId === null || !(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
    return null;
  }
}

/** A callback does not say in which sub-application a file lies: the likeliest are asked first. */
async function findAll(
  pending: Awaited<ReturnType<FactStore['pendingFiles']>>,
  provider: Pick<Provider, 'describeMedia'>,
  homes: Homes,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  for (const [sdkAppId, files] of Map.groupBy(pending, (file) => file.sdkAppId)) {
    for (const subAppId of await homes.of(sdkAppId)) {
      const missing = files.filter(({ fileId }) => !found.has(fileId));
      if (missing.length === 0) break;
      const fileIds = missing.map(({ fileId }) => fileId);
      const media = await describeIn(subAppId, fileIds, provider);
      if (media === null) {
        homes.forget(subAppId!);
        continue;
      }
      for (const { fileId, recordingId } of missing) {
        const item = media.get(fileId);
        if (item === undefined) continue;
        found.set(fileId, { fileId, recordingId, subAppId, media: item });
        homes.note(sdkAppId, subAppId);
      }
    }
  }
  return found;
}

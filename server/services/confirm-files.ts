import type { FactStore, SubjectFact } from '../ports/inbox.ts';
import type { Provider } from '../ports/provider.ts';

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

/**
 * Looks announced files up in the media library: only what is found there is ready, with the address given there. What is
 * not found yet is asked for again, ever more seldom. Answers how many were confirmed.
 */
export async function confirmFiles(
  facts: FactStore,
  provider: Pick<Provider, 'describeMedia'>,
): Promise<number> {
  let confirmed = 0;
  for (;;) {
    const pending = await facts.pendingFiles(batch);
    if (pending.length === 0) return confirmed;
    const media = await provider.describeMedia(pending.map(({ fileId }) => fileId));
    const known: SubjectFact[] = [];
    for (const { sdkAppId, streamId, fileId, checks } of pending) {
      const found = media.get(fileId);
      if (found === undefined) {
        await facts.postponeFile(fileId, pauseAfter(checks));
        continue;
      }
      const { name, mediaUrl, bytes, durationMs, width, height, createdAt } = found;
      known.push({
        about: 'stream',
        sdkAppId,
        streamId,
        fact: {
          ...{ type: 'file-confirmed', fileId, name, mediaUrl, bytes, durationMs, width, height },
          createdAtMs: createdAt.getTime(),
        },
      });
    }
    if (known.length > 0) await facts.take(known);
    confirmed += known.length;
  }
}

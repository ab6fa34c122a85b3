import type { PlaybackUsageStore } from '../ports/playback-usage.ts';
import type { Provider } from '../ports/provider.ts';

const hourMs = 3_600_000;
/** The vendor completes its counts late; hours are asked for again this long. */
const lookBackHours = 3;
const maxFiles = 500;
const slotSeconds = 300;

export interface PlaybackCollector {
  /** Asks the provider what was served and keeps it. Files are asked for only when the account's total has moved. */
  collect(): Promise<void>;
}

export function createPlaybackCollector(
  provider: Pick<Provider, 'playbackTraffic' | 'playbackOfFile'>,
  store: PlaybackUsageStore,
  clock: () => Date,
): PlaybackCollector {
  let lastTotal: number | null = null;
  return {
    async collect() {
      const now = clock().getTime();
      const from = new Date(Math.floor(now / hourMs) * hourMs - lookBackHours * hourMs);
      const until = new Date(now);
      const account = await provider.playbackTraffic(from, until);
      const total = account.reduce((sum, { bytes }) => sum + bytes, 0);
      if (total === lastTotal) return;
      await store.keep(
        account.map(({ slotStart, bytes }) => ({ fileId: null, slotStart, slotSeconds, bytes, plays: 0 })),
      );
      for (const fileId of await store.playableFiles(from, maxFiles))
        await store.keep(await provider.playbackOfFile(fileId, from, until));
      // Only now: a failure half-way is made good by the next call.
      lastTotal = total;
    },
  };
}

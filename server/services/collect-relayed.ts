import type { RelayProvider } from '../ports/relays.ts';
import type { RelayUsageStore } from '../ports/relay-usage.ts';

const hourMs = 3_600_000;
/** The vendor completes its counts late; minutes are asked for again this long. */
const lookBackHours = 3;

/** Asks the provider what viewers of live streams took and keeps it. Streams are asked for only when the account's total has moved. */
export function createRelayedCollector(
  provider: Pick<RelayProvider, 'traffic'>,
  store: RelayUsageStore,
  clock: () => Date,
): { readonly collect: () => Promise<void> } {
  let lastTotal: number | null = null;
  return {
    async collect() {
      const until = clock();
      const from = new Date(until.getTime() - lookBackHours * hourMs);
      const account = await provider.traffic(null, from, until);
      const total = account.reduce((sum, { bytes }) => sum + bytes, 0);
      if (total === lastTotal) return;
      for (const stream of total === 0 ? [] : await store.watchableStreams(from)) {
        const slots = await provider.traffic(stream.streamId, from, until);
        await store.keep(slots.filter(({ bytes }) => bytes > 0).map((slot) => ({ ...stream, ...slot })));
      }
      // Only now: a failure half-way is made good by the next call.
      lastTotal = total;
    },
  };
}

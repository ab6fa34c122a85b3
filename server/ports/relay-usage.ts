/** A stream on the live network. */
export interface RelayedStream {
  readonly sdkAppId: number;
  readonly streamId: string;
}

export interface RelayedBytes extends RelayedStream {
  readonly slotStart: Date;
  readonly bytes: number;
}

/** What the provider counted of live streams, kept by stream and slot; asking again replaces what was known of a slot. */
export interface RelayUsageStore {
  /** Streams that may have been watched since: relays, mixes, and what was published under an id of its own. */
  watchableStreams(since: Date): Promise<readonly RelayedStream[]>;
  keep(usage: readonly RelayedBytes[]): Promise<void>;
}

import type { Logger } from 'pino';
import { trafficSlotSeconds, type Traffic } from '../../library/traffic-store.ts';
import { mixSlotSeconds, type MixedTime } from '../../library/mix-store.ts';
import { relaySlotSeconds, type RelayTraffic } from '../../library/relay-traffic.ts';

const flushMs = 500;

/** Counts by a key, and writes sums down every half second. What cannot be written is kept and written later. */
class Tally<Row extends object> {
  readonly #keyOf: (row: Row) => string;
  readonly #add: (one: Row, other: Row) => Row;
  readonly #write: (rows: readonly Row[]) => Promise<void>;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #counts = new Map<string, Row>();
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly keyOf: (row: Row) => string;
    readonly add: (one: Row, other: Row) => Row;
    readonly write: (rows: readonly Row[]) => Promise<void>;
    readonly log: Logger;
  }) {
    this.#keyOf = options.keyOf;
    this.#add = options.add;
    this.#write = options.write;
    this.#log = options.log;
    this.#timer = setInterval(() => {
      void this.#flush();
    }, flushMs);
  }

  add(row: Row): void {
    const key = this.#keyOf(row);
    const former = this.#counts.get(key);
    this.#counts.set(key, former === undefined ? row : this.#add(former, row));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flush();
  }

  #flush(): Promise<void> {
    this.#flushing = this.#flushing.then(async () => {
      if (this.#counts.size === 0) return;
      const rows = [...this.#counts.values()];
      this.#counts = new Map();
      try {
        await this.#write(rows);
      } catch (error) {
        this.#log.warn({ err: error }, 'what was counted could not be written down; it is kept');
        for (const row of rows) this.add(row);
      }
    });
    return this.#flushing;
  }
}

function slotNow(seconds: number, agoMs = 0): number {
  return Math.floor((Date.now() - agoMs) / 1000 / seconds) * seconds;
}

/** Counts bytes of files as they leave, by file and five minutes. */
export class Meter {
  readonly #tally: Tally<Traffic>;

  constructor(write: (rows: readonly Traffic[]) => Promise<void>, log: Logger) {
    this.#tally = new Tally({
      write,
      log,
      keyOf: ({ fileId, slot }) => `${fileId}/${String(slot)}`,
      add: (one, other) => ({
        ...one,
        bytes: one.bytes + other.bytes,
        requests: one.requests + other.requests,
        plays: one.plays + other.plays,
      }),
    });
  }

  add(fileId: string, count: Pick<Traffic, 'bytes' | 'requests' | 'plays'>): void {
    this.#tally.add({ fileId, slot: slotNow(trafficSlotSeconds), ...count });
  }

  close(): Promise<void> {
    return this.#tally.close();
  }
}

/** Counts bytes of live streams as they leave, by stream, way and minute. */
export class RelayMeter {
  readonly #tally: Tally<RelayTraffic>;

  constructor(write: (rows: readonly RelayTraffic[]) => Promise<void>, log: Logger) {
    this.#tally = new Tally({
      write,
      log,
      keyOf: ({ sdkAppId, streamId, way, slot }) => `${String(sdkAppId)}/${streamId}/${way}/${String(slot)}`,
      add: (one, other) => ({
        ...one,
        bytes: one.bytes + other.bytes,
        requests: one.requests + other.requests,
      }),
    });
  }

  add(count: Omit<RelayTraffic, 'slot'>): void {
    this.#tally.add({ ...count, slot: slotNow(relaySlotSeconds) });
  }

  close(): Promise<void> {
    return this.#tally.close();
  }
}

/** Counts the time of mixes, by mix, minute and what went into it. */
export class MixMeter {
  readonly #tally: Tally<MixedTime>;

  constructor(write: (rows: readonly MixedTime[]) => Promise<void>, log: Logger) {
    this.#tally = new Tally({
      write,
      log,
      keyOf: ({ mixId, slot, inputs, inputPixels }) =>
        `${mixId}/${String(slot)}/${String(inputs)}/${String(inputPixels)}`,
      add: (one, other) => ({ ...one, ms: one.ms + other.ms }),
    });
  }

  /** Time that has just passed. */
  add(time: Omit<MixedTime, 'slot'>): void {
    this.#tally.add({ ...time, slot: slotNow(mixSlotSeconds, time.ms) });
  }

  close(): Promise<void> {
    return this.#tally.close();
  }
}

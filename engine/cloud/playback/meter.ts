import type { Logger } from 'pino';
import type { Library } from '../../library/library.ts';
import type { Traffic } from '../../library/traffic-store.ts';
import { addTraffic, trafficSlotSeconds } from '../../library/traffic-store.ts';

const flushMs = 500;

/** Counts bytes as they leave, by file and five minutes, and writes them down every half second. */
export class Meter {
  readonly #library: Library;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #counts = new Map<string, Traffic>();
  #flushing: Promise<void> = Promise.resolve();

  constructor(library: Library, log: Logger) {
    this.#library = library;
    this.#log = log;
    this.#timer = setInterval(() => {
      void this.#flush();
    }, flushMs);
  }

  add(
    fileId: string,
    count: { readonly bytes: number; readonly requests: number; readonly plays: number },
  ): void {
    const slot = Math.floor(Date.now() / 1000 / trafficSlotSeconds) * trafficSlotSeconds;
    this.#merge({ fileId, slot, ...count });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flush();
  }

  #merge(row: Traffic): void {
    const key = `${row.fileId}/${String(row.slot)}`;
    const former = this.#counts.get(key);
    this.#counts.set(
      key,
      former === undefined
        ? row
        : {
            ...row,
            bytes: former.bytes + row.bytes,
            requests: former.requests + row.requests,
            plays: former.plays + row.plays,
          },
    );
  }

  #flush(): Promise<void> {
    this.#flushing = this.#flushing.then(async () => {
      if (this.#counts.size === 0) return;
      const rows = [...this.#counts.values()];
      this.#counts = new Map();
      try {
        await addTraffic(this.#library.sql, rows);
      } catch (error) {
        this.#log.warn({ err: error }, 'bytes served could not be written down; they are kept');
        for (const row of rows) this.#merge(row);
      }
    });
    return this.#flushing;
  }
}

import type { Logger } from 'pino';
import type { Access } from '../../library/access-store.ts';
import { addAccesses, forgetOldAccesses } from '../../library/access-store.ts';
import { forgetOldGrants } from '../../library/grants.ts';
import type { Library } from '../../library/library.ts';

const flushMs = 500;
const batchSize = 1000;
/** Without a database nothing is served, so this many waiting are refusals of strangers: then the oldest go. */
const maxWaiting = 50_000;
const forgetEveryMs = 3_600_000;

/** Writes down who asked for what, every half second, and forgets it after thirty days. */
export class AccessLog {
  readonly #library: Library;
  readonly #log: Logger;
  readonly #timers: readonly NodeJS.Timeout[];
  #waiting: Access[] = [];
  #flushing: Promise<void> = Promise.resolve();

  constructor(library: Library, log: Logger) {
    this.#library = library;
    this.#log = log;
    this.#timers = [
      setInterval(() => void this.#flush(), flushMs),
      setInterval(() => void this.#forget(), forgetEveryMs),
    ];
  }

  add(access: Access): void {
    this.#waiting.push(access);
    if (this.#waiting.length <= maxWaiting) return;
    this.#waiting.splice(0, batchSize);
    this.#log.error({ dropped: batchSize }, 'requests for media could not be written down and are left out');
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#flush();
  }

  #flush(): Promise<void> {
    this.#flushing = this.#flushing.then(async () => {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, batchSize);
        try {
          await addAccesses(this.#library.sql, batch);
        } catch (error) {
          this.#log.warn({ err: error }, 'requests for media could not be written down; they are kept');
          return;
        }
        this.#waiting.splice(0, batch.length);
      }
    });
    return this.#flushing;
  }

  async #forget(): Promise<void> {
    try {
      await forgetOldAccesses(this.#library.sql);
      await forgetOldGrants(this.#library.sql);
    } catch (error) {
      this.#log.warn({ err: error }, 'old requests for media could not be forgotten; it is tried again');
    }
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Bell } from './bell.ts';

export interface Worker {
  /** Resolves when the round under way is over, which a database that is away can hold up until it is closed too. */
  close(): Promise<void>;
}

export interface WorkerOptions {
  /** What it does, in log lines: `expiry`. */
  readonly name: string;
  /** Does what is due and answers for how many milliseconds nothing will be; 0 to be asked again at once. */
  readonly round: (signal: AbortSignal) => Promise<number>;
  /** Rung when something may have become due. */
  readonly bell: Bell;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

const firstPauseMs = 250;
const longestPauseMs = 30_000;

/**
 * Something that is done again and again beside everything else. What is due stands in the database, so that a restart
 * goes on where a kill stopped; a round that fails is made again, ever more slowly, for ever.
 */
export function startWorker({ name, round, bell, log }: WorkerOptions): Worker {
  const closing = new AbortController();
  const { signal } = closing;
  const isClosing = (): boolean => signal.aborted;
  const run = async (): Promise<void> => {
    let pauseMs = firstPauseMs;
    while (!isClosing()) {
      const heard = bell.rings;
      try {
        const restMs = await round(signal);
        pauseMs = firstPauseMs;
        if (restMs > 0) await bell.wait(heard, restMs, signal);
      } catch (error) {
        // Broken off by our own end: the next process does it.
        if (isClosing()) return;
        log.warn({ err: error, worker: name }, 'a round of work failed; it is made again');
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
    }
  };
  const running = run();
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

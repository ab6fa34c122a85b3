import { setTimeout as delay } from 'node:timers/promises';

export interface Worker {
  /** Runs as soon as it can; while it runs, once more after it. */
  wake(): void;
  /** Waits for a run that is under way. */
  close(): Promise<void>;
}

export interface WorkerLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Runs `work` now, whenever it is woken, and at least every so often; never two at once. A failure is told and outlived. */
export function startWorker(
  name: string,
  everyMs: number,
  work: () => Promise<void>,
  log: WorkerLog,
): Worker {
  const closing = new AbortController();
  let bell = new AbortController();

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      bell = new AbortController();
      try {
        await work();
      } catch (error) {
        log.error({ err: error, worker: name }, 'a worker failed; it tries again');
      }
      await delay(everyMs, undefined, { signal: AbortSignal.any([bell.signal, closing.signal]) }).catch(
        () => undefined,
      );
    }
  };
  const running = run();
  return {
    wake: () => {
      bell.abort();
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

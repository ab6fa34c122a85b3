import { setTimeout as delay } from 'node:timers/promises';

export interface Worker {
  /** Runs as soon as it can; while it runs, once more after it. */
  wake(): void;
  /** Waits for a run that is under way. */
  close(): Promise<void>;
}

export interface WorkerLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** After failures a worker rests twice as long each time, up to this, unless its own rest is longer. */
const longestBackOffMs = 5_000;
/** How often a worker that goes on failing says so. */
const tellEveryMs = 60_000;

/**
 * Runs `work` now, whenever it is woken, and at least every so often; never two at once. A failure is outlived: the first one
 * in a row is told whole, the others once a minute by their number, and the end of the row too.
 */
export function startWorker(
  name: string,
  everyMs: number,
  work: () => Promise<void>,
  log: WorkerLog,
): Worker {
  const closing = new AbortController();
  let bell = new AbortController();

  let failures = 0;
  let toldMs = 0;

  const failed = (error: unknown): void => {
    failures++;
    if (failures > 1 && performance.now() - toldMs < tellEveryMs) return;
    toldMs = performance.now();
    if (failures === 1) log.error({ err: error, worker: name }, 'a worker failed; it tries again');
    else {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ reason, worker: name, failures }, 'a worker goes on failing; it tries again');
    }
  };
  const succeeded = (): void => {
    if (failures > 0) log.info({ worker: name, failures }, 'a worker that failed works again');
    failures = 0;
  };
  const restMs = (): number => Math.min(everyMs * 2 ** failures, Math.max(everyMs, longestBackOffMs));

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      bell = new AbortController();
      await work().then(succeeded, failed);
      const woken = AbortSignal.any([bell.signal, closing.signal]);
      await delay(restMs(), undefined, { signal: woken }).catch(() => undefined);
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

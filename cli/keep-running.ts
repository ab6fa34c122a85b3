import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from './running.ts';

export interface KeepRunningOptions {
  /** As it is called in what is printed. */
  readonly name: string;
  readonly start: () => Promise<Running>;
  /** Told of an end nobody asked for, of a start that failed and of a recovery; one sentence each. */
  readonly report: (sentence: string) => void;
  /** Pause before the first restart; doubled for each that follows, up to `longestPauseMs`. Default 250. */
  readonly firstPauseMs?: number;
  /** Default 10,000. */
  readonly longestPauseMs?: number;
  /** A process that ran this long was well: the next pause is the first one again. Default 30,000. */
  readonly wellAfterMs?: number;
}

export interface Kept {
  /** The process number of now; null while it is being restarted. */
  pid(): number | null;
  stop(): Promise<void>;
}

/**
 * Starts a process and starts it again whenever it ends, until `stop`. The very first start must succeed: what cannot
 * start at all is a fault in the set-up that no repetition heals, so that error goes to the caller.
 */
export async function keepRunning(options: KeepRunningOptions): Promise<Kept> {
  const { name, start, report, firstPauseMs = 250, longestPauseMs = 10_000, wellAfterMs = 30_000 } = options;
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const first = await start();
  let current: Running | null = first;

  /** Null when we were asked to stop meanwhile. */
  const startAgain = async (failedBefore: number): Promise<Running | null> => {
    for (let failed = failedBefore; ; failed++) {
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failed);
      if (await delay(pauseMs, false, { signal: stopping.signal }).catch(() => true)) return null;
      try {
        return await start();
      } catch (error) {
        report(`${name} did not start again: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };

  const watch = async (watched: Running, failures: number): Promise<void> => {
    const since = performance.now();
    const how = await watched.ended;
    if (isStopping()) return;
    current = null;
    report(`${name} ${how}; it is started again.`);
    const failed = performance.now() - since >= wellAfterMs ? 0 : failures;
    const next = await startAgain(failed);
    if (next === null) return;
    if (isStopping()) {
      await next.stop();
      return;
    }
    current = next;
    report(`${name} runs again (process ${next.pid}).`);
    await watch(next, failed + 1);
  };
  const watching = watch(first, 0);

  return {
    pid: () => current?.pid ?? null,
    async stop() {
      stopping.abort();
      await current?.stop();
      await watching;
    },
  };
}

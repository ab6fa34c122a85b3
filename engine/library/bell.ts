/** Wakes whoever waits for something to change. */
export interface Bell {
  /** How often it was rung. */
  readonly rings: number;
  ring(): void;
  /**
   * Resolves when it was rung more than `heard` times (take `rings` before looking, and nothing is missed), after `ms`,
   * or when `signal` is aborted. Never rejects.
   */
  wait(heard: number, ms: number, signal: AbortSignal): Promise<void>;
}

/** A timer cannot be asked to wait for more than 24 days; nothing here needs more than one. */
const longestMs = 86_400_000;

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  let rings = 0;
  return {
    get rings() {
      return rings;
    },
    ring() {
      rings += 1;
      for (const wake of waiting) wake();
    },
    wait(heard, ms, signal) {
      if (signal.aborted || rings > heard) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.min(Math.max(ms, 0), longestMs));
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    },
  };
}

/** A wait that took too long. What was waited for may still go on. */
export class DeadlineError extends Error {
  constructor(what: string, afterMs: number) {
    super(`${what} took longer than ${String(afterMs / 1000)} s`);
    this.name = 'DeadlineError';
  }
}

/** Waits for `work`, at most so long: rejects with a {@link DeadlineError} then. */
export function within<T>(afterMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(what, afterMs));
    }, afterMs);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

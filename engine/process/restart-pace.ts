const firstPauseMs = 250;
const longestPauseMs = 8000;
/** Running this long, a child is well again. */
const healthyAfterMs = 10_000;

/** How soon a child that ended is started again: at once the first time, then after pauses that double up to 8 s. */
export class RestartPace {
  private failures = 0;
  private notBeforeMs = 0;

  mayStart(atMs: number): boolean {
    return atMs >= this.notBeforeMs;
  }

  failed(atMs: number): void {
    this.failures += 1;
    const pause = this.failures === 1 ? 0 : firstPauseMs * 2 ** (this.failures - 2);
    this.notBeforeMs = atMs + Math.min(longestPauseMs, pause);
  }

  ranFor(runningForMs: number): void {
    if (runningForMs > healthyAfterMs) this.failures = 0;
  }
}

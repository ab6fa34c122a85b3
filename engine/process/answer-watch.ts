/** Fed without a pause and silent for this long, a child hangs. */
const patienceMs = 5000;
/** A longer pause in feeding begins a new wait: a child owes nothing for what it was not given. */
const pauseMs = 1000;

/** Tells a child that hangs from one that has nothing to do, by what it was fed and what it answered. */
export class AnswerWatch {
  private fedMs = -Infinity;
  private waitingSinceMs: number | null = null;

  fed(atMs: number): void {
    if (this.waitingSinceMs === null || atMs - this.fedMs > pauseMs) this.waitingSinceMs = atMs;
    this.fedMs = atMs;
  }

  answered(): void {
    this.waitingSinceMs = null;
  }

  hangs(atMs: number): boolean {
    return (
      this.waitingSinceMs !== null &&
      this.fedMs - this.waitingSinceMs > patienceMs &&
      atMs - this.fedMs <= pauseMs
    );
  }
}

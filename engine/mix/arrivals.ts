/** So long at most the others wait for who joins. */
const maxAwaitMs = 500;
/** From an input's first picture until it is coded and out, on a machine that is not overloaded. */
const settleMs = 150;
/** Starting a child holds the whole process up for some 20 ms: pictures of the mix come in between. */
const betweenStartsMs = 50;

/**
 * Who joins a mix and is awaited to be seen. When a stream joins, all others change their size: children that start at once
 * would keep each other, and the encoder, waiting. So those of the others start afterwards, one by one.
 */
export class Arrivals {
  private readonly awaitedSince = new Map<string, number>();
  private notBeforeMs = 0;

  /** From now on the first picture of this input is awaited. */
  expect(id: string, nowMs: number): void {
    this.awaitedSince.set(id, nowMs);
  }

  /** A picture of this input is there. */
  seen(id: string, nowMs: number): void {
    if (this.awaitedSince.delete(id)) this.notBeforeMs = Math.max(this.notBeforeMs, nowMs + settleMs);
  }

  /** No picture of this input is to be awaited. */
  forget(id: string): void {
    this.awaitedSince.delete(id);
  }

  /** Whether this input may start another decoder beside the one that it has. Where it may, the next one waits for it. */
  mayChange(id: string, nowMs: number): boolean {
    if (nowMs < this.notBeforeMs) return false;
    for (const [other, sinceMs] of this.awaitedSince)
      if (other !== id && nowMs - sinceMs < maxAwaitMs) return false;
    this.notBeforeMs = nowMs + betweenStartsMs;
    return true;
  }
}

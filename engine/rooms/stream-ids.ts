import type { LiveStream } from './live-stream.ts';

/** Which live stream has which id: two of one id could not be told apart by anyone who is told of them. */
export class StreamIds {
  readonly #taken = new Map<string, LiveStream>();

  isFree(streamId: string): boolean {
    return !this.#taken.has(streamId);
  }

  take(streamId: string, stream: LiveStream): void {
    this.#taken.set(streamId, stream);
  }

  /** Only the stream that has an id gives it back. */
  release(streamId: string, stream: LiveStream): void {
    if (this.#taken.get(streamId) === stream) this.#taken.delete(streamId);
  }
}

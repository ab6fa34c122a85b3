import type { MixLayout, PictureOf } from '../../domain/mixing/layout.ts';
import type { Mix } from '../mix/mix.ts';
import type { Beginning } from './fanout.ts';
import type { LiveStream } from './live-stream.ts';

/** Which of a room's streams go into a running mix. */
export class MixFeed {
  readonly #mix: Pick<Mix, 'addInput' | 'removeInput'>;
  /** Whether a stream may be mixed as things are. */
  readonly #mayMix: (source: PictureOf) => boolean;
  /** How each stream that is in it leaves it, by its id. */
  readonly #fed = new Map<string, () => void>();

  constructor(mix: Pick<Mix, 'addInput' | 'removeInput'>, mayMix: (source: PictureOf) => boolean) {
    this.#mix = mix;
    this.#mayMix = mayMix;
  }

  /** Lets a stream in where it may be mixed. */
  take(stream: LiveStream, from: Beginning = 'now'): void {
    const { userId, streamType, streamId } = stream;
    if (userId === null || streamType === 'mix' || this.#fed.has(streamId)) return;
    const source = { userId, streamType };
    if (!this.#mayMix(source)) return;
    this.#fed.set(streamId, stream.subscribePublished(this.#mix.addInput(streamId, source), from));
  }

  leaveOut(streamId: string): void {
    this.#fed.get(streamId)?.();
    this.#fed.delete(streamId);
    this.#mix.removeInput(streamId);
  }

  /** Asks anew of each stream of the room. */
  review(streams: readonly LiveStream[]): void {
    for (const stream of streams) {
      const { userId, streamType, streamId } = stream;
      if (userId === null || streamType === 'mix') continue;
      if (!this.#mayMix({ userId, streamType })) this.leaveOut(streamId);
      // What came while it was not allowed must not be seen, not even by a decoder that needs a beginning.
      else this.take(stream, 'next-key-frame');
    }
  }
}

/** Free regions of a user's own mix are for the others: what the user sends has a place by name, or none. */
export function isOwnWithoutPlace(
  layout: MixLayout,
  by: string | null,
  { userId, streamType }: PictureOf,
): boolean {
  if (userId !== by || layout.template !== 'custom') return false;
  return !layout.regions.some((region) => region.userId === userId && region.streamType === streamType);
}

import { openPublisher } from '../../bench/publisher.ts';
import type { FlvTag } from '../../engine/containers/flv-stream.ts';
import { isPicture, type ClipMedia, type ClipTags } from '../support/content/numbered-clip.ts';
import { flvTagTypes } from '../../engine/containers/flv-stream.ts';

/** What a replay came to. */
export interface Replayed {
  /** Whether all was sent and the stream was ended properly; false when the connection broke. */
  readonly whole: boolean;
  readonly pictures: number;
  readonly seconds: number;
}

export interface Replay {
  readonly ended: Promise<Replayed>;
  /** Ends the stream properly before its time. */
  stop(): void;
}

const tickMs = 25;

/**
 * Publishes the first seconds of a clip in real time, a hundred of them in one process without effort. Rejects when the
 * publishing is not accepted; afterwards everything is told by `ended`.
 */
export async function replayClip(options: {
  readonly port: number;
  readonly key: string;
  readonly clip: ClipTags;
  readonly media: ClipMedia;
  readonly seconds: number;
}): Promise<Replay> {
  const { clip, media, seconds } = options;
  const isWanted = ({ type }: FlvTag): boolean =>
    type === flvTagTypes.script || (type === flvTagTypes.video ? media.video : media.audio);
  const tags = clip.media.filter((tag) => isWanted(tag) && tag.timestampMs < seconds * 1000);
  let lost = false;
  const publisher = await openPublisher({ protocol: 'rtmp', port: options.port, key: options.key }, () => {
    lost = true;
  });
  publisher.send(clip.head.filter(isWanted), 0);
  const startedAt = performance.now();
  let next = 0;
  let pictures = 0;
  let stopped = false;
  const ended = new Promise<Replayed>((resolve) => {
    const timer = setInterval(() => {
      const nowMs = performance.now() - startedAt;
      let upTo = next;
      while (!lost && upTo < tags.length && tags[upTo]!.timestampMs <= nowMs) upTo += 1;
      const due = tags.slice(next, upTo);
      if (due.length > 0) publisher.send(due, 0);
      pictures += due.filter(isPicture).length;
      next = upTo;
      if (!lost && !stopped && next < tags.length) return;
      clearInterval(timer);
      publisher.close();
      resolve({ whole: !lost, pictures, seconds: (tags[next - 1]?.timestampMs ?? 0) / 1000 });
    }, tickMs);
  });
  return {
    ended,
    stop() {
      stopped = true;
    },
  };
}

import type { GopCache } from '../ingest/gop-cache.ts';
import type { MediaLoss, MediaPacket, PacketSink } from '../ingest/media-packet.ts';
import { isCodecConfig, isKeyFrame } from '../ingest/packet-body.ts';

/** Where in a stream a taker begins: with the group of pictures on the air, or with nothing that came before. */
export type Beginning = 'now' | 'next-key-frame';

/** Hands packets on to any number of takers. What they need to begin with is kept by who has the stream. */
export class Fanout {
  readonly #takers = new Map<PacketSink, PacketSink>();
  readonly #cache: GopCache<null>;

  constructor(cache: GopCache<null>) {
    this.#cache = cache;
  }

  get size(): number {
    return this.#takers.size;
  }

  get takers(): readonly PacketSink[] {
    return [...this.#takers.keys()];
  }

  /** Gives a taker what it needs to begin, then everything that comes. */
  add(sink: PacketSink, from: Beginning): void {
    const { video, audio, sinceKeyFrame } = this.#cache;
    for (const config of [video, audio]) if (config !== null) sink.packet(config);
    if (from === 'now') for (const { packet } of sinceKeyFrame) sink.packet(packet);
    this.#takers.set(sink, from === 'now' ? sink : sinceNextKeyFrame(sink, video !== null));
  }

  remove(sink: PacketSink): void {
    this.#takers.delete(sink);
  }

  packet(packet: MediaPacket): void {
    for (const taker of this.#takers.values()) taker.packet(packet);
  }

  lost(loss: MediaLoss): void {
    for (const taker of this.#takers.values()) taker.lost?.(loss);
  }

  end(): void {
    for (const taker of this.#takers.values()) taker.end();
    this.#takers.clear();
  }
}

/** Hands on configurations only, until a picture comes at which decoding can begin; of sound alone, everything. */
function sinceNextKeyFrame(sink: PacketSink, hasPicture: boolean): PacketSink {
  let begun = !hasPicture;
  return {
    packet(packet) {
      begun ||= isKeyFrame(packet);
      if (begun || isCodecConfig(packet)) sink.packet(packet);
    },
    lost(loss) {
      if (begun) sink.lost?.(loss);
    },
    end() {
      sink.end();
    },
  };
}

import type { StreamType } from '../../domain/room/room-key.ts';
import type { PictureSize } from '../containers/picture-size.ts';
import { readVideoTrack } from '../containers/video-track.ts';
import { GopCache } from '../ingest/gop-cache.ts';
import type { MediaLoss, MediaPacket, PacketSink } from '../ingest/media-packet.ts';
import { isCodecConfig, isKeyFrame, isMedia } from '../ingest/packet-body.ts';
import { readVideoBody } from '../ingest/video-body.ts';
import type { RecordingSession } from '../record/recorded-file.ts';

export interface LiveStreamOptions {
  readonly streamId: string;
  /** Null for a mix. */
  readonly userId: string | null;
  readonly streamType: StreamType | 'mix';
  /** The first coded picture or sound of its kind. */
  readonly onMedia: (kind: 'video' | 'audio') => void;
  /** The size of the picture as soon as it is known; 0 × 0 when there seems to be none. */
  readonly onSize: (size: PictureSize) => void;
  readonly onEnd: () => void;
}

const noPicture: PictureSize = { width: 0, height: 0 };
/** A stream without a picture configuration for this long has none. */
const waitForPictureMs = 500;

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

/** One stream while it is live: hands its packets to any number of takers, who begin with a whole group of pictures. */
export class LiveStream implements PacketSink {
  readonly streamId: string;
  readonly userId: string | null;
  readonly streamType: StreamType | 'mix';
  readonly #options: LiveStreamOptions;
  readonly #sinks = new Set<PacketSink>();
  /** The recordings among the takers. */
  readonly #recordings = new Map<PacketSink, Pick<RecordingSession, 'isHeld'>>();
  readonly #cache = new GopCache<null>();
  readonly #seen = new Set<'video' | 'audio'>();
  #size: PictureSize | null = null;
  #firstMs: number | null = null;
  #ended = false;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
    this.streamId = options.streamId;
    this.userId = options.userId;
    this.streamType = options.streamType;
  }

  get size(): PictureSize {
    return this.#size ?? noPicture;
  }

  /**
   * Gives a taker what it needs to begin at once, then everything that comes. `from` `next-key-frame` gives nothing that
   * came before, as for somebody whose media until now must not be seen.
   */
  subscribe(sink: PacketSink, from: 'now' | 'next-key-frame' = 'now'): () => void {
    if (this.#ended) {
      sink.end();
      return () => undefined;
    }
    for (const config of [this.#cache.video, this.#cache.audio]) if (config !== null) sink.packet(config);
    const taker = from === 'now' ? sink : sinceNextKeyFrame(sink, this.#cache.video !== null);
    if (from === 'now') for (const { packet } of this.#cache.sinceKeyFrame) sink.packet(packet);
    this.#sinks.add(taker);
    return () => {
      this.#sinks.delete(taker);
    };
  }

  /** As `subscribe`, for a recording, which may wait; `sink` where it does not take everything itself. */
  record(session: RecordingSession, sink: PacketSink = session): () => void {
    const unsubscribe = this.subscribe(sink);
    this.#recordings.set(sink, session);
    return () => {
      this.#recordings.delete(sink);
      unsubscribe();
    };
  }

  /**
   * Whether its packets may come a moment late. Who sees it live must not wait; and what is left out of a recording must not
   * gather, or its end would be taken for what comes after.
   */
  get mayWait(): boolean {
    if (this.#sinks.size > this.#recordings.size) return false;
    for (const { isHeld } of this.#recordings.values()) if (isHeld) return false;
    return true;
  }

  packet(packet: MediaPacket): void {
    if (this.#ended) return;
    this.#cache.add(packet, null);
    this.#watch(packet);
    for (const sink of this.#sinks) sink.packet(packet);
  }

  lost(loss: MediaLoss): void {
    for (const sink of this.#sinks) sink.lost?.(loss);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#size === null && this.#seen.size > 0) this.#tellSize(noPicture);
    for (const sink of this.#sinks) sink.end();
    this.#sinks.clear();
    this.#recordings.clear();
    this.#cache.clear();
    this.#options.onEnd();
  }

  #watch(packet: MediaPacket): void {
    if (packet.kind === 'metadata') return;
    if (isCodecConfig(packet)) {
      if (packet.kind === 'video') this.#readSize(packet);
      return;
    }
    if (!isMedia(packet)) return;
    if (!this.#seen.has(packet.kind)) {
      this.#seen.add(packet.kind);
      this.#options.onMedia(packet.kind);
    }
    this.#firstMs ??= packet.timestampMs;
    if (this.#size === null && packet.timestampMs - this.#firstMs >= waitForPictureMs)
      this.#tellSize(noPicture);
  }

  #readSize({ payload }: MediaPacket): void {
    const body = readVideoBody(payload);
    if (body === null) return;
    try {
      const { width, height } = readVideoTrack(body.codec, payload.subarray(body.dataAt));
      this.#tellSize({ width, height });
    } catch {
      // What cannot be read is the recorder's to refuse, with its reason.
      this.#tellSize(noPicture);
    }
  }

  #tellSize(size: PictureSize): void {
    const first = this.#size === null;
    this.#size = size;
    if (first) this.#options.onSize(size);
  }
}

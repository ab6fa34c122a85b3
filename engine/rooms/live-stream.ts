import type { StreamType } from '../../domain/room/room-key.ts';
import type { PictureSize } from '../containers/picture-size.ts';
import { readVideoTrack } from '../containers/video-track.ts';
import { GopCache } from '../ingest/gop-cache.ts';
import type { MediaLoss, MediaPacket, PacketSink } from '../ingest/media-packet.ts';
import { isCodecConfig, isMedia } from '../ingest/packet-body.ts';
import { readVideoBody } from '../ingest/video-body.ts';
import type { RecordingSession } from '../record/recorded-file.ts';
import type { RelaySource } from '../relay/on-air.ts';
import type { Beginning } from './fanout.ts';
import { Fanout } from './fanout.ts';

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

/** What a stream shows in its own place: a mix that its publisher asked for. */
interface Shown {
  readonly fanout: Fanout;
  readonly leave: () => void;
}

/**
 * One stream while it is live. It has takers of what is published, as mixes are, and takers of what goes out under its id, as viewers
 * and recordings are: the same, but while it shows a mix.
 */
export class LiveStream implements PacketSink {
  readonly streamId: string;
  readonly userId: string | null;
  readonly streamType: StreamType | 'mix';
  readonly #options: LiveStreamOptions;
  readonly #cache = new GopCache<null>();
  readonly #inner = new Fanout(this.#cache);
  readonly #outer = new Fanout(this.#cache);
  #shown: Shown | null = null;
  /** The recordings among the takers. */
  readonly #recordings = new Map<PacketSink, Pick<RecordingSession, 'isHeld'>>();
  readonly #seen = new Set<'video' | 'audio'>();
  #size: PictureSize | null = null;
  #firstMs: number | null = null;
  #lastMs = 0;
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

  /** Gives a taker what it needs to begin at once, then everything that goes out. */
  subscribe(sink: PacketSink): () => void {
    return this.#add(this.#shown?.fanout ?? this.#outer, sink, 'now');
  }

  /**
   * Gives a taker what is published, also while the stream shows a mix. From `next-key-frame` it gets nothing that came before, as for
   * somebody whose media until now must not be seen.
   */
  subscribePublished(sink: PacketSink, from: Beginning = 'now'): () => void {
    return this.#add(this.#inner, sink, from);
  }

  /** As `subscribe`, for a recording, which may wait. */
  record(session: RecordingSession): () => void {
    return this.#record(session, session, this.subscribe(session));
  }

  /** As `subscribePublished`, for a recording, which may wait; `sink` where it does not take everything itself. */
  recordPublished(session: RecordingSession, sink: PacketSink): () => void {
    return this.#record(session, sink, this.subscribePublished(sink));
  }

  /**
   * Lets what goes out be another stream from now on, on the same line of time: `source` begins where the stream is. Null ends that, and
   * what is published goes out again from its next key frame on.
   */
  show(source: RelaySource | null): void {
    if (this.#ended) return;
    const takers = (this.#shown?.fanout ?? this.#outer).takers;
    this.#shown?.leave();
    this.#shown = null;
    const offsetMs = this.#lastMs;
    const cache = new GopCache<null>();
    const fanout = new Fanout(cache);
    for (const sink of takers) {
      this.#outer.remove(sink);
      if (source === null) this.#outer.add(sink, 'next-key-frame');
      else fanout.add(sink, 'now');
    }
    if (source === null) return;
    const leave = source.subscribe({
      packet: (packet) => {
        const placed = { ...packet, timestampMs: (packet.timestampMs + offsetMs) >>> 0 };
        cache.add(placed, null);
        fanout.packet(placed);
      },
      end: () => undefined,
    });
    this.#shown = { fanout, leave };
  }

  /**
   * Whether its packets may come a moment late. Who sees it live must not wait; and what is left out of a recording must not
   * gather, or its end would be taken for what comes after.
   */
  get mayWait(): boolean {
    if (this.#shown !== null || this.#inner.size + this.#outer.size > this.#recordings.size) return false;
    for (const { isHeld } of this.#recordings.values()) if (isHeld) return false;
    return true;
  }

  packet(packet: MediaPacket): void {
    if (this.#ended) return;
    this.#lastMs = packet.timestampMs;
    this.#cache.add(packet, null);
    this.#watch(packet);
    this.#inner.packet(packet);
    this.#outer.packet(packet);
  }

  lost(loss: MediaLoss): void {
    this.#inner.lost(loss);
    this.#outer.lost(loss);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#size === null && this.#seen.size > 0) this.#tellSize(noPicture);
    this.#shown?.leave();
    for (const fanout of [this.#inner, this.#outer, this.#shown?.fanout]) fanout?.end();
    this.#recordings.clear();
    this.#cache.clear();
    this.#options.onEnd();
  }

  #record(session: RecordingSession, sink: PacketSink, unsubscribe: () => void): () => void {
    this.#recordings.set(sink, session);
    return () => {
      this.#recordings.delete(sink);
      unsubscribe();
    };
  }

  #add(fanout: Fanout, sink: PacketSink, from: Beginning): () => void {
    if (this.#ended) {
      sink.end();
      return () => undefined;
    }
    fanout.add(sink, from);
    return () => {
      for (const each of [this.#inner, this.#outer, this.#shown?.fanout]) each?.remove(sink);
    };
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

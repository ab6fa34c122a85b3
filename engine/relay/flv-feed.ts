import { flvTagTypes, printFlvHeader, printFlvTag } from '../containers/flv-stream.ts';
import { GopCache } from '../ingest/gop-cache.ts';
import type { MediaPacket, PacketSink } from '../ingest/media-packet.ts';
import { isCodecConfig, isKeyFrame, isMedia } from '../ingest/packet-body.ts';
import { StreamClock } from '../record/stream-clock.ts';
import type { Piece, OutletLimits, OutletPipe } from './outlet.ts';
import { Outlet, defaultOutletLimits } from './outlet.ts';

/** A stream that shows only one kind for this long is taken to have only that one: a header must say which there are. */
const waitForOtherMs = 500;

/**
 * One stream as FLV for any number of viewers. Each tag is printed once, on a clock that never jumps, and a viewer who joins
 * begins with the key frame that is being shown.
 */
export class FlvFeed implements PacketSink {
  readonly #limits: OutletLimits;
  readonly #onEnd: () => void;
  readonly #viewers = new Set<Outlet>();
  readonly #clock = new StreamClock();
  readonly #cache = new GopCache<Piece>();
  readonly #configs: { video: Piece | null; audio: Piece | null } = { video: null, audio: null };
  #reachedMs = 0;
  #firstMs: number | null = null;
  #isOpen = false;
  #ended = false;

  constructor(onEnd: () => void, limits: Partial<OutletLimits> = {}) {
    this.#onEnd = onEnd;
    this.#limits = { ...defaultOutletLimits, ...limits };
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** Answers the viewer, to be left by {@link leave} when its pipe is closed. */
  join(pipe: OutletPipe): Outlet {
    const viewer = new Outlet(pipe, () => this.#knownConfigs(), this.#limits);
    if (this.#ended) {
      viewer.end();
      return viewer;
    }
    this.#viewers.add(viewer);
    if (this.#isOpen) this.#welcome(viewer);
    return viewer;
  }

  leave(viewer: Outlet): void {
    this.#viewers.delete(viewer);
  }

  packet(packet: MediaPacket): void {
    if (this.#ended || packet.kind === 'metadata') return;
    if (isCodecConfig(packet)) this.#config(packet);
    else if (isMedia(packet)) this.#media(packet);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const viewer of this.#viewers) viewer.end();
    this.#viewers.clear();
    this.#cache.clear();
    this.#onEnd();
  }

  #config(packet: MediaPacket): void {
    const tag = print(packet, this.#reachedMs, { isConfig: true, isEntry: false });
    this.#configs[packet.kind === 'video' ? 'video' : 'audio'] = tag;
    this.#cache.add(packet, tag);
    if (this.#isOpen) this.#send(tag);
  }

  #media(packet: MediaPacket): void {
    const kind = packet.kind === 'video' ? 'video' : 'audio';
    const lineMs = this.#clock.at(kind, packet.timestampMs);
    this.#reachedMs = Math.max(this.#reachedMs, lineMs);
    this.#firstMs ??= lineMs;
    // Of sound alone every tag is a beginning.
    const isEntry = isKeyFrame(packet) || this.#configs.video === null;
    const tag = print(packet, lineMs, { isConfig: false, isEntry });
    const wasOpen = this.#isOpen;
    this.#cache.add(packet, tag);
    if (!wasOpen) this.#open(lineMs);
    if (wasOpen) this.#send(tag);
  }

  /** Viewers who came before it was known what the stream is made of are let in. */
  #open(lineMs: number): void {
    const { video, audio } = this.#configs;
    const isKnown = video !== null && audio !== null;
    if (!isKnown && lineMs - this.#firstMs! < waitForOtherMs) return;
    this.#isOpen = true;
    for (const viewer of this.#viewers) this.#welcome(viewer);
  }

  #welcome(viewer: Outlet): void {
    const { video, audio } = this.#configs;
    viewer.begin(printFlvHeader({ video: video !== null, audio: audio !== null }));
    for (const tag of this.#knownConfigs()) viewer.give(tag);
    for (const { note } of this.#cache.sinceKeyFrame) viewer.give(note);
    if (this.#cache.sinceKeyFrame.length === 0 && video !== null) viewer.awaitEntry();
  }

  #knownConfigs(): readonly Piece[] {
    return [this.#configs.video, this.#configs.audio].filter((tag) => tag !== null);
  }

  #send(tag: Piece): void {
    for (const viewer of this.#viewers) viewer.give(tag);
  }
}

function print(
  { kind, payload }: MediaPacket,
  timestampMs: number,
  is: Pick<Piece, 'isConfig' | 'isEntry'>,
): Piece {
  const type = kind === 'video' ? flvTagTypes.video : flvTagTypes.audio;
  return { bytes: Buffer.concat(printFlvTag({ type, timestampMs, body: payload })), ...is };
}

import type { PacketSink } from '../ingest/media-packet.ts';
import { FlvFeed } from './flv-feed.ts';
import type { OutletLimits } from './outlet.ts';
import { HlsWindow } from './hls-window.ts';

/** A live stream that hands its packets out, beginning with the group of pictures that is being shown. */
export interface RelaySource {
  subscribe(sink: PacketSink): () => void;
}

export interface OnAirOptions {
  readonly viewerLimits?: Partial<OutletLimits>;
  /** How long players of HLS wait for a stream to come back before its playlist ends. Default 10 s. */
  readonly returnMs?: number;
  /** HLS is made while somebody asks for it, and for so long after. Default 60 s. */
  readonly lingerMs?: number;
}

/** The addresses under which one stream is watched. */
interface Channel {
  sdkAppId: number;
  source: RelaySource | null;
  feed: { readonly flv: FlvFeed; readonly leave: () => void } | null;
  window: { readonly hls: HlsWindow; leave: () => void; askedAtMs: number } | null;
  over: NodeJS.Timeout | null;
}

/**
 * Which live streams are on the air, and under which name: one name on the whole engine, as the live service has one for each of
 * its account's streams. Nothing is made of a stream that nobody watches.
 */
export class OnAir {
  readonly #options: OnAirOptions;
  readonly #returnMs: number;
  readonly #lingerMs: number;
  readonly #channels = new Map<string, Channel>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: OnAirOptions = {}) {
    this.#options = options;
    this.#returnMs = options.returnMs ?? 10_000;
    this.#lingerMs = options.lingerMs ?? 60_000;
    this.#sweep = setInterval(() => {
      this.#dropIdle();
    }, 1000).unref();
  }

  isFree(name: string): boolean {
    return (this.#channels.get(name)?.source ?? null) === null;
  }

  /** Whose stream has the name; null for none. */
  applicationOf(name: string): number | null {
    return this.#channels.get(name)?.sdkAppId ?? null;
  }

  /** Puts a stream on the air. Throws where the name is taken: it is asked for before. */
  put(name: string, sdkAppId: number, source: RelaySource): void {
    if (!this.isFree(name)) throw new Error(`${name} is on the air already`);
    const former = this.#channels.get(name);
    if (former === undefined) {
      this.#channels.set(name, { sdkAppId, source, feed: null, window: null, over: null });
      return;
    }
    former.source = source;
    former.sdkAppId = sdkAppId;
    if (former.over !== null) clearTimeout(former.over);
    former.over = null;
    if (former.window !== null) former.window.leave = source.subscribe(former.window.hls);
  }

  /** Takes a stream off the air; another one of the name stays. Its end takes it off too, where that is told here. */
  take(name: string, source: RelaySource): void {
    const channel = this.#channels.get(name);
    if (channel?.source !== source) return;
    channel.source = null;
    const { feed, window } = channel;
    channel.feed = null;
    feed?.leave();
    feed?.flv.end();
    if (window === null) {
      this.#channels.delete(name);
      return;
    }
    window.leave();
    window.hls.end();
    channel.over = setTimeout(() => {
      window.hls.finish();
      channel.over = setTimeout(() => this.#channels.delete(name), this.#lingerMs).unref();
    }, this.#returnMs).unref();
  }

  /** The feed of a stream on the air, or null. */
  flv(name: string): FlvFeed | null {
    const channel = this.#channels.get(name);
    if (channel === undefined || channel.source === null) return null;
    if (channel.feed === null) {
      const flv: FlvFeed = new FlvFeed(() => {
        if (channel.feed?.flv === flv) channel.feed = null;
      }, this.#options.viewerLimits);
      channel.feed = { flv, leave: channel.source.subscribe(flv) };
    }
    return channel.feed.flv;
  }

  /** The window of a stream that is, or was a moment ago, on the air; null for another. */
  hls(name: string): HlsWindow | null {
    const channel = this.#channels.get(name);
    if (channel === undefined) return null;
    if (channel.window === null) {
      if (channel.source === null) return null;
      const hls = new HlsWindow();
      channel.window = { hls, leave: channel.source.subscribe(hls), askedAtMs: Date.now() };
    }
    channel.window.askedAtMs = Date.now();
    return channel.window.hls;
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const { feed, window, over } of this.#channels.values()) {
      if (over !== null) clearTimeout(over);
      feed?.leave();
      feed?.flv.end();
      window?.leave();
      window?.hls.finish();
    }
    this.#channels.clear();
  }

  #dropIdle(): void {
    const now = Date.now();
    for (const channel of this.#channels.values()) {
      const { feed, window, source } = channel;
      if (source === null) continue;
      if (feed !== null && feed.flv.viewers === 0) {
        feed.leave();
        channel.feed = null;
      }
      if (window !== null && now - window.askedAtMs > this.#lingerMs) {
        window.leave();
        window.hls.finish();
        channel.window = null;
      }
    }
  }
}

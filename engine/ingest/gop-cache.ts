import type { MediaPacket } from './media-packet.ts';
import { isCodecConfig, isKeyFrame, isMedia } from './packet-body.ts';

export interface GopCacheLimits {
  /** Default 8 MB. A longer group of pictures is not kept at all: half of one is no use to a decoder. */
  readonly maxBytes?: number;
  /** Default 3000. */
  readonly maxPackets?: number;
}

/**
 * Keeps the configurations and everything since the last key frame, so that whoever joins a running stream sees a picture
 * at once. `T` is what is remembered with a packet, a time on the joiner's clock for instance.
 */
export class GopCache<T> {
  private readonly maxBytes: number;
  private readonly maxPackets: number;
  private entries: { readonly packet: MediaPacket; readonly note: T }[] = [];
  private bytes = 0;
  private complete = false;
  video: MediaPacket | null = null;
  audio: MediaPacket | null = null;

  constructor({ maxBytes = 8 * 1024 * 1024, maxPackets = 3000 }: GopCacheLimits = {}) {
    this.maxBytes = maxBytes;
    this.maxPackets = maxPackets;
  }

  add(packet: MediaPacket, note: T): void {
    if (isCodecConfig(packet)) {
      if (packet.kind === 'video') {
        this.video = packet;
        this.clear(); // what came before belongs to the former configuration
      } else this.audio = packet;
      return;
    }
    if (!isMedia(packet)) return;
    if (isKeyFrame(packet)) {
      this.clear();
      this.complete = true;
    }
    if (!this.complete) return;
    this.entries.push({ packet, note });
    this.bytes += packet.payload.length;
    if (this.bytes > this.maxBytes || this.entries.length > this.maxPackets) this.clear();
  }

  /** Everything since the last key frame in order of arrival; empty until there was one, or when it grew too long. */
  get sinceKeyFrame(): readonly { readonly packet: MediaPacket; readonly note: T }[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
    this.bytes = 0;
    this.complete = false;
  }
}

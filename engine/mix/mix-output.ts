import type { MediaPacket, PacketSink } from '../ingest/media-packet.ts';
import { isCodecConfig, isKeyFrame } from '../ingest/packet-body.ts';

interface Subscriber {
  readonly sink: PacketSink;
  awaitingKeyFrame: boolean;
}

/**
 * The mixed stream for any number of takers. It begins once the configurations of all its kinds are known; who comes later is given the
 * configurations and begins with the next key frame. A configuration that has not changed is not repeated.
 */
export class MixOutput {
  private readonly subscribers = new Set<Subscriber>();
  private readonly configs: { video: MediaPacket | null; audio: MediaPacket | null } = {
    video: null,
    audio: null,
  };
  private readonly early: MediaPacket[] = [];
  private readonly hasPicture: boolean;
  private begun = false;
  private ended = false;

  constructor({ hasPicture }: { readonly hasPicture: boolean }) {
    this.hasPicture = hasPicture;
  }

  subscribe(sink: PacketSink): () => void {
    if (this.ended) {
      sink.end();
      return () => undefined;
    }
    const subscriber: Subscriber = { sink, awaitingKeyFrame: this.hasPicture };
    this.subscribers.add(subscriber);
    if (this.begun)
      for (const config of [this.configs.video, this.configs.audio]) if (config !== null) sink.packet(config);
    return () => {
      this.subscribers.delete(subscriber);
    };
  }

  config(packet: MediaPacket): void {
    const kind = packet.kind === 'video' ? 'video' : 'audio';
    if (this.configs[kind]?.payload.equals(packet.payload) === true) return;
    this.configs[kind] = packet;
    const { video, audio } = this.configs;
    if (this.begun) this.send(packet);
    else if (audio !== null && (video !== null || !this.hasPicture)) {
      this.begun = true;
      if (video !== null) this.send(video);
      this.send(audio);
      for (const early of this.early.splice(0)) this.send(early);
    }
  }

  media(packet: MediaPacket): void {
    if (this.begun) this.send(packet);
    else this.early.push(packet);
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    for (const { sink } of this.subscribers) sink.end();
    this.subscribers.clear();
  }

  private send(packet: MediaPacket): void {
    for (const subscriber of this.subscribers) {
      if (isKeyFrame(packet)) subscriber.awaitingKeyFrame = false;
      if (subscriber.awaitingKeyFrame && !isCodecConfig(packet)) continue;
      subscriber.sink.packet(packet);
    }
  }
}

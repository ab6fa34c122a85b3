/**
 * One message of a live stream as every ingest hands it over: the body of an FLV tag (without the tag header), with the
 * publisher's clock. Video bodies start with the frame-type/codec byte, audio bodies with the sound-format byte; metadata
 * is an AMF0 `onMetaData` body.
 */
export interface MediaPacket {
  readonly kind: 'video' | 'audio' | 'metadata';
  /** Milliseconds on the publisher's clock, unsigned 32-bit: it may start anywhere, wrap, jump or repeat. */
  readonly timestampMs: number;
  readonly payload: Buffer;
}

/** Media that was sent and never came, told once it is over: between the packet before and the next of its kind. */
export interface MediaLoss {
  readonly kind: 'video' | 'audio';
  /** Of the stream's own time. */
  readonly lostMs: number;
}

/** Takes a stream's packets in order. `packet` must not throw; `end` comes exactly once and last. */
export interface PacketSink {
  packet(packet: MediaPacket): void;
  /** Left out by who can do nothing about it. */
  lost?(loss: MediaLoss): void;
  end(): void;
}

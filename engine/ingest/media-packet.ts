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

/** Takes a stream's packets in order. `packet` must not throw; `end` comes exactly once and last. */
export interface PacketSink {
  packet(packet: MediaPacket): void;
  end(): void;
}

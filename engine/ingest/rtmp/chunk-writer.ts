/** Prints messages in chunks of this size, which is announced to the other side first. */
export const outgoingChunkSize = 4096;

export interface OutgoingMessage {
  readonly chunkStreamId: number;
  readonly type: number;
  readonly streamId: number;
  /** Milliseconds, unsigned 32-bit; default 0, for what has no time. */
  readonly timestampMs?: number;
  readonly payload: Buffer;
}

const extendedMark = 0xffffff;

/** One message with a full header, cut into chunks of `chunkSize`. A time past 24 bits stands before each of them. */
export function printMessage(message: OutgoingMessage, chunkSize = outgoingChunkSize): Buffer {
  const { timestampMs = 0 } = message;
  const isExtended = timestampMs >= extendedMark;
  const head = Buffer.alloc(isExtended ? 16 : 12);
  head[0] = message.chunkStreamId;
  head.writeUIntBE(isExtended ? extendedMark : timestampMs, 1, 3);
  if (isExtended) head.writeUInt32BE(timestampMs, 12);
  head.writeUIntBE(message.payload.length, 4, 3);
  head[7] = message.type;
  head.writeUInt32LE(message.streamId, 8);
  const parts: Buffer[] = [head];
  for (let at = 0; at < message.payload.length; at += chunkSize) {
    if (at > 0) parts.push(Buffer.from([0xc0 | message.chunkStreamId]), head.subarray(12));
    parts.push(message.payload.subarray(at, at + chunkSize));
  }
  return Buffer.concat(parts);
}

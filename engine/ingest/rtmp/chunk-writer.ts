/** Prints messages to a client in chunks of this size, which is announced to it first. */
export const outgoingChunkSize = 4096;

export interface OutgoingMessage {
  readonly chunkStreamId: number;
  readonly type: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

/** One message with a full header (timestamp 0: nothing we say has a time), cut into chunks of `chunkSize`. */
export function printMessage(message: OutgoingMessage, chunkSize = outgoingChunkSize): Buffer {
  const head = Buffer.alloc(12);
  head[0] = message.chunkStreamId;
  head.writeUIntBE(message.payload.length, 4, 3);
  head[7] = message.type;
  head.writeUInt32LE(message.streamId, 8);
  const parts: Buffer[] = [head];
  for (let at = 0; at < message.payload.length; at += chunkSize) {
    if (at > 0) parts.push(Buffer.from([0xc0 | message.chunkStreamId]));
    parts.push(message.payload.subarray(at, at + chunkSize));
  }
  return Buffer.concat(parts);
}

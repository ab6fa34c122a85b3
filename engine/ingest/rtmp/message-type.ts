import { ProtocolError } from './protocol-error.ts';

/** RTMP message types (Adobe RTMP 1.0, 5.4, 6.2 and 7.1). */
export const messageType = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  windowSize: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  data3: 15,
  command3: 17,
  data0: 18,
  command0: 20,
  aggregate: 22,
} as const;

/** The number that a control message begins with. */
export function readNumber(payload: Buffer): number {
  if (payload.length < 4) throw new ProtocolError('a control message ends too early');
  return payload.readUInt32BE();
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

import { readVideoBody } from '../ingest/video-body.ts';

const lengthBytes = 4;
/** H.264 NAL units that are no picture: SEI, access unit delimiter, filler data. */
const besides: ReadonlySet<number> = new Set([6, 9, 12]);

/**
 * The bytes of a picture in a packet's body, without what encoders add to keep a constant rate. Bodies that are no H.264 with
 * four-byte lengths count whole.
 */
export function codedPictureBytes(payload: Buffer): number {
  const body = readVideoBody(payload);
  if (body === null) return 0;
  let bytes = payload.length - body.dataAt;
  if (body.codec !== 'h264') return bytes;
  let at = body.dataAt;
  while (at + lengthBytes < payload.length) {
    const end = at + lengthBytes + payload.readUInt32BE(at);
    if (end === at + lengthBytes || end > payload.length) return bytes;
    if (besides.has(payload[at + lengthBytes]! & 0x1f)) bytes -= end - at;
    at = end;
  }
  return bytes;
}

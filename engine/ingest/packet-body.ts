import type { MediaPacket } from './media-packet.ts';

/** What the first bytes of a packet say, for those who must not look further (Adobe FLV 10.1, E.4.2 and E.4.3). */

/** True for a decoder configuration (avcC, AudioSpecificConfig), which carries no picture and no sound. */
export function isCodecConfig({ kind, payload }: MediaPacket): boolean {
  if (payload.length < 2) return false;
  if (kind === 'video') return (payload[0]! & 0x0f) === 7 && payload[1] === 0;
  return kind === 'audio' && payload[0]! >> 4 === 10 && payload[1] === 0;
}

/** True for a picture (or its NAL units) and for sound; false for configurations, ends of sequence and metadata. */
export function isMedia({ kind, payload }: MediaPacket): boolean {
  if (payload.length < 2 || kind === 'metadata') return false;
  const coded = kind === 'video' ? (payload[0]! & 0x0f) === 7 : payload[0]! >> 4 === 10;
  return coded && payload[1] === 1;
}

/** True for a picture at which decoding can begin. */
export function isKeyFrame(packet: MediaPacket): boolean {
  return packet.kind === 'video' && packet.payload[0]! >> 4 === 1 && isMedia(packet);
}

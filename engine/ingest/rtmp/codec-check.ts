import type { MediaPacket } from '../media-packet.ts';

/** FLV numbers (Adobe FLV 10.1, E.4.2.1 and E.4.3.1). */
const avc = 7;
const aac = 10;
const enhancedBit = 0x80;

/** Says why a packet's codec cannot be recorded, or null when it can. Metadata always can. */
export function unsupportedCodec(kind: MediaPacket['kind'], payload: Buffer): string | null {
  const first = payload[0]!;
  if (kind === 'video') {
    if ((first & enhancedBit) !== 0) {
      return `video codec ${printable(payload.subarray(1, 5))} is not taken yet; allowed: H.264`;
    }
    return (first & 0x0f) === avc
      ? null
      : `video codec number ${String(first & 0x0f)} is not taken; allowed: 7 (H.264)`;
  }
  if (kind === 'audio')
    return first >> 4 === aac
      ? null
      : `audio codec number ${String(first >> 4)} is not taken; allowed: 10 (AAC)`;
  return null;
}

function printable(fourCc: Buffer): string {
  return fourCc.toString('latin1').replaceAll(/[^\x20-\x7e]/g, '?');
}

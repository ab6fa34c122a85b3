import type { MediaPacket } from './media-packet.ts';
import { readVideoBody } from './video-body.ts';

/** What the first bytes of a packet say, for those who must not look further (Adobe FLV 10.1, E.4.2 and E.4.3). */
const aac = 10;

function isAac(payload: Buffer, packetType: number): boolean {
  return payload.length >= 2 && payload[0]! >> 4 === aac && payload[1] === packetType;
}

/** True for a decoder configuration (avcC, hvcC, av1C, AudioSpecificConfig), which carries no picture and no sound. */
export function isCodecConfig({ kind, payload }: MediaPacket): boolean {
  if (kind === 'video') return readVideoBody(payload)?.part === 'config';
  return kind === 'audio' && isAac(payload, 0);
}

/** True for a picture (or its NAL units) and for sound; false for configurations, ends of sequence and metadata. */
export function isMedia({ kind, payload }: MediaPacket): boolean {
  if (kind === 'video') return readVideoBody(payload)?.part === 'picture';
  return kind === 'audio' && isAac(payload, 1);
}

/** True for a picture at which decoding can begin. */
export function isKeyFrame({ kind, payload }: MediaPacket): boolean {
  if (kind !== 'video') return false;
  const body = readVideoBody(payload);
  return body?.part === 'picture' && body.key;
}

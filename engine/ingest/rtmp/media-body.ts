import type { VideoCodec } from '../../containers/track.ts';
import type { MediaPacket } from '../media-packet.ts';
import { enhancedBit, packetTypes, videoFourCcs } from '../video-body.ts';

/**
 * Brings what a publisher sends into the one form in which packets go on (see `MediaPacket`): H.264 and AAC as Adobe wrote
 * them, whichever form they came in, HEVC and AV1 in the plain enhanced form (https://github.com/veovera/enhanced-rtmp).
 */

/** FLV numbers (Adobe FLV 10.1, E.4.2.1 and E.4.3.1). */
const avc = 7;
const aac = 10;
/** A sound format that says: the enhanced form. */
const enhancedSound = 9;
const commandFrame = 5;
/** Enhanced sound numbers some packet types otherwise than pictures. */
const soundMultitrack = 5;
const soundMultichannel = 4;
const mp4a = Buffer.from('mp4a', 'latin1').readUInt32BE();

const tooShort = 'an enhanced packet ends inside its head';
const oneTrackOnly = 'several tracks in one stream are not taken; send one picture and one sound';

/**
 * The body of a message as it goes on, a view of `payload`; the reason of a refusal, as the publisher should read it; or
 * null for what carries nothing to record. Bytes in front of the data may be overwritten: the packet is the session's own.
 */
export function takeMediaBody(kind: MediaPacket['kind'], payload: Buffer): Buffer | string | null {
  const first = payload[0];
  if (first === undefined) return null;
  if (kind === 'metadata') return payload;
  if (kind === 'audio') {
    if (first >> 4 === aac) return payload;
    if (first >> 4 === enhancedSound) return takeEnhancedSound(payload);
    return `audio codec number ${String(first >> 4)} is not taken; allowed: 10 (AAC)`;
  }
  if ((first & enhancedBit) !== 0) return takeEnhancedPicture(payload, (first >> 4) & 7);
  if ((first & 0x0f) === avc) return payload;
  return `video codec number ${String(first & 0x0f)} is not taken; allowed: 7 (H.264), or HEVC and AV1 in the enhanced form`;
}

/** Where the FourCC stands and which packet type holds, behind modifiers that say nothing which is recorded. */
function skipModifiers(payload: Buffer): { readonly type: number; readonly at: number } | null {
  let type = payload[0]! & 0x0f;
  let at = 1;
  while (type === packetTypes.modEx) {
    let size = (payload[at] ?? 0) + 1;
    at += 1;
    if (size === 256) {
      if (at + 2 > payload.length) return null;
      size = payload.readUInt16BE(at) + 1;
      at += 2;
    }
    const next = payload[at + size];
    if (next === undefined) return null;
    type = next & 0x0f;
    at += size + 1;
  }
  return { type, at };
}

function takeEnhancedPicture(payload: Buffer, frameType: number): Buffer | string | null {
  const head = skipModifiers(payload);
  if (head === null) return tooShort;
  const { type, at } = head;
  // A seek command of Flash; the colours of a picture, which the configuration tells as well.
  if (frameType === commandFrame || type === packetTypes.metadata) return null;
  if (type === packetTypes.multitrack) return oneTrackOnly;
  const dataAt = at + 4;
  if (dataAt > payload.length) return tooShort;
  const codec = videoFourCcs.get(payload.readUInt32BE(at));
  if (codec === undefined)
    return `video codec ${printable(payload.subarray(at, dataAt))} is not taken; allowed: avc1 (H.264), hvc1 (HEVC), av01 (AV1)`;
  if (type === packetTypes.sequenceEnd) return null;
  if (
    type !== packetTypes.sequenceStart &&
    type !== packetTypes.codedFrames &&
    type !== packetTypes.codedFramesX
  )
    return `video packet type ${String(type)} is not taken`;
  if (codec === 'h264') return asPlainPicture(payload, { frameType, type, dataAt });
  return asPlainEnhanced(payload, { frameType, type, at, codec });
}

/** The five bytes before the data, or before its composition time, become Adobe's. */
function asPlainPicture(
  payload: Buffer,
  { frameType, type, dataAt }: { readonly frameType: number; readonly type: number; readonly dataAt: number },
): Buffer | string {
  const withTime = type === packetTypes.codedFrames;
  const start = withTime ? dataAt - 2 : dataAt - 5;
  if (start + 5 > payload.length) return tooShort;
  payload[start] = (frameType << 4) | avc;
  payload[start + 1] = type === packetTypes.sequenceStart ? 0 : 1;
  if (!withTime) payload.fill(0, start + 2, start + 5);
  return payload.subarray(start);
}

function asPlainEnhanced(
  payload: Buffer,
  head: {
    readonly frameType: number;
    readonly type: number;
    readonly at: number;
    readonly codec: VideoCodec;
  },
): Buffer | string {
  const { frameType, type, at, codec } = head;
  if (codec === 'hevc' && type === packetTypes.codedFrames && at + 7 > payload.length) return tooShort;
  payload[at - 1] = enhancedBit | (frameType << 4) | type;
  return payload.subarray(at - 1);
}

function takeEnhancedSound(payload: Buffer): Buffer | string | null {
  const head = skipModifiers(payload);
  if (head === null) return tooShort;
  const { type, at } = head;
  if (type === soundMultitrack) return oneTrackOnly;
  const dataAt = at + 4;
  if (dataAt > payload.length) return tooShort;
  if (payload.readUInt32BE(at) !== mp4a)
    return `audio codec ${printable(payload.subarray(at, dataAt))} is not taken; allowed: mp4a (AAC)`;
  // How many channels there are stands in the configuration too.
  if (type === packetTypes.sequenceEnd || type === soundMultichannel) return null;
  if (type !== packetTypes.sequenceStart && type !== packetTypes.codedFrames)
    return `audio packet type ${String(type)} is not taken`;
  payload[dataAt - 2] = 0xaf;
  payload[dataAt - 1] = type;
  return payload.subarray(dataAt - 2);
}

function printable(fourCc: Buffer): string {
  return fourCc.toString('latin1').replaceAll(/[^\x20-\x7e]/g, '?');
}

import type { VideoCodec } from '../containers/track.ts';

/** What the body of a video packet says before its data. `dataAt` is where the data begins. */
export interface VideoBody {
  readonly codec: VideoCodec;
  /** A decoder's configuration, a picture, or what carries neither: ends of sequence, colour metadata, commands. */
  readonly part: 'config' | 'picture' | 'other';
  readonly key: boolean;
  /** Presentation minus decoding time. */
  readonly compositionMs: number;
  readonly dataAt: number;
}

/** Adobe FLV 10.1, E.4.3.1. */
const avc = 7;
const keyFrame = 1;

/**
 * The enhanced form (https://github.com/veovera/enhanced-rtmp, "Enhanced Video"): the first bit set, three bits of frame
 * type, four of packet type, and a FourCC.
 */
export const enhancedBit = 0x80;
export const packetTypes = {
  sequenceStart: 0,
  codedFrames: 1,
  sequenceEnd: 2,
  codedFramesX: 3,
  metadata: 4,
  multitrack: 6,
  modEx: 7,
} as const;
const enhancedHeadBytes = 5;

const fourCc = (text: string): number => Buffer.from(text, 'latin1').readUInt32BE();
export const videoFourCcs: ReadonlyMap<number, VideoCodec> = new Map([
  [fourCc('avc1'), 'h264'],
  [fourCc('hvc1'), 'hevc'],
  [fourCc('av01'), 'av1'],
]);

/** Signed 24 bits. */
function readComposition(payload: Buffer, at: number): number {
  return (payload.readUIntBE(at, 3) << 8) >> 8;
}

/** Reads a body as every ingest hands it over (see `MediaPacket`); null for what is none of ours or too short. */
export function readVideoBody(payload: Buffer): VideoBody | null {
  const first = payload[0];
  if (first === undefined || payload.length < 5) return null;
  return (first & enhancedBit) === 0 ? readPlain(payload, first) : readEnhanced(payload, first);
}

function readPlain(payload: Buffer, first: number): VideoBody | null {
  if ((first & 0x0f) !== avc) return null;
  const type = payload[1];
  return {
    codec: 'h264',
    part: type === 0 ? 'config' : type === 1 ? 'picture' : 'other',
    key: first >> 4 === keyFrame,
    compositionMs: readComposition(payload, 2),
    dataAt: 5,
  };
}

function readEnhanced(payload: Buffer, first: number): VideoBody | null {
  const codec = videoFourCcs.get(payload.readUInt32BE(1));
  if (codec === undefined) return null;
  const type = first & 0x0f;
  const key = ((first >> 4) & 7) === keyFrame;
  const plain = { codec, key, compositionMs: 0, dataAt: enhancedHeadBytes };
  switch (type) {
    case packetTypes.sequenceStart:
      return { ...plain, part: 'config' };
    case packetTypes.codedFramesX:
      return { ...plain, part: 'picture' };
    case packetTypes.codedFrames:
      // Only codecs that reorder pictures carry an offset here.
      if (codec === 'av1') return { ...plain, part: 'picture' };
      if (payload.length < enhancedHeadBytes + 3) return null;
      return {
        ...plain,
        part: 'picture',
        compositionMs: readComposition(payload, enhancedHeadBytes),
        dataAt: enhancedHeadBytes + 3,
      };
    default:
      return { ...plain, part: 'other' };
  }
}

import type { AudioTrack, VideoTrack } from './track.ts';
import type { Sample } from './sample.ts';

/**
 * Bodies of FLV tags. H.264 and AAC as Adobe wrote them (Flash Video File Format 10.1, annex E.4), HEVC and AV1 in the
 * enhanced form (https://github.com/veovera/enhanced-rtmp, "Enhanced Video").
 */
const avc = 7;
const keyFrame = 1;
const interFrame = 2;
const enhanced = 0x80;
const sequenceStart = 0;
const codedFrames = 1;
/** AAC, and the fixed values that stand beside it whatever the stream is. */
const aacSound = 0xaf;

const fourCcs = { hevc: 'hvc1', av1: 'av01' } as const;

function enhancedHead(codec: keyof typeof fourCcs, frame: number, type: number, more: number): Buffer {
  const head = Buffer.alloc(5 + more);
  head[0] = enhanced | (frame << 4) | type;
  head.write(fourCcs[codec], 1, 'latin1');
  return head;
}

export function printVideoConfig({ codec, config }: VideoTrack): Buffer {
  const head =
    codec === 'h264'
      ? Buffer.from([(keyFrame << 4) | avc, 0, 0, 0, 0])
      : enhancedHead(codec, keyFrame, sequenceStart, 0);
  return Buffer.concat([head, config]);
}

export function printAacConfig({ config }: AudioTrack): Buffer {
  return Buffer.concat([Buffer.from([aacSound, 0]), config]);
}

/** Composition times are signed 24-bit milliseconds. */
const minComposition = -0x800000;
const maxComposition = 0x7fffff;

/** The bytes before a picture; its data follows uncopied. */
export function videoHead({ codec, timescale }: VideoTrack, { key, compositionOffset }: Sample): Buffer {
  const frame = key ? keyFrame : interFrame;
  if (codec === 'av1') return enhancedHead(codec, frame, codedFrames, 0);
  const head =
    codec === 'h264'
      ? Buffer.from([(frame << 4) | avc, 1, 0, 0, 0])
      : enhancedHead(codec, frame, codedFrames, 3);
  const compositionMs = Math.round((compositionOffset * 1000) / timescale);
  head.writeIntBE(Math.max(minComposition, Math.min(maxComposition, compositionMs)), head.length - 3, 3);
  return head;
}

export const aacHead = Buffer.from([aacSound, 1]);

/** `onMetaData` and where the numbers stand in it that only the end knows. */
export interface FlvMetadata {
  readonly body: Buffer;
  readonly durationAt: number;
  readonly fileSizeAt: number;
}

const amfNumber = 0;
const amfString = 2;
const amfArray = 8;

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = amfNumber;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

/** The enhanced form's number of a codec is its FourCC, read as one ("Enhancing onMetaData"). */
function codecIdOf({ codec }: VideoTrack): number {
  return codec === 'h264' ? avc : Buffer.from(fourCcs[codec], 'latin1').readUInt32BE();
}

export function printFlvMetadata(video: VideoTrack | null, audio: AudioTrack | null): FlvMetadata {
  const fields: [string, number][] = [
    ['duration', 0],
    ['filesize', 0],
    ...(video === null
      ? []
      : ([
          ['width', video.width],
          ['height', video.height],
          ['videocodecid', codecIdOf(video)],
        ] satisfies [string, number][])),
    ...(audio === null
      ? []
      : ([
          ['audiosamplerate', audio.sampleRate],
          ['audiocodecid', aacSound >> 4],
        ] satisfies [string, number][])),
  ];
  const count = Buffer.alloc(5);
  count[0] = amfArray;
  count.writeUInt32BE(fields.length, 1);
  const head = Buffer.concat([Buffer.from([amfString]), text('onMetaData'), count]);
  const parts = fields.map(([name, value]) => Buffer.concat([text(name), number(value)]));
  // A number's eight bytes end its part.
  const durationAt = head.length + parts[0]!.length - 8;
  return {
    body: Buffer.concat([head, ...parts, Buffer.from([0, 0, 9])]),
    durationAt,
    fileSizeAt: durationAt + parts[1]!.length,
  };
}

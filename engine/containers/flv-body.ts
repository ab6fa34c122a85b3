import type { AudioTrack, VideoTrack } from './track.ts';
import type { Sample } from './sample.ts';

/** Bodies of FLV tags for H.264 and AAC (Adobe Flash Video File Format 10.1, annex E.4). */
const avc = 7;
const keyFrame = 1;
const interFrame = 2;
/** AAC, and the fixed values that stand beside it whatever the stream is. */
const aacSound = 0xaf;

export function printAvcConfig({ config }: VideoTrack): Buffer {
  return Buffer.concat([Buffer.from([(keyFrame << 4) | avc, 0, 0, 0, 0]), config]);
}

export function printAacConfig({ config }: AudioTrack): Buffer {
  return Buffer.concat([Buffer.from([aacSound, 0]), config]);
}

/** The bytes before a picture; its data follows uncopied. */
export function avcHead({ key, compositionOffset }: Sample, timescale: number): Buffer {
  const head = Buffer.from([((key ? keyFrame : interFrame) << 4) | avc, 1, 0, 0, 0]);
  head.writeIntBE(Math.round((compositionOffset * 1000) / timescale), 2, 3);
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

export function printFlvMetadata(video: VideoTrack | null, audio: AudioTrack | null): FlvMetadata {
  const fields: [string, number][] = [
    ['duration', 0],
    ['filesize', 0],
    ...(video === null
      ? []
      : ([
          ['width', video.width],
          ['height', video.height],
          ['videocodecid', avc],
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

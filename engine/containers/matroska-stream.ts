/**
 * Matroska (RFC 9559) as a stream that a decoder reads from a pipe: one track, a cluster for each frame. It is the plainest
 * container that holds Opus and VP8 with times that need not be even.
 */
export interface MatroskaTrack {
  readonly codec: 'opus' | 'vp8';
  /** Of sound. */
  readonly channels?: number;
  /** Of the picture when it begins; a decoder goes by what the frames say. */
  readonly size?: { readonly width: number; readonly height: number };
}

const ids = {
  ebml: '1a45dfa3',
  docType: '4282',
  docTypeVersion: '4287',
  docTypeReadVersion: '4285',
  segment: '18538067',
  info: '1549a966',
  timestampScale: '2ad7b1',
  muxer: '4d80',
  writer: '5741',
  tracks: '1654ae6b',
  entry: 'ae',
  trackNumber: 'd7',
  trackUid: '73c5',
  trackType: '83',
  codecId: '86',
  codecPrivate: '63a2',
  video: 'e0',
  width: 'b0',
  height: 'ba',
  audio: 'e1',
  rate: 'b5',
  channels: '9f',
  cluster: '1f43b675',
  timestamp: 'e7',
  simpleBlock: 'a3',
} as const;

const opusRate = 48_000;

/** A size in eight bytes: never the shortest, always right. */
function element(id: keyof typeof ids, ...parts: readonly Buffer[]): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(parts.reduce((sum, { length }) => sum + length, 0)) | (1n << 56n));
  return Buffer.concat([Buffer.from(ids[id], 'hex'), size, ...parts]);
}

function unsigned(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

/** The identification header of Opus (RFC 7845, 5.1). */
function opusHead(channels: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head[8] = 1;
  head[9] = channels;
  head.writeUInt32LE(opusRate, 12);
  return head;
}

function printTrack({ codec, channels = 2, size = { width: 16, height: 16 } }: MatroskaTrack): Buffer {
  const own =
    codec === 'opus'
      ? [
          element('trackType', unsigned(2)),
          element('codecId', text('A_OPUS')),
          element('codecPrivate', opusHead(channels)),
          element('audio', element('rate', float(opusRate)), element('channels', unsigned(channels))),
        ]
      : [
          element('trackType', unsigned(1)),
          element('codecId', text('V_VP8')),
          element('video', element('width', unsigned(size.width)), element('height', unsigned(size.height))),
        ];
  return element('entry', element('trackNumber', unsigned(1)), element('trackUid', unsigned(1)), ...own);
}

/** What comes before the first frame. Times that follow are in milliseconds. */
export function printMatroskaHeader(track: MatroskaTrack): Buffer {
  return Buffer.concat([
    element(
      'ebml',
      element('docType', text('matroska')),
      element('docTypeVersion', unsigned(4)),
      element('docTypeReadVersion', unsigned(2)),
    ),
    // A segment of unknown size lasts to the end of the stream.
    Buffer.from(`${ids.segment}01ffffffffffffff`, 'hex'),
    element(
      'info',
      element('timestampScale', unsigned(1_000_000)),
      element('muxer', text('roomtape')),
      element('writer', text('roomtape')),
    ),
    element('tracks', printTrack(track)),
  ]);
}

const keyFlag = 0x80;

/** One frame. */
export function printMatroskaFrame(ms: number, data: Buffer, key: boolean): Buffer {
  const head = Buffer.from([0x81, 0, 0, key ? keyFlag : 0]);
  return element('cluster', element('timestamp', unsigned(ms)), element('simpleBlock', head, data));
}

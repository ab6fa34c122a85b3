import { readAvcConfig, readHevcConfig } from './parameter-sets.ts';
import type { Sample } from './sample.ts';
import type { VideoTrack } from './track.ts';

/** Start codes and parameter sets in the stream itself (ITU-T H.264 and H.265, annex B), as transport streams carry it. */
const startCode = Buffer.from([0, 0, 0, 1]);

/** More NAL units than a picture has slices: each costs a part of its own. */
const maxUnits = 4096;

interface NalForm {
  readonly typeOf: (first: number) => number;
  readonly delimiterType: number;
  /** An access unit delimiter that allows pictures of every kind, with its start code. */
  readonly delimiter: Buffer;
}

const forms: Readonly<Record<'h264' | 'hevc', NalForm>> = {
  h264: {
    typeOf: (first) => first & 0x1f,
    delimiterType: 9,
    delimiter: Buffer.from([0, 0, 0, 1, 0x09, 0xf0]),
  },
  hevc: {
    typeOf: (first) => (first >> 1) & 0x3f,
    delimiterType: 35,
    delimiter: Buffer.from([0, 0, 0, 1, 0x46, 0x01, 0x50]),
  },
};

/**
 * A picture's NAL units with start codes, an access unit delimiter in front, and before a key frame the parameter sets: a
 * decoder can begin at any of them. Parts are views of the sample. Throws RangeError for a codec without annex B, and the printer
 * for a picture in pieces beyond reason.
 */
export function annexBPrinter({ codec, config }: VideoTrack): (sample: Sample) => readonly Buffer[] {
  if (codec === 'av1') throw new RangeError('AV1 has no place in transport streams; choose fragmented MP4');
  const { typeOf, delimiterType, delimiter } = forms[codec];
  const sets = codec === 'h264' ? readAvcConfig(config) : readHevcConfig(config);
  const { lengthBytes } = sets;
  const before = [...sets.video, ...sets.sequence, ...sets.picture].flatMap((set) => [startCode, set]);
  return ({ data, key }) => {
    const parts = [delimiter, ...(key ? before : [])];
    let at = 0;
    while (at + lengthBytes < data.length) {
      const from = at + lengthBytes;
      if (parts.length > 2 * maxUnits)
        throw new RangeError(`a picture of more than ${String(maxUnits)} NAL units`);
      // A length that lies is cut at the sample's end: a decoder conceals, a recording goes on.
      at = Math.min(from + data.readUIntBE(at, lengthBytes), data.length);
      if (at > from && typeOf(data[from]!) !== delimiterType) parts.push(startCode, data.subarray(from, at));
    }
    return parts;
  };
}

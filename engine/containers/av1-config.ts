import { BitReader } from './bit-reader.ts';
import type { PictureSize } from './picture-size.ts';
import { checkedSize } from './picture-size.ts';

/** AV1CodecConfigurationRecord: four bytes, then OBUs (AV1 Codec ISO Media File Format Binding, 2.3.3). */
const markerAndVersion = 0x81;
const fixedBytes = 4;

const obuTypes = { sequenceHeader: 1, temporalDelimiter: 2 } as const;

/** Finds the first OBU of a type (AV1 Bitstream & Decoding Process, 5.3); a view of its payload, or null. */
function findObu(bytes: Buffer, wanted: number): Buffer | null {
  let at = 0;
  while (at < bytes.length) {
    const head = bytes[at++]!;
    const hasExtension = (head & 4) !== 0;
    const hasSize = (head & 2) !== 0;
    if (hasExtension) at += 1;
    let size = bytes.length - at;
    if (hasSize) {
      size = 0;
      let shift = 0;
      for (;;) {
        const byte = bytes[at++];
        if (byte === undefined || shift > 28) throw new RangeError('an AV1 OBU has no whole size');
        size += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) break;
        shift += 7;
      }
    }
    if (at + size > bytes.length) throw new RangeError('an AV1 OBU ends too early');
    if (((head >> 3) & 15) === wanted) return bytes.subarray(at, at + size);
    at += size;
  }
  return null;
}

interface DecoderModel {
  readonly delayBits: number;
}

/** timing_info and decoder_model_info (5.5.3, 5.5.4); null when no model is told. */
function readDecoderModel(bits: BitReader): DecoderModel | null {
  bits.skip(64);
  if (bits.bit() === 1) bits.unsigned();
  if (bits.bit() === 0) return null;
  const delayBits = bits.bits(5) + 1;
  bits.skip(32 + 5 + 5);
  return { delayBits };
}

/** Everything between the flags at the beginning and the size (5.5.1). */
function skipOperatingPoints(bits: BitReader): void {
  const model = bits.bit() === 1 ? readDecoderModel(bits) : null;
  const displayDelay = bits.bit() === 1;
  const points = bits.bits(5) + 1;
  for (let point = 0; point < points; point++) {
    bits.skip(12);
    if (bits.bits(5) > 7) bits.skip(1);
    if (model !== null && bits.bit() === 1) bits.skip(2 * model.delayBits + 1);
    if (displayDelay && bits.bit() === 1) bits.skip(4);
  }
}

function readSequenceSize(sequenceHeader: Buffer): PictureSize {
  const bits = new BitReader(sequenceHeader);
  bits.skip(4);
  const reduced = bits.bit() === 1;
  if (reduced) bits.skip(5);
  else skipOperatingPoints(bits);
  const widthBits = bits.bits(4) + 1;
  const heightBits = bits.bits(4) + 1;
  return checkedSize(bits.bits(widthBits) + 1, bits.bits(heightBits) + 1);
}

/** The largest picture of an AV1 stream, from the sequence header in its av1C. Throws RangeError where it has none. */
export function readAv1Size(av1C: Buffer): PictureSize {
  if (av1C.length < fixedBytes || av1C[0] !== markerAndVersion)
    throw new RangeError('the AV1 configuration is no av1C');
  const header = findObu(av1C.subarray(fixedBytes), obuTypes.sequenceHeader);
  if (header === null) throw new RangeError('the AV1 configuration has no sequence header');
  return readSequenceSize(header);
}

/** A sample of an MP4 holds no temporal delimiter (AV1-ISOBMFF, 2.4); an encoder may send one in front. A view. */
export function withoutTemporalDelimiter(temporalUnit: Buffer): Buffer {
  const isDelimiter =
    temporalUnit.length > 2 &&
    ((temporalUnit[0]! >> 3) & 15) === obuTypes.temporalDelimiter &&
    (temporalUnit[0]! & 6) === 2 &&
    temporalUnit[1] === 0;
  return isDelimiter ? temporalUnit.subarray(2) : temporalUnit;
}

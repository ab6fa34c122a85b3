import { BitReader } from './bit-reader.ts';

/** Profiles whose SPS carries chroma format and scaling lists (ITU-T H.264, 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Takes the emulation prevention bytes out of a NAL unit (ITU-T H.264, 7.4.1). */
function unescape(nal: Buffer): Uint8Array {
  const out = new Uint8Array(nal.length);
  let length = 0;
  for (let at = 0; at < nal.length; at++) {
    if (at > 1 && nal[at] === 3 && nal[at - 1] === 0 && nal[at - 2] === 0) continue;
    out[length++] = nal[at]!;
  }
  return out.subarray(0, length);
}

function skipScalingLists(bits: BitReader, count: number): void {
  for (let list = 0; list < count; list++) {
    if (bits.bit() === 0) continue;
    const size = list < 6 ? 16 : 64;
    let last = 8;
    let next = 8;
    for (let at = 0; at < size; at++) {
      if (next !== 0) next = (last + bits.signed() + 256) % 256;
      if (next !== 0) last = next;
    }
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned();
  if (type !== 1) return;
  bits.bit();
  bits.signed();
  bits.signed();
  const cycle = bits.unsigned();
  if (cycle > 255) throw new RangeError('a picture order cycle is too long');
  for (let at = 0; at < cycle; at++) bits.signed();
}

/** The size of the picture that is shown, in pixels. Throws RangeError on an SPS that cannot be read. */
export function readSpsSize(sps: Buffer): { readonly width: number; readonly height: number } {
  const bits = new BitReader(unescape(sps.subarray(1)));
  const profile = bits.bits(8);
  bits.bits(16);
  bits.unsigned();
  let chromaFormat = 1;
  if (highProfiles.has(profile)) {
    chromaFormat = bits.unsigned();
    if (chromaFormat === 3) bits.bit();
    bits.unsigned();
    bits.unsigned();
    bits.bit();
    if (bits.bit() === 1) skipScalingLists(bits, chromaFormat === 3 ? 12 : 8);
  }
  bits.unsigned();
  skipPictureOrder(bits);
  bits.unsigned();
  bits.bit();
  const codedWidth = (bits.unsigned() + 1) * 16;
  const mapUnits = bits.unsigned() + 1;
  const framesOnly = bits.bit();
  const codedHeight = (2 - framesOnly) * mapUnits * 16;
  if (framesOnly === 0) bits.bit();
  bits.bit();
  if (bits.bit() === 0) return { width: codedWidth, height: codedHeight };
  const [left, right, top, bottom] = [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()];
  // Cropping counts in chroma samples; 4:0:0 and 4:4:4 have no smaller ones.
  const stepX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const stepY = (chromaFormat === 1 ? 2 : 1) * (2 - framesOnly);
  const width = codedWidth - (left + right) * stepX;
  const height = codedHeight - (top + bottom) * stepY;
  if (width <= 0 || height <= 0) throw new RangeError('a picture is cropped to nothing');
  return { width, height };
}
